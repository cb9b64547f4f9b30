package org.holdfast.node;

/**
 * The steps of one shard by which another hold takes the place of a node's, or a work link goes with its node: Cool, Warm,
 * Warmed or UnlinkFailed, Release or ReleaseFailed. Each method is one atomic step of the lifecycle, as those of {@link Shard}
 * are, and under its lock.
 */
final class Exchanges {
    private final Shard shard;
    private final Slots slots;
    private final ObjectRows objects;
    private final Budgeted budgeted;
    private final TableCounts counts;
    private final ShardEvents events;

    Exchanges(Shard shard, Slots slots, ObjectRows objects, Budgeted budgeted, TableCounts counts, ShardEvents events) {
        this.shard = shard;
        this.slots = slots;
        this.objects = objects;
        this.budgeted = budgeted;
        this.counts = counts;
        this.events = events;
    }

    /** Cool, of the coldest node that nobody uses: pins it and marks it as changing; false when there is none now. */
    boolean beginCool(Pin pin) {
        synchronized (shard) {
            int row = budgeted.cold(objects);
            return row != Slots.NONE && beginCool(row, pin);
        }
    }

    /** Cool, of a certain node; false when it is not known or not within the budget, or a link is changing. */
    boolean beginCool(long nodeid, Pin pin) {
        synchronized (shard) {
            int row = budgeted.row(nodeid);
            return row != Slots.NONE && !objects.isChanging(row) && beginCool(row, pin);
        }
    }

    private boolean beginCool(int row, Pin pin) {
        slots.addPins(row, 1);
        shard.beginChange(row);
        shard.fill(row, pin);
        events.cool(pin);
        budgeted.remove(row);
        return true;
    }

    /** Warm: a linked node is held by an fd, which others use at once; false when others work through the link. */
    boolean beginWarm(Pin pin, int fd) {
        synchronized (shard) {
            int row = shard.rowOf(pin);
            shard.awaitStill(row);
            boolean alone = slots.pins(row) == 1 && slots.fd(row) < 0 && slots.has(row, Slots.LINKED);
            events.warm(pin, alone);
            if (!alone) {
                return false;
            }
            budgeted.setFd(row, fd);
            shard.beginChange(row);
            pin.fd = fd;
            return true;
        }
    }

    /** Warmed or UnlinkFailed: the work link is gone and the node is held by its fd, or it is still there. */
    int endWarm(Pin pin, boolean removed, long before, long after) {
        synchronized (shard) {
            int row = shard.rowOf(pin);
            int unused = Slots.NONE;
            pin.budgeted = removed && budgeted.take();
            events.warmed(pin, removed);
            if (removed) {
                slots.lower(row, Slots.LINKED);
                counts.links--;
                counts.fds++;
                if (pin.budgeted) {
                    budgeted.add(row);
                }
                objects.mask(row, true, before, after);
            } else if (slots.pins(row) == 1) {
                unused = shard.takeFd(row);
            }
            shard.endChange(row);
            shard.fill(row, pin);
            return unused;
        }
    }

    /** Begins a Release: marks the drained node as changing and tells about it through {@code pin} (without a pin). */
    void beginRelease(long nodeid, Pin pin) {
        synchronized (shard) {
            int row = Slots.rowOf(nodeid, NodeTable.SHARD_BITS);
            shard.awaitStill(row);
            shard.beginChange(row);
            shard.fill(row, pin);
            pin.fd = shard.takeFd(row);
            pin.shared = objects.isShared(row);
        }
    }

    /** Ends a Release (Drop), or gives up on it (ReleaseFailed): the link is stuck until the workdir is removed. */
    void endRelease(Pin pin, boolean removed, long before, long after) {
        synchronized (shard) {
            int row = shard.rowOf(pin);
            if (!removed) {
                events.releaseFailed(pin.nodeid);
                slots.raise(row, Slots.STUCK);
                shard.endChange(row);
                return;
            }
            events.release(pin.nodeid, true);
            slots.lower(row, Slots.LINKED);
            counts.links--;
            objects.mask(row, false, before, after);
            shard.endChange(row);
            counts.fds++;
            shard.drop(row);
        }
    }
}
