package org.holdfast.node;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread of policies adaptive and handle that cools or shuts nodes while the budget is scarce. Requests never wait for
 * it: a new node for which the budget has nothing left gets its link at once, and where descriptors run out they cool or shut
 * a node themselves.
 */
final class Cooler {
    /** How long everything is left in peace after two turns of the hand in which nothing could be cooled. */
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Budget budget;
    private final Cooling cooling;
    private final Thread thread = new Thread(this::work, "holdfast-cooler");
    private volatile boolean asleep;
    private volatile boolean stopping;

    Cooler(Budget budget, Cooling cooling) {
        this.budget = budget;
        this.cooling = cooling;
        thread.setDaemon(true);
    }

    void start() {
        budget.onScarce(this::wake);
        thread.start();
    }

    private void wake() {
        if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    private void work() {
        int inVain = 0;
        while (!stopping) {
            if (!isWanted()) {
                sleep();
                inVain = 0;
            } else if (inVain == cooling.turns()) {
                LockSupport.parkNanos(REST_NANOS);
                inVain = 0;
            } else {
                inVain = cooling.next() ? 0 : inVain + 1;
            }
        }
    }

    private boolean isWanted() {
        return budget.isScarce() || budget.hasManyToShut() || budget.owes();
    }

    private void sleep() {
        asleep = true;
        if (!isWanted() && !stopping) {
            LockSupport.park(this);
        }
        asleep = false;
    }

    /** Returns when the thread has ended. */
    void stop() {
        stopping = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
