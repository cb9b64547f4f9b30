package org.holdfast.transport;

import java.util.List;
import java.util.function.Supplier;
import org.holdfast.fuse.RequestHandler;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.Sys;

/**
 * Serves a client at the other end of a sequenced-packet socket (SOCK_SEQPACKET, unix(7)) with several threads: one
 * message is one request or one reply, as one read or write of /dev/fuse is. The end of the file is the unmount.
 */
final class PacketSocket {
    private static final int SOL_SOCKET = 1;
    private static final int SO_SNDBUF = 7;
    private static final int SO_RCVBUF = 8;
    private static final int SO_SNDBUFFORCE = 32;
    private static final int SO_RCVBUFFORCE = 33;

    /** The longest reply and some more: a message that does not fit is refused (EMSGSIZE). */
    private static final int BUFFER = 4 * Mounter.MAX_TRANSFER;

    private PacketSocket() {}

    /** Starts {@code count} threads that share {@code fd}, which is theirs from now on; as {@link DevFuse#serve}. */
    static Transport serve(Sys sys, int fd, int count, Supplier<RequestHandler> handlers, Metrics metrics) {
        enlarge(sys, fd, SO_SNDBUFFORCE, SO_SNDBUF);
        enlarge(sys, fd, SO_RCVBUFFORCE, SO_RCVBUF);
        return Workers.start(sys, List.of(fd), count, Rings.none("a socket has no rings"), "socket", handlers, metrics);
    }

    /** As far as this user may: root goes beyond net.core.wmem_max. */
    private static void enlarge(Sys sys, int fd, int forced, int asked) {
        NativeBuffer size = NativeBuffer.allocate(Integer.BYTES);
        size.putInt(0, BUFFER);
        if (sys.setsockopt(fd, SOL_SOCKET, forced, size.address(), Integer.BYTES) < 0) {
            sys.setsockopt(fd, SOL_SOCKET, asked, size.address(), Integer.BYTES);
        }
    }
}
