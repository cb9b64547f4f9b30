package org.holdfast.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.holdfast.os.Errno;
import org.holdfast.os.Sys;
import org.junit.jupiter.api.Test;

/** A handle is worth something exactly as long as it is open, and its fd lives as long as somebody uses it. */
final class HandlesTest {
    private final List<Integer> closed = new ArrayList<>();
    private final Sys sys = (Sys)
            Proxy.newProxyInstance(Sys.class.getClassLoader(), new Class<?>[] {Sys.class}, (proxy, method, args) -> {
                assertThat(method.getName()).isEqualTo("close");
                synchronized (closed) {
                    closed.add((Integer) args[0]);
                }
                return 0;
            });
    private final Handles handles = new Handles(sys, new Backings(sys));

    @Test
    void openUseClose() {
        long fh = handles.open(42);
        assertThat(handles.acquire(fh)).isEqualTo(42);
        handles.release(fh);
        assertThat(handles.count()).isEqualTo(1);
        assertThat(handles.close(fh)).isZero();
        assertThat(closed).containsExactly(42);
        assertThat(handles.count()).isZero();
    }

    @Test
    void closedWhileInUse() {
        long fh = handles.open(42);
        handles.acquire(fh);
        handles.acquire(fh);
        assertThat(handles.close(fh)).isZero();
        assertThat(handles.acquire(fh)).isEqualTo(-Errno.EBADF);
        assertThat(handles.close(fh)).isEqualTo(-Errno.EBADF);
        assertThat(closed).isEmpty();
        handles.release(fh);
        assertThat(closed).isEmpty();
        handles.release(fh);
        assertThat(closed).containsExactly(42);
    }

    @Test
    void staleAndInventedHandles() {
        long stale = handles.open(42);
        handles.close(stale);
        long fresh = handles.open(43);
        assertThat((int) fresh).as("the index is used again").isEqualTo((int) stale);
        for (long fh : new long[] {stale, 0, -1, 1, fresh + 1, fresh ^ 1L << 63, Long.MIN_VALUE, 1L << 31, 1L << 40}) {
            assertThat(handles.acquire(fh)).isEqualTo(-Errno.EBADF);
            assertThat(handles.close(fh)).isEqualTo(-Errno.EBADF);
        }
        assertThat(handles.acquire(fresh)).isEqualTo(43);
    }

    @Test
    void randomOpensAndCloses() {
        Random random = new Random(1);
        Map<Long, Integer> open = new HashMap<>();
        Set<Long> ever = new HashSet<>();
        for (int i = 0; i < 20_000; i++) {
            if (random.nextInt(5) < 3) {
                long fh = handles.open(i);
                assertThat(ever.add(fh)).isTrue();
                open.put(fh, i);
            } else if (!open.isEmpty()) {
                long fh = open.keySet().iterator().next();
                assertThat(handles.acquire(fh)).isEqualTo(open.get(fh));
                handles.release(fh);
                handles.close(fh);
                assertThat(closed.get(closed.size() - 1)).isEqualTo(open.remove(fh));
            }
        }
        assertThat(handles.count()).isEqualTo(open.size());
        handles.closeAll();
        assertThat(handles.count()).isZero();
        assertThat(closed).doesNotHaveDuplicates().hasSize(ever.size());
    }

    @Test
    void manyUsersWhileItIsClosed() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            long fh = handles.open(round);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                threads.add(new Thread(() -> {
                    for (int use = 0; use < 50; use++) {
                        if (handles.acquire(fh) >= 0) {
                            handles.release(fh);
                        }
                    }
                }));
            }
            threads.forEach(Thread::start);
            handles.close(fh);
            for (Thread thread : threads) {
                thread.join();
            }
            synchronized (closed) {
                assertThat(closed).hasSize(round + 1);
            }
        }
        assertThat(closed).doesNotHaveDuplicates();
    }
}
