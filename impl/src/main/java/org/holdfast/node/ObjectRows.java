package org.holdfast.node;

/**
 * The rows of one object taken together: at most one that the client remembers, and those whose hold is still being
 * released. What the client sees of the object depends on all of them.
 *
 * <p>Not thread-safe: guarded by its {@link Shard}.
 */
final class ObjectRows {
    private final Slots slots;
    private final IdentityIndex index;
    private final CtimeLedger ledger;

    ObjectRows(Slots slots, IdentityIndex index, CtimeLedger ledger) {
        this.slots = slots;
        this.index = index;
        this.ledger = ledger;
    }

    /** The row that the client remembers, or {@link Slots#NONE}. */
    int live(long ino, int mount) {
        for (int row = index.first(ino, mount); row != Slots.NONE; row = index.next(row)) {
            if (!slots.has(row, Slots.DRAINING)) {
                return row;
            }
        }
        return Slots.NONE;
    }

    /** Whether a work link of the object is being made or removed. */
    boolean isChanging(long ino, int mount) {
        for (int row = index.first(ino, mount); row != Slots.NONE; row = index.next(row)) {
            if (slots.has(row, Slots.CHANGING)) {
                return true;
            }
        }
        return false;
    }

    /** How many work links the object has. */
    int links(long ino, int mount) {
        int count = 0;
        for (int row = index.first(ino, mount); row != Slots.NONE; row = index.next(row)) {
            count += slots.has(row, Slots.LINKED) ? 1 : 0;
        }
        return count;
    }

    /** What the client shall see as ctime of an object whose ctime is {@code ctime}; the mask is taken, not copied. */
    long unmask(long ino, int mount, long ctime) {
        long shown = CtimeMask.NONE;
        for (int row = index.first(ino, mount); row != Slots.NONE; row = index.next(row)) {
            if (slots.actualCtime(row) == ctime) {
                shown = slots.shownCtime(row);
            }
            slots.setCtimeMask(row, CtimeMask.NONE, CtimeMask.NONE);
        }
        long kept = ledger.take(ino, mount, ctime);
        return shown != CtimeMask.NONE ? shown : kept != CtimeMask.NONE ? kept : ctime;
    }
}
