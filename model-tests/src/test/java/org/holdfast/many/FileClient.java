package org.holdfast.many;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.holdfast.os.Errno;
import org.holdfast.os.FileType;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.OpenFlags;
import org.holdfast.os.Statx;
import org.holdfast.os.Sys;

/** One thread's random operations on a few names of a few objects in one directory, at a mount or on the host. */
final class FileClient implements Callable<List<FileClient.Timed>> {
    static final int OBJECTS = 3;
    static final List<String> NAMES = List.of("a", "b", "c");

    private static final int OPERATIONS = 6;
    private static final int RENAME_NOREPLACE = 1;
    private static final int CONTENT = 1;

    private final Sys sys;
    private final Path directory;
    private final List<String> kinds;
    private final Random random;
    private final Statx statx = new Statx();
    private final NativeBuffer content = NativeBuffer.allocate(CONTENT);

    /**
     * An operation and when it began and ended.
     *
     * @param begin {@link System#nanoTime} before the system calls
     * @param end after them
     */
    record Timed(long begin, long end, String kind, String from, String to, String answer) {}

    /**
     * @param directory where {@link #OBJECTS} files are, named and filled with their numbers from 1
     * @param kinds of {@link Operation}s to choose from; of "read" the history says "lookup"
     */
    FileClient(Sys sys, Path directory, List<String> kinds, long seed) {
        this.sys = sys;
        this.directory = directory;
        this.kinds = kinds;
        random = new Random(seed);
    }

    @Override
    public List<Timed> call() {
        List<Timed> done = new ArrayList<>();
        for (int i = 0; i < OPERATIONS; i++) {
            String kind = kinds.get(random.nextInt(kinds.size()));
            String object = "" + (1 + random.nextInt(OBJECTS));
            done.add(timed(kind, kind.equals("link") || kind.equals("nlink") ? object : name(), name()));
        }
        return done;
    }

    private String name() {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    /** Does one now. */
    Timed timed(String kind, String from, String to) {
        long begin = System.nanoTime();
        String answer = answer(kind, from, to);
        long end = System.nanoTime();
        boolean two = kind.equals("link") || kind.equals("move");
        return new Timed(begin, end, kind.equals("read") ? "lookup" : kind, from, two ? to : "-", answer);
    }

    private String answer(String kind, String from, String to) {
        NativeBuffer path = path(from);
        int at = Sys.AT_FDCWD;
        return switch (kind) {
            case "lookup" -> lookup(path);
            case "read" -> read(path);
            case "unlink" -> told(sys.unlinkat(at, path.address(), 0));
            case "rmdir" -> told(sys.unlinkat(at, path.address(), Sys.AT_REMOVEDIR));
            case "mkdir" -> told(sys.mkdirat(at, path.address(), 0755));
            case "link" -> told(sys.linkat(at, path.address(), at, path(to).address(), 0));
            case "move" -> told(sys.renameat2(at, path.address(), at, path(to).address(), RENAME_NOREPLACE));
            case "nlink" -> {
                int error = statx(path);
                yield error < 0 ? told(error) : "" + statx.nlink();
            }
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private NativeBuffer path(String name) {
        return NativeBuffer.string(directory.resolve(name).toString());
    }

    private int statx(NativeBuffer path) {
        return sys.statx(Sys.AT_FDCWD, path.address(), Sys.AT_SYMLINK_NOFOLLOW, Statx.BASIC_STATS, statx.address());
    }

    /** The object whose content has as many bytes as its number says. */
    private String lookup(NativeBuffer path) {
        int error = statx(path);
        if (error < 0) {
            return told(error);
        }
        return (statx.mode() & FileType.MASK) == FileType.DIRECTORY ? Operation.DIRECTORY : "" + statx.size();
    }

    /** The object whose content begins with its number. */
    private String read(NativeBuffer path) {
        int fd = sys.openat(Sys.AT_FDCWD, path.address(), OpenFlags.O_NOFOLLOW | OpenFlags.O_CLOEXEC, 0);
        if (fd < 0) {
            return told(fd);
        }
        long length = sys.pread(fd, content.address(), CONTENT, 0);
        sys.close(fd);
        if (length == -Errno.EISDIR) {
            return Operation.DIRECTORY;
        }
        return length == CONTENT ? "" + (char) content.getByte(0) : told((int) length);
    }

    private static String told(int result) {
        return result < 0 ? Errno.name(-result) : "ok";
    }
}
