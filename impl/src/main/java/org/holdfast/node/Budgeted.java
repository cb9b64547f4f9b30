package org.holdfast.node;

/**
 * The rows of one shard that are held by an fd within the {@link Budget}, as a ring with a hand: who was referenced since
 * the hand came by last is passed over once more (the CLOCK algorithm). A node that is forgotten stays in the ring until
 * the hand comes by, or until the ring is full.
 *
 * <p>Not thread-safe: guarded by its {@link Shard}.
 */
final class Budgeted {
    private final Slots slots;
    private final Budget budget;
    private final TableCounts counts;
    private long[] ring = new long[4];
    private int head;
    private int size;

    Budgeted(Slots slots, Budget budget, TableCounts counts) {
        this.slots = slots;
        this.budget = budget;
        this.counts = counts;
    }

    /** Takes one fd of the budget, to be followed by {@link #add}; false when all are taken. */
    boolean take() {
        return budget.take();
    }

    /** A row is held within the budget from now on. */
    void add(int row) {
        slots.raise(row, Slots.BUDGETED);
        counts.budgeted++;
        if (size == ring.length) {
            dropOthers();
            if (size > ring.length / 2) {
                grow();
            }
        }
        push(slots.nodeid(row));
    }

    /** A row has another fd from now on, or none: within the budget or not, the process has no more than it may. */
    void setFd(int row, int fd) {
        budget.hold((fd >= 0 ? 1 : 0) - (slots.fd(row) >= 0 ? 1 : 0));
        slots.setFd(row, fd);
    }

    /** A row that may have been held within the budget is so no more. */
    void remove(int row) {
        if (slots.has(row, Slots.BUDGETED)) {
            slots.lower(row, Slots.BUDGETED);
            counts.budgeted--;
            budget.give();
        }
    }

    /** The row of a node that is known and held within the budget, or {@link Slots#NONE}. */
    int row(long nodeid) {
        int row = slots.find(nodeid);
        return row != Slots.NONE && slots.has(row, Slots.BUDGETED) ? row : Slots.NONE;
    }

    /**
     * The next row that nobody uses, that was not referenced lately, and of whose object no work link is changing;
     * {@link Slots#NONE} after one turn without one.
     */
    int cold(ObjectRows objects) {
        for (int left = size; left > 0; left--) {
            long nodeid = pop();
            int row = row(nodeid);
            if (row == Slots.NONE) {
                continue;
            }
            boolean referenced = slots.has(row, Slots.REFERENCED);
            slots.lower(row, Slots.REFERENCED);
            if (!referenced && slots.pins(row) == 0 && !objects.isChanging(row)) {
                return row;
            }
            push(nodeid);
        }
        return Slots.NONE;
    }

    private void push(long nodeid) {
        ring[head + size & ring.length - 1] = nodeid;
        size++;
    }

    private long pop() {
        long nodeid = ring[head];
        head = head + 1 & ring.length - 1;
        size--;
        return nodeid;
    }

    private void dropOthers() {
        for (int left = size; left > 0; left--) {
            long nodeid = pop();
            if (row(nodeid) != Slots.NONE) {
                push(nodeid);
            }
        }
    }

    private void grow() {
        long[] larger = new long[ring.length * 2];
        for (int i = 0; i < size; i++) {
            larger[i] = ring[head + i & ring.length - 1];
        }
        ring = larger;
        head = 0;
    }
}
