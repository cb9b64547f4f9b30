package org.holdfast.testkit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.holdfast.os.LinuxSys;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.Statx;
import org.holdfast.os.Sys;

/**
 * What the host says of a file: statx(2).
 *
 * @param mtime nanoseconds since 1970
 * @param ctime nanoseconds since 1970
 */
public record HostFile(long ino, int mode, int nlink, long size, long mtime, long ctime) {
    private static final Sys SYS = new LinuxSys();
    private static final long SECOND = 1_000_000_000L;
    private static final int S_IFMT = 0170000;
    private static final int S_IFDIR = 0040000;

    /** Asks the host of what is there itself, be it a symbolic link; empty if nothing is there. */
    public static Optional<HostFile> at(Path path) {
        return ask(path, Sys.AT_SYMLINK_NOFOLLOW);
    }

    /** Asks for what a link of /proc leads to. */
    public static Optional<HostFile> behind(Path path) {
        return ask(path, 0);
    }

    private static Optional<HostFile> ask(Path path, int flags) {
        Statx statx = new Statx();
        NativeBuffer name = NativeBuffer.string(path.toString().getBytes(StandardCharsets.ISO_8859_1));
        if (SYS.statx(Sys.AT_FDCWD, name.address(), flags, Statx.BASIC_STATS, statx.address()) != 0) {
            return Optional.empty();
        }
        long mtime = statx.seconds(Statx.MTIME_AT) * SECOND + statx.nanos(Statx.MTIME_AT);
        return Optional.of(new HostFile(statx.ino(), statx.mode(), statx.nlink(), statx.size(), mtime, statx.ctime()));
    }

    public boolean isDirectory() {
        return isDirectory(mode);
    }

    /** Whether a mode, as in stat(2), is a directory's. */
    public static boolean isDirectory(int mode) {
        return (mode & S_IFMT) == S_IFDIR;
    }
}
