package org.holdfast.transport;

import java.util.function.Supplier;
import org.holdfast.fuse.RequestHandler;
import org.holdfast.os.EnvironmentException;
import org.holdfast.os.Errno;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.Statx;
import org.holdfast.os.Sys;

/**
 * A descriptor over which whoever started this process speaks FUSE with it: a sequenced-packet socket, or /dev/fuse,
 * opened and mounted already.
 */
public final class Inherited {
    private static final int SOL_SOCKET = 1;
    private static final int SO_TYPE = 3;
    private static final int SO_DOMAIN = 39;
    private static final int AF_UNIX = 1;
    private static final int SOCK_SEQPACKET = 5;
    private static final int S_IFMT = 0170000;
    private static final int S_IFCHR = 0020000;
    /** Documentation/admin-guide/devices.txt. */
    private static final int FUSE_MAJOR = 10;

    private static final int FUSE_MINOR = 229;

    private final Sys sys;
    private final int fd;
    private final boolean socket;

    private Inherited(Sys sys, int fd, boolean socket) {
        this.sys = sys;
        this.fd = fd;
        this.socket = socket;
    }

    /**
     * Looks at {@code fd}, without taking anything from it.
     *
     * @throws EnvironmentException when it is not open, or neither kind
     */
    public static Inherited of(Sys sys, int fd) {
        NativeBuffer value = NativeBuffer.allocate(2 * Integer.BYTES);
        int error = option(sys, fd, SO_TYPE, value);
        if (error == -Errno.ENOTSOCK && isDevFuse(sys, fd)) {
            return new Inherited(sys, fd, false);
        }
        if (error == -Errno.EBADF) {
            throw new EnvironmentException("descriptor " + fd + " is not open");
        }
        boolean packets = error == 0
                && value.getInt(0) == SOCK_SEQPACKET
                && option(sys, fd, SO_DOMAIN, value) == 0
                && value.getInt(0) == AF_UNIX;
        if (!packets) {
            throw new EnvironmentException(
                    "descriptor " + fd + " is neither a sequenced-packet unix socket (SOCK_SEQPACKET) nor /dev/fuse");
        }
        return new Inherited(sys, fd, true);
    }

    private static int option(Sys sys, int fd, int option, NativeBuffer value) {
        value.putInt(4, Integer.BYTES);
        return sys.getsockopt(fd, SOL_SOCKET, option, value.address(), value.address(4));
    }

    private static boolean isDevFuse(Sys sys, int fd) {
        Statx file = new Statx();
        NativeBuffer empty = NativeBuffer.string("");
        return sys.statx(fd, empty.address(), Sys.AT_EMPTY_PATH, Statx.BASIC_STATS, file.address()) == 0
                && (file.mode() & S_IFMT) == S_IFCHR
                && file.rdevMajor() == FUSE_MAJOR
                && file.rdevMinor() == FUSE_MINOR;
    }

    /** Serves over it; as {@link DevFuse#serve}. */
    public Transport serve(int workers, Supplier<RequestHandler> handlers, Metrics metrics) {
        return socket
                ? PacketSocket.serve(sys, fd, workers, handlers, metrics)
                : DevFuse.serve(sys, fd, workers, Rings.none("the descriptor was inherited"), handlers, metrics);
    }

    /** "socket 3" or "/dev/fuse 3". */
    @Override
    public String toString() {
        return (socket ? "socket " : "/dev/fuse ") + fd;
    }
}
