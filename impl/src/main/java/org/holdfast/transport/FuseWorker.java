package org.holdfast.transport;

import org.holdfast.fuse.Opcode;
import org.holdfast.fuse.Reply;
import org.holdfast.fuse.Request;
import org.holdfast.os.Errno;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.Sys;

/** One thread of {@link Workers}: reads a request, has it handled, writes the reply, until the client is gone. */
final class FuseWorker implements Worker {
    private static final int PAGE = 4096;

    /** A WRITE's data stands behind the header and {@code struct fuse_write_in}. */
    private static final int WRITE_DATA_AT = Request.HEADER_BYTES + Opcode.argumentBytes(Opcode.WRITE);

    private static final int MAX_READ_FAILURES = 100;
    private static final int READ_RETRY_MILLIS = 10;

    private final Sys sys;
    private final int fd;
    private final Turn turn;
    private final Session session;
    /** Aligned so that data in them can be handed on with O_DIRECT. */
    private final NativeBuffer in = NativeBuffer.aligned(Mounter.MAX_TRANSFER + PAGE, PAGE, WRITE_DATA_AT);

    private final NativeBuffer out =
            NativeBuffer.aligned(Mounter.MAX_TRANSFER + Reply.HEADER_BYTES, PAGE, Reply.HEADER_BYTES);
    private final Request request = new Request();
    private final Reply reply =
            new Reply(out.bytes(), Reply.HEADER_BYTES, out.address(Reply.HEADER_BYTES), Mounter.MAX_TRANSFER);
    private boolean writeFailureLogged;

    FuseWorker(Sys sys, int fd, Turn turn, Session session) {
        this.sys = sys;
        this.fd = fd;
        this.turn = turn;
        this.session = session;
    }

    @Override
    public Turn turn() {
        return turn;
    }

    @Override
    public boolean seal() {
        return turn.seal();
    }

    @Override
    public void serve() {
        try {
            readAndServe();
        } finally {
            session.rings.decide(false);
        }
    }

    private void readAndServe() {
        int failures = 0;
        while (failures < MAX_READ_FAILURES) {
            long length = sys.read(fd, in.address(), in.size());
            if (length > 0) {
                failures = 0;
                serve((int) length);
            } else if (length == 0 || length == -Errno.ENODEV) {
                // The other end of the socket is closed, or the mount is gone.
                return;
            } else if (!isTransient((int) -length)) {
                failures++;
                reportAndWait((int) -length, failures);
                session.readFailure = failures == MAX_READ_FAILURES ? (int) -length : 0;
            }
        }
    }

    /**
     * ENOENT: the request was aborted between being chosen and being copied. ECONNRESET: the client closed its end of
     * the socket before it had read every reply; what it sent before can still be read.
     */
    private static boolean isTransient(int errno) {
        return errno == Errno.EINTR || errno == Errno.EAGAIN || errno == Errno.ENOENT || errno == Errno.ECONNRESET;
    }

    /** An error of read that should not be: said once, and tried again for a second. */
    private static void reportAndWait(int errno, int failures) {
        if (failures == 1) {
            Log.warning("cannot read requests: " + Errno.describe(errno));
        }
        try {
            Thread.sleep(READ_RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(int length) {
        turn.begin();
        request.useExtendedSetxattr(session.extendedSetxattr);
        request.wrap(in.bytes(), 0, in.address(), length);
        if (length < Request.HEADER_BYTES) {
            Log.warning("ignored a request of " + length + " bytes, shorter than its header");
            return;
        }
        boolean taken = turn.handle(request, reply);
        boolean init = taken && request.opcode() == Opcode.INIT && reply.error() == 0;
        boolean rings = init && session.agree(request, reply);
        int errno = reply.error();
        boolean sent = reply.isExpected() && send(taken);
        if (init) {
            session.rings.decide(rings && sent);
        }
        turn.end(request.opcode(), errno, taken);
    }

    /** False when the client does not want the reply. */
    private boolean send(boolean handled) {
        long written = sys.write(fd, out.address(), reply.writeHeader(out.bytes(), 0, request.unique()));
        if (written >= 0) {
            return true;
        }
        if (written != -Errno.ENOENT && written != -Errno.ENODEV && written != -Errno.EPIPE) {
            logWriteFailure((int) -written);
        }
        if (handled && reply.error() == 0) {
            turn.takeBack(request, reply);
        }
        if (written == -Errno.EINVAL || written == -Errno.EMSGSIZE) {
            reply.error(Errno.EIO);
            sys.write(fd, out.address(), reply.writeHeader(out.bytes(), 0, request.unique()));
        }
        return false;
    }

    private void logWriteFailure(int errno) {
        if (!writeFailureLogged) {
            writeFailureLogged = true;
            Log.warning(
                    "the client refused the reply to " + Opcode.name(request.opcode()) + " " + request.unique() + " ("
                            + reply.length() + " bytes, error " + reply.error() + "): " + Errno.describe(errno)
                            + "; further refusals are not logged");
        }
    }
}
