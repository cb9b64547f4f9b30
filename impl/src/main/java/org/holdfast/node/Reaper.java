package org.holdfast.node;

/**
 * Removes the work links of forgotten nodes in the background: the client may forget half a million inodes at once, and
 * requests must not wait behind them. A few threads take from one queue.
 */
final class Reaper {
    /** A queue longer than this is worth a second thread. */
    private static final int BUSY = 64;

    /** How long nothing must be to do before the mounts are looked at. */
    private static final long QUIET_MILLIS = 5_000;

    private static final long NOTHING = 0;
    private static final long END = -1;

    private final Release release;
    private final Runnable whenQuiet;
    private final Thread[] threads;
    private long[] queue = new long[1024];
    private int head;
    private int size;
    private int idle;
    private boolean stopping;
    private boolean finishing;

    /** {@code whenQuiet} is run now and then while there is nothing to release. */
    Reaper(Release release, Runnable whenQuiet) {
        this.release = release;
        this.whenQuiet = whenQuiet;
        threads = new Thread[Math.min(2, Runtime.getRuntime().availableProcessors())];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(this::work, "holdfast-reaper-" + i);
            threads[i].setDaemon(true);
            threads[i].start();
        }
    }

    /** Queues a node that {@link Outcome#DRAINED} was returned for. */
    synchronized void add(long nodeid) {
        if (size == queue.length) {
            long[] larger = new long[size * 2];
            for (int i = 0; i < size; i++) {
                larger[i] = queue[head + i & size - 1];
            }
            queue = larger;
            head = 0;
        }
        queue[head + size & queue.length - 1] = nodeid;
        size++;
        wakeOne();
    }

    /** One thread does until there is more to do than it would be done with soon. */
    private void wakeOne() {
        if (idle > 0 && (idle == threads.length || size > BUSY)) {
            notify();
        }
    }

    /** Whether nothing waits to be released, so that a single node is better released on the spot. */
    synchronized boolean isIdle() {
        return size == 0;
    }

    /** The next node, or {@link #NOTHING} when there was none for a while, or {@link #END}. */
    private synchronized long take() throws InterruptedException {
        if (size == 0 && !stopping) {
            idle++;
            wait(QUIET_MILLIS);
            idle--;
        }
        if (stopping && (size == 0 || !finishing)) {
            return END;
        }
        if (size == 0) {
            return NOTHING;
        }
        long nodeid = queue[head];
        head = head + 1 & queue.length - 1;
        size--;
        wakeOne();
        return nodeid;
    }

    private void work() {
        Visit visit = new Visit();
        try {
            for (long nodeid = take(); nodeid != END; nodeid = take()) {
                if (nodeid == NOTHING) {
                    whenQuiet.run();
                } else {
                    release.run(nodeid, visit);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the threads; what is still queued is released before, or left to the removal of the workdir. */
    void stop(boolean finish) {
        synchronized (this) {
            finishing = finish;
            stopping = true;
            notifyAll();
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
