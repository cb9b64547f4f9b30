package org.holdfast.node;

/**
 * The directories of one shard that have their {@link Place} in another directory, or keep others known that have theirs in
 * them. Each method is one atomic step of the lifecycle, as those of {@link Shard} are, and under its lock.
 */
final class Directories {
    private final Shard shard;
    private final Slots slots;
    private final ObjectRows objects;
    private final Waiters waiters;
    private final ShardEvents events;

    Directories(Shard shard, Slots slots, ObjectRows objects, Waiters waiters, ShardEvents events) {
        this.shard = shard;
        this.slots = slots;
        this.objects = objects;
        this.waiters = waiters;
        this.events = events;
    }

    /** The nodeid of a known directory, 0 for none. */
    long known(long ino, int device, int mount, FileHandle handle) {
        synchronized (shard) {
            int row = objects.known(ino, device, mount, Pin.DIRECTORY, handle);
            return row == Slots.NONE ? 0 : slots.nodeid(row);
        }
    }

    /** Attach: a directory stays known for another one, which is pinned; false when it is not known any more. */
    boolean attach(long parent, Pin child) {
        synchronized (shard) {
            int row = slots.findKnown(parent);
            if (row != Slots.NONE) {
                slots.addKids(row, 1);
                events.attach(child, parent);
            }
            return row != Slots.NONE;
        }
    }

    /** The other half of {@link #attach}, in the shard of the child: it has the pin's place. */
    void attached(Pin child) {
        synchronized (shard) {
            objects.keepHandle(shard.rowOf(child), child);
        }
    }

    /** The place that a directory has no more, null if it had none; whoever takes it must {@link #detach} it from there. */
    Place takePlace(long nodeid) {
        synchronized (shard) {
            int row = Slots.rowOf(nodeid, NodeTable.SHARD_BITS);
            Place place = objects.place(row);
            if (place != null) {
                objects.handles().setPlace(slots.handle(row), null);
            }
            return place;
        }
    }

    /** Detach: a directory is not kept for that child any more. Returns as {@link Shard#unpin} does. */
    int detach(long parent, long child) {
        synchronized (shard) {
            int row = Slots.rowOf(parent, NodeTable.SHARD_BITS);
            slots.addKids(row, -1);
            events.detach(child);
            return slots.kids(row) == 0 && slots.count(row) == 0 ? shard.drain(row) : Slots.NONE;
        }
    }

    /** The end of a directory that nobody wants any more, without its place. Returns as {@link Shard#unpin} does. */
    int detached(long nodeid) {
        synchronized (shard) {
            return shard.drained(Slots.rowOf(nodeid, NodeTable.SHARD_BITS));
        }
    }

    /** {@link #above}: the directory has an fd, and the pin has it. */
    static final Place HERE = new Place(0, new byte[0]);

    /**
     * The next directory on the way up from one without an fd, where the way is to lead down again: its place, or
     * {@link #HERE} when it has an fd and is pinned, which no event tells and {@link #letGo} must follow; null when it is not
     * known, or is just being shut and shall not be waited for.
     */
    Place above(long nodeid, Pin pin, boolean wait) {
        synchronized (shard) {
            int row = slots.findKnown(nodeid);
            while (row != Slots.NONE && slots.has(row, Slots.SHUTTING) && wait) {
                waiters.await();
                row = slots.findKnown(nodeid);
            }
            if (row == Slots.NONE || slots.has(row, Slots.SHUTTING)) {
                return null;
            }
            if (slots.fd(row) < 0) {
                return objects.place(row);
            }
            slots.raise(row, Slots.REFERENCED);
            slots.addPins(row, 1);
            shard.fill(row, pin);
            return HERE;
        }
    }

    /** Gives up what {@link #above} has pinned. Returns as {@link Shard#unpin} does. */
    int letGo(Pin pin) {
        synchronized (shard) {
            return shard.unpin(shard.rowOf(pin));
        }
    }
}
