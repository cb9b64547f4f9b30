package org.holdfast.transport;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.holdfast.fuse.InitFlags;
import org.holdfast.fuse.Opcode;
import org.holdfast.fuse.Reply;
import org.holdfast.fuse.Request;
import org.holdfast.fuse.RequestHandler;
import org.holdfast.os.Errno;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.Sys;

/** One thread of {@link Workers}: reads a request, has it handled, writes the reply, until the client is gone. */
final class FuseWorker implements Runnable {
    private static final int PAGE = 4096;

    /** A WRITE's data stands behind the header and {@code struct fuse_write_in}. */
    private static final int WRITE_DATA_AT = Request.HEADER_BYTES + Opcode.argumentBytes(Opcode.WRITE);

    /** {@code flags} in {@code struct fuse_init_out}. */
    private static final int INIT_OUT_FLAGS_AT = 12;

    private static final int MAX_READ_FAILURES = 100;
    private static final int READ_RETRY_MILLIS = 10;

    private static final int IDLE = 0;
    private static final int BUSY = 1;
    private static final int SEALED = 2;

    private final Sys sys;
    private final int fd;
    private final Supplier<RequestHandler> handlers;
    private final WorkerMetrics metrics;
    private final Session session;
    private final Runnable ready;
    /** Aligned so that data in them can be handed on with O_DIRECT. */
    private final NativeBuffer in = NativeBuffer.aligned(Mounter.MAX_TRANSFER + PAGE, PAGE, WRITE_DATA_AT);

    private final NativeBuffer out =
            NativeBuffer.aligned(Mounter.MAX_TRANSFER + Reply.HEADER_BYTES, PAGE, Reply.HEADER_BYTES);
    private final Request request = new Request();
    private final Reply reply =
            new Reply(out.bytes(), Reply.HEADER_BYTES, out.address(Reply.HEADER_BYTES), Mounter.MAX_TRANSFER);
    private final AtomicInteger state = new AtomicInteger(IDLE);
    private volatile RuntimeException startFailure;
    private RequestHandler handler;
    private boolean writeFailureLogged;

    FuseWorker(
            Sys sys,
            int fd,
            Supplier<RequestHandler> handlers,
            WorkerMetrics metrics,
            Session session,
            Runnable ready) {
        this.sys = sys;
        this.fd = fd;
        this.handlers = handlers;
        this.metrics = metrics;
        this.session = session;
        this.ready = ready;
    }

    /** Why this worker has no handler, or null. */
    RuntimeException startFailure() {
        return startFailure;
    }

    /** Refuses all requests from now on; false while one is being handled. */
    boolean seal() {
        return state.get() == SEALED || state.compareAndSet(IDLE, SEALED);
    }

    @Override
    public void run() {
        try {
            handler = handlers.get();
        } catch (RuntimeException e) {
            startFailure = e;
            return;
        } finally {
            ready.run();
        }
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
        long start = System.nanoTime();
        request.useExtendedSetxattr(session.extendedSetxattr);
        request.wrap(in.bytes(), 0, in.address(), length);
        reply.begin();
        if (length < Request.HEADER_BYTES) {
            Log.warning("ignored a request of " + length + " bytes, shorter than its header");
            return;
        }
        boolean taken = state.compareAndSet(IDLE, BUSY);
        if (taken) {
            handle();
        } else {
            refuse(Errno.ENOTCONN);
        }
        int errno = reply.error();
        if (reply.isExpected()) {
            send(taken);
        }
        metrics.record(request.opcode(), errno, System.nanoTime() - start);
        if (taken) {
            state.set(session.stopping ? SEALED : IDLE);
        }
    }

    private void handle() {
        if (!request.isWellFormed()) {
            Log.warning("malformed " + Opcode.name(request.opcode()) + " " + request.unique() + " answered EINVAL");
            refuse(Errno.EINVAL);
            return;
        }
        try {
            handler.handle(request, reply);
        } catch (Throwable e) {
            Log.error(
                    Opcode.name(request.opcode()) + " " + request.unique() + " on node " + request.nodeid()
                            + " answered EIO",
                    e);
            refuse(Errno.EIO);
        }
        if (request.opcode() == Opcode.INIT && reply.error() == 0 && reply.length() > INIT_OUT_FLAGS_AT) {
            session.extendedSetxattr = InitFlags.has(reply.getInt32(INIT_OUT_FLAGS_AT), InitFlags.SETXATTR_EXT);
        }
    }

    private void refuse(int errno) {
        switch (request.opcode()) {
            case Opcode.FORGET, Opcode.BATCH_FORGET, Opcode.INTERRUPT, Opcode.NOTIFY_REPLY -> reply.none();
            default -> reply.error(errno);
        }
    }

    private void send(boolean handled) {
        long written = sys.write(fd, out.address(), reply.writeHeader(out.bytes(), 0, request.unique()));
        if (written >= 0) {
            return;
        }
        if (written != -Errno.ENOENT && written != -Errno.ENODEV && written != -Errno.EPIPE) {
            logWriteFailure((int) -written);
        }
        if (handled && reply.error() == 0) {
            takeBack();
        }
        if (written == -Errno.EINVAL || written == -Errno.EMSGSIZE) {
            reply.error(Errno.EIO);
            sys.write(fd, out.address(), reply.writeHeader(out.bytes(), 0, request.unique()));
        }
    }

    private void takeBack() {
        try {
            handler.undelivered(request, reply);
        } catch (Throwable e) {
            Log.error("taking back the reply to " + Opcode.name(request.opcode()) + " " + request.unique(), e);
        }
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
