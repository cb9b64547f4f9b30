package org.holdfast.kernel;

import java.time.Duration;
import java.util.Optional;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import org.holdfast.os.Errno;
import org.holdfast.os.LinuxSys;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.Sys;

/** Two connected sequenced-packet sockets (unix(7)), one of them for a daemon. A message is read as it was written. */
public final class PacketPair implements Channel {
    private static final int AF_UNIX = 1;
    private static final int SOCK_SEQPACKET = 5;
    private static final int SOCK_CLOEXEC = 02000000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_SNDBUF = 7;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_SNDBUFFORCE = 32;
    private static final int BUFFER = 4 << 20;

    /** Bytes that were sent and not read, unix(7). */
    private static final long SIOCOUTQ = 0x5411;

    private static final int CLOSED = -1;

    /** The longest message: 1 MiB of data with its headers. */
    private static final int MESSAGE = (1 << 20) + 4096;

    private final Sys sys = new LinuxSys();
    private final POSIX posix = POSIXFactory.getNativePOSIX();
    private final NativeBuffer buffer = NativeBuffer.allocate(MESSAGE);
    private int mine;
    private int other;

    private PacketPair(Duration patience) {
        int[] ends = new int[2];
        if (posix.socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
            throw new IllegalStateException("no socket pair: errno " + posix.errno());
        }
        mine = ends[0];
        other = ends[1];
        enlarge(mine);
        enlarge(other);
        NativeBuffer time = NativeBuffer.allocate(2 * Long.BYTES);
        time.putLong(0, patience.toSeconds());
        sys.setsockopt(mine, SOL_SOCKET, SO_RCVTIMEO, time.address(), time.size());
    }

    /** A new pair; {@link #receive} fails after {@code patience} without a message. */
    public static PacketPair open(Duration patience) {
        return new PacketPair(patience);
    }

    private void enlarge(int socket) {
        NativeBuffer size = NativeBuffer.allocate(Integer.BYTES);
        size.putInt(0, BUFFER);
        if (sys.setsockopt(socket, SOL_SOCKET, SO_SNDBUFFORCE, size.address(), size.size()) < 0) {
            sys.setsockopt(socket, SOL_SOCKET, SO_SNDBUF, size.address(), size.size());
        }
    }

    /** The descriptor of the daemon's end; it is not handed to children by itself. */
    public int other() {
        return other;
    }

    /** Closes this process's copy of the daemon's end, so that the daemon's death shows here. */
    public void giveAway() {
        other = close(other);
    }

    @Override
    public void send(byte[] message) {
        buffer.bytes().put(0, message);
        long sent = sys.write(mine, buffer.address(), message.length);
        if (sent != message.length) {
            throw new AssertionError("the daemon takes no request: " + Errno.describe((int) -sent));
        }
    }

    /** The next message; empty when the daemon's end is closed. */
    @Override
    public Optional<byte[]> receive() {
        long length;
        do {
            length = sys.read(mine, buffer.address(), buffer.size());
        } while (length == -Errno.EINTR);
        if (length == 0 || length == -Errno.ECONNRESET) {
            return Optional.empty();
        }
        if (length < 0) {
            throw new AssertionError("no reply came: " + Errno.describe((int) -length));
        }
        return Optional.of(buffer.copy(0, (int) length));
    }

    /** Whether the daemon has read all that was sent. */
    boolean isRead() {
        NativeBuffer left = NativeBuffer.allocate(Integer.BYTES);
        int error = sys.ioctl(mine, SIOCOUTQ, left.address());
        if (error < 0) {
            throw new IllegalStateException("SIOCOUTQ: " + Errno.describe(-error));
        }
        return left.getInt(0) == 0;
    }

    /** Closes this end, which is the unmount, and the other one if it was not given away. */
    @Override
    public void close() {
        mine = close(mine);
        other = close(other);
    }

    private int close(int socket) {
        if (socket != CLOSED) {
            sys.close(socket);
        }
        return CLOSED;
    }
}
