package org.holdfast.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.holdfast.os.Errno;
import org.holdfast.os.Sys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Open files of one node are all the kernel's or all the daemon's, and every id is given back, once. */
final class BackingsTest {
    private static final int DEVICE = 3;
    private static final int COPY = 4;
    private static final int FD = 10;
    private static final long OPEN = 0x4010e501L;
    private static final int NODES = 1000;
    private static final int IDLE = Backings.IDLE;

    private final Set<Integer> ids = new HashSet<>();
    private int lastId;
    private volatile int errno;

    /** The kernel's side: which ids there are. */
    private final Sys sys = (Sys)
            Proxy.newProxyInstance(Sys.class.getClassLoader(), new Class<?>[] {Sys.class}, (proxy, method, args) -> {
                switch (method.getName()) {
                    case "dup":
                        return COPY;
                    case "close":
                        assertThat(args[0]).isEqualTo(COPY);
                        return 0;
                    case "ioctl":
                        assertThat(args[0]).isEqualTo(COPY);
                        return (Long) args[1] == OPEN ? made((Long) args[2]) : unmade((Long) args[2]);
                    default:
                        throw new AssertionError(method.getName());
                }
            });

    private final Backings backings = new Backings(sys);

    /** The first four bytes of native memory. */
    private static int intAt(long address) {
        return jnr.ffi.Runtime.getSystemRuntime()
                .getMemoryManager()
                .newPointer(address)
                .getInt(0);
    }

    private synchronized int made(long argument) {
        assertThat(intAt(argument)).isGreaterThanOrEqualTo(FD);
        if (errno != 0) {
            return -errno;
        }
        ids.add(++lastId);
        return lastId;
    }

    private synchronized int unmade(long argument) {
        assertThat(ids.remove(intAt(argument))).as("an id that there is").isTrue();
        return 0;
    }

    @BeforeEach
    void agree() {
        backings.offer(DEVICE);
        backings.agree(true);
    }

    private int open(long nodeid, int fd) {
        int id = backings.enter(nodeid);
        return id == Backings.UNDECIDED ? backings.decide(nodeid, fd) : id;
    }

    @Test
    void allOpenFilesOfANodeHaveOneIdAlsoTheNextOnes() {
        int id = open(1, FD);
        assertThat(id).isPositive();
        assertThat(open(1, FD + 1)).isEqualTo(id);
        assertThat(open(2, FD + 2)).isPositive().isNotEqualTo(id);
        backings.leave(1);
        backings.leave(1);
        assertThat(open(1, FD)).as("opened again").isEqualTo(id);
        backings.leave(1);
        backings.forget(1);
        assertThat(ids).as("ids after FORGET").doesNotContain(id).hasSize(1);
        assertThat(open(1, FD)).as("after FORGET").isNotEqualTo(id);
    }

    @Test
    void forgettingSomeLookupsOfAnOpenFileChangesNothing() {
        int id = open(1, FD);
        backings.forget(1);
        assertThat(ids).containsExactly(id);
        assertThat(open(1, FD)).isEqualTo(id);
    }

    @Test
    void whatTheDaemonBeganToReadAndWriteItDoesUntilTheLastIsClosed() {
        assertThat(open(1, -1)).isEqualTo(Backings.NONE);
        assertThat(open(1, FD)).as("beside it").isEqualTo(Backings.NONE);
        backings.leave(1);
        backings.leave(1);
        assertThat(open(1, FD)).as("after it").isPositive();
        assertThat(backings.refused()).isZero();
    }

    @Test
    void anIdleIdGoesWhereTheDaemonMustWriteItself() {
        open(1, FD);
        backings.leave(1);
        assertThat(open(1, -1)).isEqualTo(Backings.NONE);
        assertThat(ids).isEmpty();
        backings.leave(1);
        assertThat(backings.count()).isZero();
    }

    @Test
    void whatTheKernelRefusesIsCountedAndTriedAgain() {
        errno = Errno.ELOOP;
        assertThat(open(1, FD)).isEqualTo(Backings.NONE);
        assertThat(backings.refused()).isEqualTo(1);
        assertThat(backings.reason()).contains(Errno.describe(Errno.ELOOP));
        backings.leave(1);
        errno = 0;
        assertThat(open(1, FD)).isPositive();
    }

    @Test
    void whatIsNotOfferedSaysWhy() {
        Backings none = new Backings(sys);
        none.decline("for a reason");
        none.agree(true);
        assertThat(none.isOn()).isFalse();
        assertThat(none.reason()).isEqualTo("for a reason");
        backings.agree(false);
        assertThat(backings.reason()).contains("the kernel does not offer");
    }

    @Test
    void idleIdsAreBounded() {
        for (int node = 1; node <= 2 * IDLE; node++) {
            open(node, FD);
            backings.leave(node);
        }
        assertThat(ids).hasSize(IDLE).contains(2 * IDLE).doesNotContain(1);
        backings.close();
        assertThat(ids).as("at the end").isEmpty();
    }

    @Test
    void theOneThatWasClosedFirstGoesFirst() {
        int first = open(1, FD);
        for (int node = 2; node <= IDLE; node++) {
            open(node, FD);
            backings.leave(node);
        }
        backings.leave(1);
        int second = open(2, FD); // and so it is the youngest after that
        backings.leave(2);
        for (int node = IDLE + 1; node <= 2 * IDLE - 2; node++) {
            open(node, FD);
            backings.leave(node);
        }
        assertThat(ids).hasSize(IDLE).contains(first, second);
        open(2 * IDLE, FD);
        backings.leave(2 * IDLE);
        assertThat(ids).hasSize(IDLE).doesNotContain(first).contains(second);
        backings.forget(2);
        assertThat(ids).hasSize(IDLE - 1).doesNotContain(second);
    }

    @Test
    void toOpenAFileAgainMakesNoGarbage() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int node = 1; node <= NODES; node++) {
            open(node, FD);
            backings.leave(node);
        }
        long before = 0;
        for (int turn = 0; turn < 3; turn++) {
            before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 100 * NODES; i++) {
                long node = 1 + i % NODES;
                open(node, FD);
                backings.leave(node);
            }
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .as("bytes for %d files", 100 * NODES)
                .isLessThan(NODES);
    }

    @Test
    void manyThreadsAgree() throws Exception {
        int threads = 4;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<Void>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Random random = new Random(i);
            running.add(pool.submit((Callable<Void>) () -> {
                Map<Long, Integer> open = new HashMap<>();
                for (int step = 0; step < 20_000; step++) {
                    long node = 1 + random.nextInt(8);
                    Integer id = open.get(node);
                    if (id == null) {
                        open.put(node, open(node, random.nextInt(4) == 0 ? -1 : FD));
                    } else if (random.nextBoolean()) {
                        assertThat(open(node, FD)).as("while one is open").isEqualTo(id);
                        backings.leave(node);
                    } else {
                        open.remove(node);
                        backings.leave(node);
                        backings.forget(node);
                    }
                }
                open.keySet().forEach(backings::leave);
                return null;
            }));
        }
        for (Future<Void> one : running) {
            one.get();
        }
        pool.shutdown();
        backings.close();
        assertThat(ids).as("at the end").isEmpty();
        assertThat(backings.count()).isZero();
    }
}
