package org.holdfast.node;

/**
 * Removes the work links of forgotten nodes in the background: the client may forget half a million inodes at once, and
 * requests must not wait behind them. A few threads take from one queue.
 */
final class Reaper {
    private final Release release;
    private final Thread[] threads;
    private long[] queue = new long[1024];
    private int head;
    private int size;
    private boolean stopping;

    Reaper(Release release) {
        this.release = release;
        threads = new Thread[Math.min(2, Runtime.getRuntime().availableProcessors())];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(this::work, "holdfast-reaper-" + i);
            threads[i].setDaemon(true);
            threads[i].start();
        }
    }

    /** Queues a node that {@link Shard#DRAINED} was returned for. */
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
        if (size == 1) {
            notifyAll();
        }
    }

    /** The next node, or 0 when no more is to be done. */
    private synchronized long take() throws InterruptedException {
        while (size == 0 && !stopping) {
            wait();
        }
        if (stopping) {
            return 0;
        }
        long nodeid = queue[head];
        head = head + 1 & queue.length - 1;
        size--;
        return nodeid;
    }

    private void work() {
        Visit visit = new Visit();
        try {
            for (long nodeid = take(); nodeid != 0; nodeid = take()) {
                release.run(nodeid, visit);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the threads; what is still queued is left to the removal of the workdir. */
    void stop() {
        synchronized (this) {
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
