package org.holdfast.node;

import org.holdfast.trace.Tracer;

/**
 * A part of the node table that knows one file by its work link, and the client's requests for it: what jcstress lets two
 * threads do. Nothing else, because it is made anew for each try.
 */
class OneFile {
    private static final int MOUNT = 0;
    private static final int SHARD = 2;
    private static final long INO = 10;

    /** The fd of a lookup, and that of a warm node. */
    static final int FD = 7;

    final Changes changes = new Changes(new ChangeClock());
    final Shard shard;
    final Pin one = new Pin();
    final Pin two = new Pin();
    final long nodeid;

    /** The client has looked the file up so many times, and no request is running. */
    OneFile(int lookups) {
        this(lookups, 0);
    }

    /** The same with a budget of so many fds; the file has one of them. */
    OneFile(int lookups, int fds) {
        shard = new Shard(
                SHARD,
                NodeTable.SHARD_BITS,
                changes,
                mount -> mount,
                new Budget(Policy.ADAPTIVE, fds, Integer.MAX_VALUE),
                Tracer.OFF);
        for (int i = 0; i < lookups; i++) {
            if (lookup(one) && one.linking) {
                shard.endLink(one, true, 0, 0);
            }
            shard.unpin(one);
        }
        nodeid = one.nodeid;
    }

    /** Counts one lookup and pins the node; whether it is new. */
    final boolean lookup(Pin pin) {
        Resolution resolution = shard.resolve(INO, MOUNT, Pin.REGULAR, FD, changes.now(), true, true, pin);
        return resolution == Resolution.NEW || resolution == Resolution.NEW_UNSURE;
    }

    /** Whether the node was pinned. */
    final boolean pin(Pin pin) {
        return shard.pin(nodeid, pin, false);
    }

    /** Whether the work link is to be removed now. */
    final boolean unpin(Pin pin) {
        return shard.unpin(pin) == Outcome.DRAINED;
    }

    /** Cool, Link, Adopt; whether the node was held by an fd within the budget. Its pin is left. */
    final boolean cool(Pin pin) {
        boolean begun = shard.exchanges().beginCool(nodeid, pin);
        if (begun) {
            shard.endLink(pin, true, 0, 0);
        }
        return begun;
    }

    /** FORGET of one lookup: whether the work link is to be removed now. */
    final boolean forget() {
        return shard.forget(nodeid, 1) == Outcome.DRAINED;
    }
}
