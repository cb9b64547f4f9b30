package org.holdfast.node;

import java.util.function.IntUnaryOperator;
import org.holdfast.trace.Tracer;

/**
 * One part of the node table with its lock: the nodes whose identities hash here, live and draining. Every method is one
 * atomic step of the lifecycle; none makes a system call. A node whose work link is being made or removed is marked
 * {@link Slots#CHANGING} between two steps, and whoever needs exact attributes of that object waits for it here.
 */
final class Shard {
    private final Slots slots;
    private final IdentityIndex index;
    private final CtimeLedger ledger = new CtimeLedger();
    private final ObjectRows objects;
    private final Changes changes;
    private final ShardEvents events;
    private final IntUnaryOperator deviceOf;
    private final TableCounts counts = new TableCounts();
    private final Budgeted budgeted;
    private final Waiters waiters = new Waiters(this);
    private final Exchanges exchanges;
    private final Shuttable shuttable;
    private final Directories directories;

    Shard(int number, int shardBits, Changes changes, IntUnaryOperator deviceOf, Budget budget, Tracer tracer) {
        this.changes = changes;
        this.deviceOf = deviceOf;
        slots = new Slots(number, shardBits, deviceOf);
        events = new ShardEvents(tracer, slots);
        index = new IdentityIndex(slots);
        objects = new ObjectRows(slots, index, ledger);
        budgeted = new Budgeted(slots, budget, counts);
        exchanges = new Exchanges(this, slots, objects, budgeted, counts, events);
        shuttable = new Shuttable(this, slots, objects, budgeted, counts, waiters, events);
        directories = new Directories(this, slots, objects, waiters, events);
        if (number == 0) {
            slots.allocate(0, 0, 0);
        }
    }

    Changes changes() {
        return changes;
    }

    /** The steps by which another hold takes the place of a node's. */
    Exchanges exchanges() {
        return exchanges;
    }

    /** The steps by which a node comes to have nothing but its file handle, and back. */
    Shuttable shuttable() {
        return shuttable;
    }

    /** The steps by which a directory is kept known for those that have their places in it. */
    Directories directories() {
        return directories;
    }

    /**
     * Resolve: finds the node of an identity and counts one lookup, or inserts a new one with count 1 and this fd (-1:
     * the caller guards the object until the link is made). Pins it. A new node keeps its fd while the budget lasts;
     * without, it is marked as changing when {@code willLink}: see {@link Pin#linking}.
     *
     * @param seen {@link NodeTable#now} before the caller took the object's attributes
     * @param linkable whether work links of this object are possible at all
     * @return how the caller's attributes stand, see {@link Resolution}
     */
    synchronized Resolution resolve(
            long ino, int mount, int kind, int fd, long seen, boolean linkable, boolean willLink, Pin pin) {
        int device = deviceOf.applyAsInt(mount);
        int row = shuttable.find(ino, device, mount, kind, pin);
        if (row == ObjectRows.UNCOMPARED) {
            return Resolution.UNCOMPARED;
        }
        boolean held = kind != Pin.DIRECTORY && fd >= 0;
        boolean within = false;
        while (row == Slots.NONE
                && !(within = held && budgeted.take())
                && willLink
                && objects.isChanging(ino, device)) {
            waiters.await();
            row = objects.live(ino, device, mount, kind, pin.handle);
        }
        pin.linking = row == Slots.NONE && willLink && !within;
        pin.budgeted = within;
        if (row != Slots.NONE) {
            slots.raise(row, Slots.REFERENCED);
            if (slots.count(row) == 0) { // was kept for others
                slots.beginGeneration(row);
                counts.live++;
                counts.draining--;
            }
            slots.setCount(row, slots.count(row) + 1);
            slots.addPins(row, 1);
            pin.regained = slots.isShut(row);
            if (pin.regained) {
                shuttable.giveFd(row, fd);
            }
            events.resolve(row, pin, false);
            awaitHold(row);
            fill(row, pin);
            return mayHaveChanged(seen, ino, device, linkable) ? Resolution.KNOWN_UNSURE : Resolution.KNOWN;
        }
        pin.regained = false;
        boolean unsure = mayHaveChanged(seen, ino, device, linkable);
        row = slots.allocate(ino, mount, kind);
        if (pin.shuttable) {
            slots.keepHandle(row);
        }
        index.add(row);
        counts.addNodeOn(mount, 1);
        slots.setCount(row, 1);
        budgeted.setFd(row, fd);
        slots.addPins(row, 1);
        counts.live++;
        counts.fds++;
        if (pin.linking) {
            beginChange(row);
        } else {
            objects.inheritMask(row);
        }
        if (within) {
            budgeted.add(row);
        } else if (pin.shuttable) {
            shuttable.add(row);
        }
        fill(row, pin);
        events.resolve(row, pin, true);
        return unsure ? Resolution.NEW_UNSURE : Resolution.NEW;
    }

    /** Whether a work link of the object may have come or gone while its attributes were taken. */
    private boolean mayHaveChanged(long seen, long ino, int device, boolean linkable) {
        return linkable && (changes.since(seen) || objects.isChanging(ino, device));
    }

    /**
     * Adopt, or the end of a failed link: the work link of a pinned new node exists from now on or it does not.
     *
     * @param before ctime of the object before the link was made, {@link CtimeMask#NONE} when none was tried
     * @param after ctime after it, or {@link CtimeMask#NONE} when something else changed the object as well
     */
    synchronized void endLink(Pin pin, boolean linked, long before, long after) {
        int row = rowOf(pin);
        if (linked) {
            slots.raise(row, Slots.LINKED);
            counts.links++;
            counts.fds--;
            events.adopt(pin);
        }
        if (before != CtimeMask.NONE) {
            objects.mask(row, true, before, linked ? after : before);
        }
        endChange(row);
        fill(row, pin);
    }

    /** Gives a node that was inserted without one its fd, after its link could not be made. */
    synchronized void setFd(Pin pin, int fd) {
        int row = rowOf(pin);
        budgeted.setFd(row, fd);
        pin.fd = fd;
    }

    void beginChange(int row) {
        slots.raise(row, Slots.CHANGING);
        changes.begin();
    }

    void endChange(int row) {
        slots.lower(row, Slots.CHANGING | Slots.TOUCHED);
        changes.end();
        waiters.wake();
    }

    /**
     * Pins a node that the client remembers; false when there is none.
     *
     * @param still wait until no work link of the object is changing, as exact attributes need it
     */
    synchronized boolean pin(long nodeid, Pin pin, boolean still) {
        int row = slots.find(nodeid);
        while (row != Slots.NONE && slots.has(row, Slots.SHUTTING)) {
            waiters.await();
            row = slots.find(nodeid);
        }
        if (row == Slots.NONE) {
            return false;
        }
        slots.raise(row, Slots.REFERENCED);
        slots.addPins(row, 1);
        events.pin(pin, nodeid);
        awaitHold(row);
        if (still) {
            awaitStill(row);
        }
        fill(row, pin);
        return true;
    }

    /**
     * The client has changed the object of a pinned node: a link of ours that came or went meanwhile shall not hide that.
     */
    synchronized void changed(Pin pin) {
        int row = rowOf(pin);
        objects.changed(slots.ino(row), slots.device(row), slots.actualCtime(row) != pin.actualCtime);
    }

    /** The same for an object that need not be known, changed after {@code since}. */
    synchronized void changed(long ino, int mount, long since) {
        objects.changed(ino, deviceOf.applyAsInt(mount), changes.since(since));
    }

    /** Brings links and ctime mask of a pinned node up to date, at a moment when none of its object is changing. */
    synchronized void refresh(Pin pin) {
        int row = rowOf(pin);
        awaitStill(row);
        fill(row, pin);
    }

    /** Unpin. Returns an fd that nobody needs any more, {@link Slots#NONE}, or one of {@link Outcome}. */
    synchronized int unpin(Pin pin) {
        int row = rowOf(pin);
        events.unpin(pin);
        return unpin(row);
    }

    int unpin(int row) {
        slots.addPins(row, -1);
        if (slots.pins(row) > 0) {
            return Slots.NONE;
        }
        if (slots.has(row, Slots.DRAINING)) {
            return drained(row);
        }
        return slots.has(row, Slots.LINKED) ? takeFd(row) : Slots.NONE;
    }

    int takeFd(int row) {
        int fd = slots.fd(row);
        budgeted.setFd(row, Slots.NONE);
        return fd;
    }

    int drained(int row) {
        if (slots.has(row, Slots.LINKED)) {
            return Outcome.DRAINED;
        }
        if (objects.place(row) != null) {
            return Outcome.ATTACHED;
        }
        if (slots.isShut(row)) {
            counts.shut--;
            counts.fds++;
        }
        int fd = takeFd(row);
        objects.keepMask(row);
        events.release(slots.nodeid(row), false);
        drop(row);
        return fd;
    }

    /** The fds of its nodes, without that of the root. */
    synchronized int[] fds() {
        return slots.fds();
    }

    /** The nodeids that the client remembers, the root left out. */
    synchronized long[] remembered() {
        return slots.remembered(counts.live);
    }

    /** Counts one more lookup of a pinned node; false when the client has forgotten it meanwhile. */
    synchronized boolean again(Pin pin) {
        int row = rowOf(pin);
        if (slots.has(row, Slots.DRAINING)) {
            return false;
        }
        slots.setCount(row, slots.count(row) + 1);
        shuttable.named(row);
        events.again(pin, slots.count(row));
        return true;
    }

    /** The lookup count of a node, 0 when the client does not remember it. */
    synchronized long count(long nodeid) {
        int row = slots.find(nodeid);
        return row == Slots.NONE ? 0 : slots.count(row);
    }

    /** Forget: takes {@code lookups} off the count, at most all; at 0 the node drains. Returns as {@link #unpin} does. */
    synchronized int forget(long nodeid, long lookups) {
        int row = slots.find(nodeid);
        if (row == Slots.NONE) {
            return Slots.NONE;
        }
        long count = slots.count(row);
        long left = Long.compareUnsigned(lookups, count) > 0 ? 0 : count - lookups;
        events.forget(nodeid, lookups, left);
        return leave(row, left);
    }

    /** Undelivered: takes one lookup back that the client was not told of. Returns as {@link #unpin} does. */
    synchronized int takeBack(long request, long nodeid) {
        int row = slots.find(nodeid);
        if (row == Slots.NONE) {
            return Slots.NONE;
        }
        long left = slots.count(row) - 1;
        events.undelivered(request, nodeid, left);
        return leave(row, left);
    }

    /** Leaves a node with so many lookups. */
    private int leave(int row, long left) {
        if (left > 0) {
            slots.setCount(row, left);
            return Slots.NONE;
        }
        slots.setCount(row, 0);
        counts.live--;
        counts.draining++;
        return slots.kids(row) > 0 ? Slots.NONE : drain(row);
    }

    /** Nobody needs a row any more but those who have pinned it. Returns as {@link #unpin} does. */
    int drain(int row) {
        slots.raise(row, Slots.DRAINING);
        return slots.pins(row) == 0 ? drained(row) : Slots.NONE;
    }

    /** Drop: a node that was released leaves the table for good. */
    void drop(int row) {
        events.drop(row);
        budgeted.remove(row);
        shuttable.remove(row);
        counts.fds--;
        if (slots.handle(row) != 0) {
            objects.handles().remove(slots.handle(row));
        }
        counts.draining--;
        index.remove(row);
        counts.addNodeOn(slots.mount(row), -1);
        slots.free(row);
    }

    /** The row of a pinned node, which may have begun to drain meanwhile. */
    int rowOf(Pin pin) {
        return Slots.rowOf(pin.nodeid, NodeTable.SHARD_BITS);
    }

    void awaitStill(int row) {
        while (objects.isChanging(row)) {
            waiters.await();
        }
    }

    /** A node that is being linked without an fd of its own can be worked with only when the link is there. */
    private void awaitHold(int row) {
        while (slots.has(row, Slots.CHANGING) && slots.fd(row) < 0) {
            waiters.await();
        }
    }

    void fill(int row, Pin pin) {
        objects.tell(row, pin);
        pin.seen = changes.now();
    }

    /** Nodes on one mount, draining ones included. */
    synchronized int nodesOn(int mount) {
        return counts.nodesOn(mount);
    }

    synchronized void count(TableCounts sum) {
        sum.add(counts);
    }
}
