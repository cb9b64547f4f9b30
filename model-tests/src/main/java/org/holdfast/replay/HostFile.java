package org.holdfast.replay;

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
record HostFile(long ino, long ctime, int mode) {
    private static final Sys SYS = new LinuxSys();
    private static final int S_IFMT = 0170000;
    private static final int S_IFDIR = 0040000;

    /** Asks the host, and follows a symbolic link, which only those of /proc are here; empty if nothing is there. */
    static Optional<HostFile> at(Path path) {
        Statx statx = new Statx();
        NativeBuffer name = NativeBuffer.string(path.toString());
        int error = SYS.statx(Sys.AT_FDCWD, name.address(), 0, Statx.BASIC_STATS, statx.address());
        return error == 0 ? Optional.of(new HostFile(statx.ino(), statx.ctime(), statx.mode())) : Optional.empty();
    }

    static boolean isDirectory(int mode) {
        return (mode & S_IFMT) == S_IFDIR;
    }
}
