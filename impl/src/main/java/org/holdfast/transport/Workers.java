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
 * The threads of a transport ("holdfast-0", …), each with buffers of its own: one blocking read and one write for each
 * request, or one system call on a ring; nothing allocated.
 */
final class Workers implements Transport {
    private static final long POLL_MILLIS = 1;

    private final Sys sys;
    private final List<Worker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Integer> descriptors;
    private final Session session;
    private final String name;

    private Workers(Sys sys, List<Integer> descriptors, Rings rings, String name) {
        this.sys = sys;
        this.descriptors = new ArrayList<>(descriptors);
        this.session = new Session(rings);
        this.name = name;
    }

    /**
     * Starts {@code count} threads that read {@code descriptors}, shared where they are fewer, and one for each ring;
     * all are closed at the end. Each calls {@code handlers} once, on itself, before its first request; when one of these
     * calls throws, its exception is thrown here and nothing is served.
     *
     * @param name of the transport when the rings do not run
     */
    static Workers start(
            Sys sys,
            List<Integer> descriptors,
            int count,
            Rings rings,
            String name,
            Supplier<RequestHandler> handlers,
            Metrics metrics) {
        Workers all = new Workers(sys, descriptors, rings, name);
        for (int i = 0; i < count; i++) {
            int own = descriptors.get(Math.min(i, descriptors.size() - 1));
            Turn turn = new Turn(handlers, metrics.forWorker(), all.session);
            all.workers.add(new FuseWorker(sys, own, turn, all.session));
        }
        for (ThreadRing ring : rings.threads()) {
            Turn turn = new Turn(handlers, metrics.forWorker(), all.session);
            all.workers.add(new RingWorker(sys, descriptors.get(0), turn, all.session, ring));
        }
        CountDownLatch ready = new CountDownLatch(all.workers.size());
        for (Worker worker : all.workers) {
            Thread thread = new Thread(() -> run(worker, ready), "holdfast-" + all.threads.size());
            thread.setDaemon(true);
            all.threads.add(thread);
        }
        all.threads.forEach(Thread::start);
        all.awaitReady(ready);
        return all;
    }

    private static void run(Worker worker, CountDownLatch ready) {
        boolean opened;
        try {
            opened = worker.turn().open();
        } finally {
            ready.countDown();
        }
        if (opened) {
            worker.serve();
        }
    }

    private void awaitReady(CountDownLatch ready) {
        try {
            ready.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Worker worker : workers) {
            RuntimeException failure = worker.turn().startFailure();
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
            int busy = unsealed();
            if (busy == 0 || System.nanoTime() >= deadline) {
                return busy;
            }
            pause();
        }
    }

    /** Seals what it can; the number of threads that are not sealed yet. The rings are there until {@link #close}. */
    private synchronized int unsealed() {
        if (descriptors.isEmpty()) {
            return 0;
        }
        int busy = 0;
        for (Worker worker : workers) {
            busy += worker.seal() ? 0 : 1;
        }
        return busy;
    }

    @Override
    public String name() {
        return session.rings.run() ? "uring" : name;
    }

    @Override
    public String reason() {
        return session.rings.reason();
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
        if (!descriptors.isEmpty()) {
            session.rings.close();
            descriptors.forEach(sys::close);
            descriptors.clear();
        }
    }
}
