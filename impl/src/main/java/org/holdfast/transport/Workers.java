package org.holdfast.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.holdfast.fuse.RequestHandler;
import org.holdfast.os.Sys;

/**
 * The threads of a transport ("holdfast-0", …), each with a buffer for requests and a buffer for replies of its own: one
 * blocking read and one write for each request, nothing allocated.
 */
final class Workers implements Transport {
    private static final long POLL_MILLIS = 1;

    private final Sys sys;
    private final List<FuseWorker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Integer> descriptors;
    private final Session session = new Session();

    private Workers(Sys sys, List<Integer> descriptors) {
        this.sys = sys;
        this.descriptors = new ArrayList<>(descriptors);
    }

    /**
     * Starts {@code count} threads that share {@code descriptors}, which are closed at the end. Each calls
     * {@code handlers} once, on itself, before its first request; when one of these calls throws, its exception is thrown
     * here and nothing is served.
     */
    static Workers start(
            Sys sys, List<Integer> descriptors, int count, Supplier<RequestHandler> handlers, Metrics metrics) {
        Workers all = new Workers(sys, descriptors);
        CountDownLatch ready = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            int own = descriptors.get(Math.min(i, descriptors.size() - 1));
            FuseWorker worker = new FuseWorker(sys, own, handlers, metrics.forWorker(), all.session, ready::countDown);
            Thread thread = new Thread(worker, "holdfast-" + i);
            thread.setDaemon(true);
            all.workers.add(worker);
            all.threads.add(thread);
        }
        all.threads.forEach(Thread::start);
        all.awaitReady(ready);
        return all;
    }

    private void awaitReady(CountDownLatch ready) {
        try {
            ready.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (FuseWorker worker : workers) {
            RuntimeException failure = worker.startFailure();
            if (failure != null) {
                seal(0);
                throw failure;
            }
        }
    }

    @Override
    public void awaitEnd() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        close();
    }

    @Override
    public boolean awaitEnd(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (Thread thread : threads) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            thread.join(Math.max(1, left));
            if (thread.isAlive()) {
                return false;
            }
        }
        close();
        return true;
    }

    @Override
    public int seal(long millis) {
        session.stopping = true;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (true) {
            int busy = 0;
            for (FuseWorker worker : workers) {
                busy += worker.seal() ? 0 : 1;
            }
            if (busy == 0 || System.nanoTime() >= deadline) {
                return busy;
            }
            pause();
        }
    }

    @Override
    public OptionalInt readFailure() {
        return session.readFailure == 0 ? OptionalInt.empty() : OptionalInt.of(session.readFailure);
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void close() {
        descriptors.forEach(sys::close);
        descriptors.clear();
    }
}
