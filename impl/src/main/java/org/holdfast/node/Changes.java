package org.holdfast.node;

import java.util.concurrent.atomic.AtomicLong;

/**
 * When a work link of a shard has last begun or ended to change, on a clock that all shards share.
 *
 * <p>Who reads the clock, takes the attributes of an object and finds no change since then, nor one under way, has
 * attributes that fit the table. The attributes themselves cannot tell: statx(2) takes no lock, and btrfs and tmpfs move
 * ctime before they move nlink.
 *
 * <p>Ticks only under the lock of its {@link Shard}; anybody may ask.
 */
final class Changes {
    private final AtomicLong clock;
    private volatile long last;

    Changes(AtomicLong clock) {
        this.clock = clock;
    }

    /** The number of changes begun and ended so far, in all shards. */
    long now() {
        return clock.get();
    }

    void tick() {
        last = clock.incrementAndGet();
    }

    boolean since(long seen) {
        return last > seen;
    }
}
