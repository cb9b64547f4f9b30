package org.holdfast.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.holdfast.fuse.Opcode;
import org.holdfast.fuse.Reply;
import org.holdfast.fuse.Request;
import org.holdfast.fuse.RequestHandler;
import org.holdfast.node.Policy;
import org.holdfast.os.NativeBuffer;
import org.junit.jupiter.api.Test;

/** Serving a request makes no garbage, once the code is warm. */
final class AllocationTest {
    private static final int WARM_UP = 20_000;
    private static final int MEASURED = 10_000;
    /** What the JVM itself may allocate on the thread meanwhile, per 1000 rounds of the six requests. */
    private static final long TOLERATED_PER_1000 = 512;

    /** A request that stands ready in native memory, so that sending it allocates nothing either. */
    private static final class Ready {
        private final NativeBuffer in;
        private final Request request = new Request();

        Ready(Message message) {
            byte[] bytes = message.bytes();
            in = NativeBuffer.allocate(bytes.length);
            in.bytes().put(0, bytes);
            request.wrap(in.bytes(), 0, in.address(), bytes.length);
        }

        Ready node(long nodeid) {
            in.putLong(16, nodeid);
            return this;
        }

        Ready handle(long handle) {
            in.putLong(40, handle);
            return this;
        }
    }

    /** Six prepared requests, sent again and again through one handler. */
    private static final class Loop {
        private final RequestHandler handler;
        private final NativeBuffer out = NativeBuffer.allocate(8192);
        private final Reply reply = new Reply(out.bytes(), 0, out.address(), 8192);
        private final Ready lookup = new Ready(new Message(Opcode.LOOKUP, Client.ROOT).name("a"));
        private final Ready getattr =
                new Ready(new Message(Opcode.GETATTR, 0).u32(0, 0).u64(0));
        private final Ready open = new Ready(new Message(Opcode.OPEN, 0).u32(0, 0));
        private final Ready read = new Ready(Client.data(Opcode.READ, 0, 0, 0, 4096));
        private final Ready release =
                new Ready(new Message(Opcode.RELEASE, 0).u64(0).u32(0, 0).u64(0));
        private final Ready forget = new Ready(new Message(Opcode.FORGET, 0).u64(1));

        Loop(RequestHandler handler) {
            this.handler = handler;
        }

        private void send(Ready ready) {
            reply.begin();
            handler.handle(ready.request, reply);
            if (reply.error() != 0) {
                throw new AssertionError(Opcode.name(ready.request.opcode()) + " gave " + reply.error());
            }
        }

        void run(int rounds) {
            for (int i = 0; i < rounds; i++) {
                send(lookup);
                long node = reply.getInt64(0);
                send(getattr.node(node));
                send(open.node(node));
                long handle = reply.getInt64(0);
                send(read.node(node).handle(handle));
                send(release.node(node).handle(handle));
                send(forget.node(node));
            }
        }
    }

    private static long allocatedPer1000(Export export) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        Loop loop = new Loop(export.handler());
        loop.run(WARM_UP);
        threads.getThreadAllocatedBytes(self);
        long before = threads.getThreadAllocatedBytes(self);
        loop.run(MEASURED);
        return (threads.getThreadAllocatedBytes(self) - before) * 1000 / MEASURED;
    }

    @Test
    void aKnownFileIsServedWithoutGarbage() {
        for (Setup setup : List.of(Setup.LINK, Setup.LINK.policy(Policy.FD))) {
            try (Export export = Export.open(setup)) {
                export.host().write("a", "text");
                export.theClient().lookup(Client.ROOT, "a").ok();
                long allocated = allocatedPer1000(export);
                System.out.println("bytes allocated for 6000 requests, policy " + setup.policy() + ": " + allocated);
                assertThat(allocated).isLessThan(TOLERATED_PER_1000);
            }
        }
    }

    @Test
    void aFileThatIsForgottenEachTimeIsServedWithoutGarbage() {
        try (Export export = Export.open()) {
            export.host().write("a", "text");
            long allocated = allocatedPer1000(export);
            System.out.println("bytes allocated for 6000 requests, node made each time: " + allocated);
            assertThat(allocated).isLessThan(TOLERATED_PER_1000);
        }
    }
}
