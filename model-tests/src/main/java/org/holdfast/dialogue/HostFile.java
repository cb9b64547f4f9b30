package org.holdfast.dialogue;

import java.nio.file.Path;
import java.util.Optional;
import org.holdfast.os.LinuxSys;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.Statx;
import org.holdfast.os.Sys;

/**
 * What the host says of a file.
 *
 * @param ctime nanoseconds since 1970
 */
record HostFile(long ino, int mode, int nlink, long size, long mtime, long ctime) {
    private static final Sys SYS = new LinuxSys();

    /** Asks the host of what is there itself, be it a symbolic link; empty if nothing is there. */
    static Optional<HostFile> at(Path path) {
        return ask(path, Sys.AT_SYMLINK_NOFOLLOW);
    }

    /** Asks for what a link of /proc leads to. */
    static Optional<HostFile> behind(Path path) {
        return ask(path, 0);
    }

    private static Optional<HostFile> ask(Path path, int flags) {
        Statx statx = new Statx();
        NativeBuffer name = NativeBuffer.string(Words.bytes(path.toString()));
        if (SYS.statx(Sys.AT_FDCWD, name.address(), flags, Statx.BASIC_STATS, statx.address()) != 0) {
            return Optional.empty();
        }
        long mtime = statx.seconds(Statx.MTIME_AT) * Shown.SECOND + statx.nanos(Statx.MTIME_AT);
        return Optional.of(new HostFile(statx.ino(), statx.mode(), statx.nlink(), statx.size(), mtime, statx.ctime()));
    }
}
