package org.holdfast.node;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.holdfast.os.Directory;
import org.holdfast.os.EnvironmentException;
import org.holdfast.os.Errno;
import org.holdfast.os.FileType;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.OpenFlags;
import org.holdfast.os.Statx;
import org.holdfast.os.Sys;
import org.holdfast.trace.Event;
import org.holdfast.trace.Tracer;

/**
 * Reads and empties an open workdir: what a crash left there, and what does not belong there. Removes work links, shards
 * and the format file, and nothing else.
 */
final class WorkdirContents {
    private static final int DIRECTORY_TYPE = FileType.DIRECTORY >> 12;
    private static final int READ_DIRECTORY =
            OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW | OpenFlags.O_CLOEXEC;

    private final Sys sys;
    private final int workdir;
    private final String display;

    WorkdirContents(Sys sys, int workdir, String display) {
        this.sys = sys;
        this.workdir = workdir;
        this.display = display;
    }

    /**
     * What the format file says; empty when there is none or it is not ours.
     *
     * @throws EnvironmentException when there is a file and it cannot be read
     */
    Optional<WorkdirFormat> format() {
        int fd = sys.openat(
                workdir,
                NativeBuffer.string(WorkdirFormat.FILE).address(),
                OpenFlags.O_RDONLY | OpenFlags.O_NOFOLLOW | OpenFlags.O_NONBLOCK | OpenFlags.O_CLOEXEC,
                0);
        if (fd < 0) {
            return noFormat(fd);
        }
        NativeBuffer text = NativeBuffer.allocate(4096);
        long got = sys.read(fd, text.address(), text.size());
        sys.close(fd);
        return got < 0
                ? noFormat((int) got)
                : WorkdirFormat.parse(new String(text.copy(0, (int) got), StandardCharsets.UTF_8));
    }

    /** Nothing is there, or something that is no file; any other error says nothing about whose workdir it is. */
    private Optional<WorkdirFormat> noFormat(int error) {
        return switch (-error) {
            case Errno.ENOENT, Errno.ELOOP, Errno.ENXIO, Errno.EISDIR -> Optional.empty();
            default ->
                throw new EnvironmentException(
                        "cannot read " + display + "/" + WorkdirFormat.FILE + ": " + Errno.describe(-error));
        };
    }

    /**
     * Writes the format file anew; 0 or a negated errno. At every moment there is the old one or the new one: without any
     * the next daemon would take the workdir for somebody else's.
     */
    int writeFormat(WorkdirFormat format) {
        int flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC | OpenFlags.O_NOFOLLOW;
        NativeBuffer unfinished = NativeBuffer.string(WorkdirFormat.UNFINISHED);
        int fd = sys.openat(workdir, unfinished.address(), flags | OpenFlags.O_CLOEXEC, 0600);
        if (fd < 0) {
            return fd;
        }
        byte[] text = format.text().getBytes(StandardCharsets.UTF_8);
        long wrote = sys.write(fd, NativeBuffer.string(text).address(), text.length);
        int closed = sys.close(fd);
        int error = wrote < 0 ? (int) wrote : wrote < text.length ? -Errno.ENOSPC : closed;
        if (error == 0) {
            NativeBuffer file = NativeBuffer.string(WorkdirFormat.FILE);
            error = sys.renameat2(workdir, unfinished.address(), workdir, file.address(), 0);
        }
        if (error < 0) {
            sys.unlinkat(workdir, unfinished.address(), 0);
        }
        return error;
    }

    /** Entries that Holdfast did not make, as paths below the workdir; at most {@code most}. */
    List<String> foreign(int most) {
        List<String> foreign = new ArrayList<>();
        for (Directory.Entry entry : entries()) {
            boolean shard = entry.type() == DIRECTORY_TYPE && WorkdirFormat.isShard(entry.name());
            if (shard) {
                for (Directory.Entry link : list(entry)) {
                    if (!isLink(entry, link) && foreign.size() < most) {
                        foreign.add(entry.name() + "/" + link.name());
                    }
                }
            } else if (!WorkdirFormat.isFile(entry.name()) && foreign.size() < most) {
                foreign.add(entry.name());
            }
        }
        return foreign;
    }

    private static boolean isLink(Directory.Entry shard, Directory.Entry link) {
        return link.type() != DIRECTORY_TYPE && WorkdirFormat.isLink(shard.name(), link.name());
    }

    /** Whether nothing is in it, or only what a daemon that was killed while it was marking it has left. */
    boolean isEmpty() {
        return entries().stream().allMatch(entry -> entry.name().equals(WorkdirFormat.UNFINISHED));
    }

    /** Counts the work links, and those among them that are the last name of their object. */
    Leftovers leftovers() {
        long links = 0;
        long orphans = 0;
        long bytes = 0;
        Statx statx = new Statx();
        for (Directory.Entry shard : shards()) {
            for (Directory.Entry link : list(shard)) {
                if (isLink(shard, link)) {
                    links++;
                    NativeBuffer path = pathOf(shard, link);
                    int got = sys.statx(
                            workdir, path.address(), Sys.AT_SYMLINK_NOFOLLOW, Statx.BASIC_STATS, statx.address());
                    if (got == 0 && statx.nlink() == 1) {
                        orphans++;
                        bytes += statx.blocks() * 512;
                    }
                }
            }
        }
        return new Leftovers(format().map(WorkdirFormat::instance).orElse(""), links, orphans, bytes, foreign(10));
    }

    /** What a sweep did: links removed, links that could not be, and the errno of the first of those. */
    record Swept(long removed, long failed, int errno) {}

    /** Removes every work link. */
    Swept sweep(Tracer tracer, Progress progress) {
        long done = 0;
        long failed = 0;
        int errno = 0;
        for (Directory.Entry shard : shards()) {
            for (Directory.Entry link : list(shard)) {
                if (!isLink(shard, link)) {
                    continue;
                }
                int removed = sys.unlinkat(workdir, pathOf(shard, link).address(), 0);
                if (removed < 0) {
                    failed++;
                    errno = errno == 0 ? -removed : errno;
                } else {
                    done++;
                    if (tracer.isOn()) {
                        tracer.record(new Event.Sweep(Long.parseUnsignedLong(link.name(), 16)));
                    }
                }
                progress.step();
            }
        }
        return new Swept(done, failed, errno);
    }

    /**
     * Removes the shards and then the format file, after a sweep; 0 or the first negated errno. The format file stays as
     * long as a shard does: without it nobody would know whose they are.
     */
    int clear() {
        int error = 0;
        for (Directory.Entry shard : shards()) {
            int removed = sys.unlinkat(workdir, shard.path().address(), Sys.AT_REMOVEDIR);
            error = error == 0 ? removed : error;
        }
        if (error == 0) {
            sys.unlinkat(workdir, NativeBuffer.string(WorkdirFormat.UNFINISHED).address(), 0);
            error = sys.unlinkat(
                    workdir, NativeBuffer.string(WorkdirFormat.FILE).address(), 0);
        }
        return error;
    }

    private List<Directory.Entry> shards() {
        List<Directory.Entry> shards = new ArrayList<>();
        for (Directory.Entry entry : entries()) {
            if (entry.type() == DIRECTORY_TYPE && WorkdirFormat.isShard(entry.name())) {
                shards.add(entry);
            }
        }
        return shards;
    }

    private static NativeBuffer pathOf(Directory.Entry shard, Directory.Entry link) {
        return NativeBuffer.string((shard.name() + "/" + link.name()).getBytes(StandardCharsets.ISO_8859_1));
    }

    private List<Directory.Entry> entries() {
        long moved = sys.lseek(workdir, 0, 0);
        if (moved < 0) {
            throw new EnvironmentException("cannot list " + display + ": " + Errno.describe((int) -moved));
        }
        return Directory.list(sys, workdir, display);
    }

    private List<Directory.Entry> list(Directory.Entry shard) {
        int fd = sys.openat(workdir, shard.path().address(), READ_DIRECTORY, 0);
        if (fd < 0) {
            throw new EnvironmentException("cannot open " + display + "/" + shard.name() + ": " + Errno.describe(-fd));
        }
        try {
            return Directory.list(sys, fd, display + "/" + shard.name());
        } finally {
            sys.close(fd);
        }
    }
}
