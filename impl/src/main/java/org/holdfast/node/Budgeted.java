package org.holdfast.node;

/**
 * The rows of one shard that are held by an fd within the {@link Budget}, and how many fds its rows have in all.
 *
 * <p>Not thread-safe: guarded by its {@link Shard}.
 */
final class Budgeted {
    private final Slots slots;
    private final Budget budget;
    private final TableCounts counts;
    private final Clock clock;

    Budgeted(Slots slots, Budget budget, TableCounts counts) {
        this.slots = slots;
        this.budget = budget;
        this.counts = counts;
        this.clock = new Clock(slots, this::row);
    }

    /** Takes one fd of the budget, to be followed by {@link #add}; false when all are taken. */
    boolean take() {
        return budget.take();
    }

    /** A row is held within the budget from now on. */
    void add(int row) {
        slots.raise(row, Slots.BUDGETED);
        counts.budgeted++;
        clock.add(slots.nodeid(row));
    }

    /** A row has another fd from now on, or none: within the budget or not, the process has no more than it may. */
    void setFd(int row, int fd) {
        budget.hold((fd >= 0 ? 1 : 0) - (slots.fd(row) >= 0 ? 1 : 0));
        slots.setFd(row, fd);
    }

    /** So many more nodes have an fd and can be shut. */
    void spare(int change) {
        budget.spare(change);
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

    /** The next row that is cold and of whose object no work link is changing; {@link Slots#NONE} if there is none. */
    int cold(ObjectRows objects) {
        return clock.takeCold(row -> !objects.isChanging(row));
    }
}
