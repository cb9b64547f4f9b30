package org.holdfast.node;

/** Threads that wait for a change of a work link. Guarded by the monitor that they wait in. */
final class Waiters {
    private final Object monitor;
    private int waiting;

    Waiters(Object monitor) {
        this.monitor = monitor;
    }

    void await() {
        waiting++;
        try {
            monitor.wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a work link was changing", e);
        } finally {
            waiting--;
        }
    }

    void wake() {
        if (waiting > 0) {
            monitor.notifyAll();
        }
    }
}
