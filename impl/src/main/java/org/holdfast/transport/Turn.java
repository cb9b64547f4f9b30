package org.holdfast.transport;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.holdfast.fuse.Opcode;
import org.holdfast.fuse.Reply;
import org.holdfast.fuse.Request;
import org.holdfast.fuse.RequestHandler;
import org.holdfast.os.Errno;

/** How one thread serves a request, whatever way it came; the thread itself gets requests and sends replies. */
final class Turn {
    private static final int IDLE = 0;
    private static final int BUSY = 1;
    private static final int SEALED = 2;

    private final Supplier<RequestHandler> handlers;
    private final WorkerMetrics metrics;
    private final Session session;
    private final AtomicInteger state = new AtomicInteger(IDLE);
    private volatile RuntimeException startFailure;
    private RequestHandler handler;
    private long start;

    Turn(Supplier<RequestHandler> handlers, WorkerMetrics metrics, Session session) {
        this.handlers = handlers;
        this.metrics = metrics;
        this.session = session;
    }

    /** Makes the handler, on the thread that will serve with it; false when that fails, see {@link #startFailure}. */
    boolean open() {
        try {
            handler = handlers.get();
            return true;
        } catch (RuntimeException e) {
            startFailure = e;
            return false;
        }
    }

    /** Why there is no handler, or null. */
    RuntimeException startFailure() {
        return startFailure;
    }

    /** Refuses all requests from now on; false while one is being handled. For any thread. */
    boolean seal() {
        return state.get() == SEALED || state.compareAndSet(IDLE, SEALED);
    }

    /** Begins with a request that has just come. */
    void begin() {
        start = System.nanoTime();
    }

    /** Handles the request, or refuses it: false when it was refused because this thread is sealed. */
    boolean handle(Request request, Reply reply) {
        boolean taken = state.compareAndSet(IDLE, BUSY);
        reply.begin();
        if (!taken) {
            refuse(request, reply, Errno.ENOTCONN);
        } else if (!request.isWellFormed()) {
            Log.warning("malformed " + Opcode.name(request.opcode()) + " " + request.unique() + " answered EINVAL");
            refuse(request, reply, Errno.EINVAL);
        } else {
            handleWellFormed(request, reply);
        }
        return taken;
    }

    private void handleWellFormed(Request request, Reply reply) {
        try {
            handler.handle(request, reply);
        } catch (Throwable e) {
            Log.error(
                    Opcode.name(request.opcode()) + " " + request.unique() + " on node " + request.nodeid()
                            + " answered EIO",
                    e);
            refuse(request, reply, Errno.EIO);
        }
    }

    private static void refuse(Request request, Reply reply, int errno) {
        switch (request.opcode()) {
            case Opcode.FORGET, Opcode.BATCH_FORGET, Opcode.INTERRUPT, Opcode.NOTIFY_REPLY -> reply.none();
            default -> reply.error(errno);
        }
    }

    /** Ends a request whose reply is sent, or will be; {@code taken}: what {@link #handle} returned. */
    void end(int opcode, int errno, boolean taken) {
        metrics.record(opcode, errno, System.nanoTime() - start);
        if (taken) {
            state.set(session.stopping ? SEALED : IDLE);
        }
    }

    /** The reply could not be delivered. */
    void takeBack(Request request, Reply reply) {
        try {
            handler.undelivered(request, reply);
        } catch (Throwable e) {
            Log.error("taking back the reply to " + Opcode.name(request.opcode()) + " " + request.unique(), e);
        }
    }
}
