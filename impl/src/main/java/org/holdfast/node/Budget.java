package org.holdfast.node;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * How many nodes may have an fd although they could do without: under policy adaptive so many files that could have a work
 * link and as many directories that could be shut, under policy handle so many that could be shut. Taken from and given back
 * to under the lock of a {@link Shard}, by a step that is atomic in itself; who waits for it to be used up is woken.
 *
 * <p>What can be shut gets an fd whenever it is worked with, within the budget or not; when more have one than the budget is
 * large, some are to be shut. Open files need descriptors of the same process. Where few are left, nodes are to be cooled or
 * shut although the budget is not scarce.
 */
final class Budget {
    /** An eighth of the budget is kept free for new nodes, if the cooler can keep up. */
    private static final int SPARE_SHARE = 8;

    private static final int MOST_SPARE = 1024;

    /** An eighth of the descriptors is kept free for what comes at once. */
    private static final int RESERVED_SHARE = 8;

    private final int most;
    private final int links;
    private final int cold;
    private final AtomicInteger held = new AtomicInteger();
    private volatile int room;
    private final AtomicInteger shuttable = new AtomicInteger();
    private volatile IntSupplier others = () -> 0;
    private final AtomicInteger used = new AtomicInteger();
    private volatile Runnable whenScarce = () -> {};

    /** One of {@code fds}, in a process that may open {@code descriptors}; policies link and fd have none. */
    Budget(Policy policy, int fds, int descriptors) {
        most = policy.hasBudget() ? fds : 0;
        links = policy == Policy.ADAPTIVE ? most : 0;
        room = descriptors - descriptors / RESERVED_SHARE;
        cold = most - Math.max(1, Math.min(MOST_SPARE, most / SPARE_SHARE));
    }

    /** {@code run} is called, by any thread and perhaps under the lock of a shard, when nodes are to be cooled or shut. */
    void onScarce(Runnable run) {
        whenScarce = run;
    }

    /** Takes one for what could have a work link; false when all are taken. */
    boolean take() {
        int now = used.get();
        while (now < links && !used.compareAndSet(now, now + 1)) {
            now = used.get();
        }
        if (now >= cold && links > 0) {
            whenScarce.run();
        }
        return now < links;
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

    /** So many more nodes have an fd and can be shut; less where it is negative. */
    void spare(int change) {
        if (shuttable.addAndGet(change) > cold && change > 0) {
            whenScarce.run();
        }
    }

    /** Whether so many nodes that can be shut have an fd that some are to be. */
    boolean hasManyToShut() {
        return shuttable.get() > cold;
    }

    /** Whether nodes are to be cooled, or shut, because few descriptors are left for the rest. */
    boolean owes() {
        return used.get() + shuttable.get() > 0 && held.get() + others.getAsInt() > room;
    }

    /** Gives one back that was taken. */
    void give() {
        used.decrementAndGet();
    }

    /** Whether one is left to be taken; somebody else may be about to. */
    boolean hasRoom() {
        return used.get() < links;
    }

    /** Whether so many are taken that nodes are to be cooled. */
    boolean isScarce() {
        return used.get() > cold;
    }

    /** How many there are. */
    int most() {
        return most;
    }

    /** How many of them are for what could have a work link. */
    int links() {
        return links;
    }

    int used() {
        return used.get();
    }

    /** How many nodes have an fd and can be shut. */
    int shuttable() {
        return shuttable.get();
    }
}
