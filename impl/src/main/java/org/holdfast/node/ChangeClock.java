package org.holdfast.node;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the beginnings and ends of changes of work links, in all shards: the time of {@link Changes}. How many changes
 * are under way just now stands above the count, so that one look tells both.
 */
final class ChangeClock {
    private static final long UNDER_WAY = 1L << 48;

    private final AtomicLong ticks = new AtomicLong();

    /** How many changes have begun and ended so far. */
    long now() {
        return timeOf(ticks.get());
    }

    /** A change begins; returns the time. */
    long begin() {
        return timeOf(ticks.addAndGet(UNDER_WAY + 1));
    }

    /** A change ends; returns the time. */
    long end() {
        return timeOf(ticks.addAndGet(1 - UNDER_WAY));
    }

    /** Whether no change was under way then, nor has begun since, nor is one under way. */
    boolean isStillSince(long then) {
        return ticks.get() == then;
    }

    private static long timeOf(long value) {
        return value & UNDER_WAY - 1;
    }
}
