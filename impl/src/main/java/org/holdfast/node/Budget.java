package org.holdfast.node;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * Policy adaptive: how many nodes may have an fd although they could have a work link. Taken from and given back to under
 * the lock of a {@link Shard}, by a step that is atomic in itself; who waits for it to be used up is woken.
 *
 * <p>What is not in the budget, directories and open files, needs descriptors of the same process. A directory gets one
 * whenever it is worked with; those that can do without are to be shut when they are more than the budget is large. Where
 * few descriptors are left, nodes are to be cooled and directories shut although the budget is not scarce.
 */
final class Budget {
    private final int most;
    private final int cold;
    private final AtomicInteger held = new AtomicInteger();
    private volatile int room;
    private final AtomicInteger directories = new AtomicInteger();
    private volatile IntSupplier others = () -> 0;
    private final AtomicInteger used = new AtomicInteger();
    private volatile Runnable whenScarce = () -> {};

    /**
     * One of {@code most} fds, in a process that may open {@code descriptors}; with 0 nothing can be taken, as policies
     * link and fd have it.
     */
    Budget(int most, int descriptors) {
        this.most = most;
        room = descriptors - descriptors / RESERVED_SHARE;
        cold = most - Math.max(1, Math.min(MOST_SPARE, most / SPARE_SHARE));
    }

    /** An eighth of the budget is kept free for new nodes, if the cooler can keep up. */
    private static final int SPARE_SHARE = 8;

    private static final int MOST_SPARE = 1024;

    /** An eighth of the descriptors is kept free for what comes at once. */
    private static final int RESERVED_SHARE = 8;

    /** {@code run} is called, by any thread and perhaps under the lock of a shard, when nodes are to be cooled. */
    void onScarce(Runnable run) {
        whenScarce = run;
    }

    /** Takes one; false when all are taken. */
    boolean take() {
        int now = used.get();
        while (now < most && !used.compareAndSet(now, now + 1)) {
            now = used.get();
        }
        if (now >= cold && most > 0) {
            whenScarce.run();
        }
        return now < most;
    }

    /** {@code own} descriptors of the process serve other ends; {@code files} counts those of open files. */
    void share(int own, IntSupplier files) {
        room -= own;
        others = files;
    }

    /** Nodes have so many fds more, within the budget or not; less where it is negative. */
    void hold(int change) {
        if (most > 0 && change != 0) {
            held.addAndGet(change);
        }
    }

    /** So many more directories have an fd and can do without; less where it is negative. */
    void spare(int change) {
        if (directories.addAndGet(change) > cold && change > 0) {
            whenScarce.run();
        }
    }

    /** Whether so many directories have an fd that some are to be shut: as many may have one as files. */
    boolean hasManyDirectories() {
        return directories.get() > cold;
    }

    /** Whether nodes are to be cooled, or directories shut, because few descriptors are left for the rest. */
    boolean owes() {
        return used.get() + directories.get() > 0 && held.get() + others.getAsInt() > room;
    }

    /** Gives one back. */
    void give() {
        used.decrementAndGet();
    }

    /** Whether one is left; somebody else may be about to take it. */
    boolean hasRoom() {
        return used.get() < most;
    }

    /** Whether so many are taken that nodes are to be cooled. */
    boolean isScarce() {
        return used.get() > cold;
    }

    int most() {
        return most;
    }

    int used() {
        return used.get();
    }
}
