package org.holdfast.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import jnr.posix.CmsgHdr;
import jnr.posix.MsgHdr;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import org.holdfast.os.Errno;
import org.holdfast.os.LinuxSys;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.Sys;

/** The messages of a vhost-user front-end (QEMU's docs/interop/vhost-user.rst) at a daemon's unix socket. */
final class VhostSocket {
    private static final int AF_UNIX = 1;
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_CLOEXEC = 02000000;
    private static final int PATH_BYTES = 108;
    private static final int HEADER = 12;
    private static final int VERSION = 1;
    private static final int NEED_REPLY = 1 << 3;
    private static final int LONGEST = 4096;

    private final Sys sys = new LinuxSys();
    private final POSIX posix = POSIXFactory.getNativePOSIX();
    private final NativeBuffer buffer = NativeBuffer.allocate(LONGEST);
    private final int fd;
    private boolean acknowledges;

    private VhostSocket(int fd, Duration patience) {
        this.fd = fd;
        NativeBuffer time = NativeBuffer.allocate(2 * Long.BYTES);
        time.putLong(0, patience.toSeconds());
        sys.setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, time.address(), time.size());
    }

    /** Connects; empty if no daemon listens there. */
    static Optional<VhostSocket> connect(Path path, Duration patience) {
        NativeBuffer address = address(path);
        int fd = socket();
        if (Natives.LIBC.connect(fd, address.address(), address.size()) < 0) {
            new LinuxSys().close(fd);
            return Optional.empty();
        }
        return Optional.of(new VhostSocket(fd, patience));
    }

    /** A new socket at that path, which listens for one client. */
    static int listen(Path path) {
        NativeBuffer address = address(path);
        int fd = socket();
        Natives.checked("bind", Natives.LIBC.bind(fd, address.address(), address.size()));
        Natives.checked("listen", Natives.LIBC.listen(fd, 1));
        return fd;
    }

    private static int socket() {
        return Natives.checked("socket", Natives.LIBC.socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    }

    private static NativeBuffer address(Path path) {
        byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
        if (name.length >= PATH_BYTES) {
            throw new IllegalArgumentException("too long for a socket: " + path);
        }
        NativeBuffer address = NativeBuffer.allocate(Short.BYTES + PATH_BYTES);
        address.bytes().putShort(0, (short) AF_UNIX);
        address.putString(Short.BYTES, name);
        return address;
    }

    int fd() {
        return fd;
    }

    /** From now on the daemon acknowledges what has no other answer. */
    void acknowledges() {
        acknowledges = true;
    }

    /** Asks for a number. */
    long ask(int request) {
        send(request, 0, empty());
        return answer(request);
    }

    /** Tells something; {@code fds} are handed over with it. */
    void tell(int request, ByteBuffer payload, int... fds) {
        send(request, acknowledges ? NEED_REPLY : 0, payload, fds);
        if (acknowledges) {
            long refused = answer(request);
            if (refused != 0) {
                throw new IllegalStateException("the daemon refuses vhost-user request " + request + ": " + refused);
            }
        }
    }

    static ByteBuffer empty() {
        return ByteBuffer.allocate(0);
    }

    static ByteBuffer u64(long... values) {
        ByteBuffer payload = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.nativeOrder());
        for (long value : values) {
            payload.putLong(value);
        }
        return payload.flip();
    }

    /** An index, or flags, and a number: {@code struct vhost_vring_state}. */
    static ByteBuffer u32(int first, int second) {
        return ByteBuffer.allocate(2 * Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(first)
                .putInt(second)
                .flip();
    }

    private void send(int request, int flags, ByteBuffer payload, int... fds) {
        ByteBuffer message =
                ByteBuffer.allocateDirect(HEADER + payload.remaining()).order(ByteOrder.nativeOrder());
        message.putInt(request)
                .putInt(VERSION | flags)
                .putInt(payload.remaining())
                .put(payload)
                .flip();
        MsgHdr header = posix.allocateMsgHdr();
        header.setIov(new ByteBuffer[] {message});
        if (fds.length > 0) {
            CmsgHdr rights = header.allocateControls(new int[] {fds.length * Integer.BYTES})[0];
            rights.setLevel(SOL_SOCKET);
            rights.setType(SCM_RIGHTS);
            ByteBuffer data =
                    ByteBuffer.allocateDirect(fds.length * Integer.BYTES).order(ByteOrder.nativeOrder());
            for (int given : fds) {
                data.putInt(given);
            }
            rights.setData(data.flip());
        }
        if (posix.sendmsg(fd, header, 0) < 0) {
            throw new IllegalStateException("the daemon takes no vhost-user request: errno " + posix.errno());
        }
    }

    private long answer(int request) {
        read(HEADER);
        int got = buffer.getInt(0);
        int size = buffer.getInt(8);
        if (got != request || size != Long.BYTES) {
            throw new IllegalStateException("vhost-user request " + request + " got an answer to " + got);
        }
        read(size);
        return buffer.getLong(0);
    }

    private void read(int length) {
        for (int done = 0; done < length; ) {
            long n = sys.read(fd, buffer.address(done), length - done);
            if (n <= 0 && n != -Errno.EINTR) {
                throw new IllegalStateException("the daemon does not answer at its vhost-user socket"
                        + (n < 0 ? ": " + Errno.describe((int) -n) : ", it has closed it"));
            }
            done += (int) Math.max(n, 0);
        }
    }

    void close() {
        sys.close(fd);
    }
}
