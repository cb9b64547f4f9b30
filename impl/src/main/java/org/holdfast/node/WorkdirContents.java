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

    /** What the format file says; empty when there is none or it is not ours. */
    Optional<WorkdirFormat> format() {
        int fd = sys.openat(
                workdir,
                NativeBuffer.string(WorkdirFormat.FILE).address(),
                OpenFlags.O_RDONLY | OpenFlags.O_NOFOLLOW | OpenFlags.O_NONBLOCK | OpenFlags.O_CLOEXEC,
                0);
        if (fd < 0) {
            return Optional.empty();
        }
        NativeBuffer text = NativeBuffer.allocate(4096);
        long got = sys.read(fd, text.address(), text.size());
        sys.close(fd);
        return got < 0
                ? Optional.empty()
                : WorkdirFormat.parse(new String(text.copy(0, (int) got), StandardCharsets.UTF_8));
    }

    /** Writes the format file anew; 0 or a negated errno. */
    int writeFormat(WorkdirFormat format) {
        int flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC | OpenFlags.O_NOFOLLOW;
        int fd = sys.openat(
                workdir, NativeBuffer.string(WorkdirFormat.FILE).address(), flags | OpenFlags.O_CLOEXEC, 0600);
        if (fd < 0) {
            return fd;
        }
        byte[] text = format.text().getBytes(StandardCharsets.UTF_8);
        long wrote = sys.write(fd, NativeBuffer.string(text).address(), text.length);
        sys.close(fd);
        return wrote == text.length ? 0 : wrote < 0 ? (int) wrote : -Errno.ENOSPC;
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
            } else if (!entry.name().equals(WorkdirFormat.FILE) && foreign.size() < most) {
                foreign.add(entry.name());
            }
        }
        return foreign;
    }

    private static boolean isLink(Directory.Entry shard, Directory.Entry link) {
        return link.type() != DIRECTORY_TYPE && WorkdirFormat.isLink(shard.name(), link.name());
    }

    boolean isEmpty() {
        return entries().isEmpty();
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

    /** Removes the shards and the format file, after a sweep; what is not empty stays. */
    void clear() {
        for (Directory.Entry shard : shards()) {
            sys.unlinkat(workdir, shard.path().address(), Sys.AT_REMOVEDIR);
        }
        sys.unlinkat(workdir, NativeBuffer.string(WorkdirFormat.FILE).address(), 0);
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
        sys.lseek(workdir, 0, 0);
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
