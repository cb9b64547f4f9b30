package org.holdfast.transport;

import java.util.concurrent.CountDownLatch;
import org.holdfast.fuse.InitFlags;
import org.holdfast.fuse.Opcode;
import org.holdfast.fuse.Reply;
import org.holdfast.fuse.Request;
import org.holdfast.fuse.RequestHandler;
import org.holdfast.os.Errno;

/**
 * The smallest file system: an empty root directory. Some names do something to the transport when they are looked up.
 */
final class TinyHandler implements RequestHandler {
    static final String THROWS = "throws";
    static final String TOO_LONG = "reply-that-is-too-long";
    static final String SLOW = "slow";

    private static final int ENTRY_OUT = 128;
    private static final long LONG_SECONDS = 3600;

    /** Opened when a lookup of {@link #SLOW} is being handled. */
    final CountDownLatch slowBegun = new CountDownLatch(1);
    /** What a lookup of {@link #SLOW} waits for. */
    final CountDownLatch slowMayEnd = new CountDownLatch(1);

    /** Opened when a reply was taken back. */
    final CountDownLatch takenBack = new CountDownLatch(1);

    @Override
    public void handle(Request request, Reply reply) {
        switch (request.opcode()) {
            case Opcode.INIT -> init(request, reply);
            case Opcode.GETATTR -> {
                reply.clear(0, 104);
                reply.put64(0, 0);
                attributes(reply, 16);
                reply.ok(104);
            }
            case Opcode.LOOKUP -> lookup(name(request), reply);
            case Opcode.STATFS -> {
                reply.clear(0, 80);
                reply.put32(40, 4096);
                reply.put32(44, 255);
                reply.ok(80);
            }
            case Opcode.OPENDIR -> {
                reply.clear(0, 16);
                reply.ok(16);
            }
            case Opcode.READDIR, Opcode.RELEASEDIR -> reply.ok(0);
            case Opcode.FORGET, Opcode.BATCH_FORGET, Opcode.INTERRUPT -> reply.none();
            default -> reply.error(Errno.ENOSYS);
        }
    }

    private static void init(Request request, Reply reply) {
        reply.clear(0, 64);
        reply.put32(0, 7);
        reply.put32(4, 31);
        reply.put32(8, request.int32(8));
        reply.put32(12, (int) (InitFlags.MAX_PAGES | InitFlags.INIT_EXT));
        reply.put32(20, 1 << 20);
        reply.put16(28, 256);
        reply.ok(64);
    }

    private static void attributes(Reply reply, int at) {
        reply.put64(at, 1);
        reply.put32(at + 60, 0040755);
        reply.put32(at + 64, 2);
    }

    private void lookup(String name, Reply reply) {
        switch (name) {
            case THROWS -> throw new IllegalStateException("thrown by the handler on purpose");
            case TOO_LONG -> reply.ok(ENTRY_OUT + 8);
            case SLOW -> {
                slowBegun.countDown();
                awaitUninterruptibly(slowMayEnd);
                reply.clear(0, ENTRY_OUT);
                reply.put64(0, 2);
                reply.put64(16, LONG_SECONDS);
                reply.put64(24, LONG_SECONDS);
                attributes(reply, 40);
                reply.ok(ENTRY_OUT);
            }
            default -> reply.error(Errno.ENOENT);
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String name(Request request) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < request.stringLength(0); i++) {
            name.append((char) request.payloadByte(i));
        }
        return name.toString();
    }

    @Override
    public void undelivered(Request request, Reply reply) {
        takenBack.countDown();
    }
}
