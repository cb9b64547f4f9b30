package org.holdfast.node;

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
    private final ChangeClock clock;
    private volatile long last;

    Changes(ChangeClock clock) {
        this.clock = clock;
    }

    long now() {
        return clock.now();
    }

    void begin() {
        last = clock.begin();
    }

    void end() {
        last = clock.end();
    }

    boolean since(long seen) {
        return last > seen;
    }
}
