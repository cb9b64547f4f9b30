package org.holdfast.node;

/**
 * The nodes of one shard that can do without an fd although they have no work link: under policy adaptive directories, and
 * files of which no link could be made; all under policy handle. Some have nothing but their file handle or place, others can
 * come to that. Each method is one atomic step of the lifecycle, as those of {@link Shard} are, and under its lock.
 */
final class Shuttable {
    private final Shard shard;
    private final Slots slots;
    private final ObjectRows objects;
    private final Budgeted budgeted;
    private final TableCounts counts;
    private final Waiters waiters;
    private final ShardEvents events;
    private final Clock open;

    /** How many names are being removed, of objects whose nodes are in this shard: none is shut meanwhile. */
    private int guards;

    Shuttable(
            Shard shard,
            Slots slots,
            ObjectRows objects,
            Budgeted budgeted,
            TableCounts counts,
            Waiters waiters,
            ShardEvents events) {
        this.shard = shard;
        this.slots = slots;
        this.objects = objects;
        this.budgeted = budgeted;
        this.counts = counts;
        this.waiters = waiters;
        this.events = events;
        this.open = new Clock(slots, this::row);
    }

    /** The row of such a node that is known and has an fd, or {@link Slots#NONE}. */
    private int row(long nodeid) {
        int row = slots.findKnown(nodeid);
        return row != Slots.NONE && slots.has(row, Slots.SHUTTABLE) ? row : Slots.NONE;
    }

    /** {@link ObjectRows#live}, when that is none that is being shut. */
    int find(long ino, int device, int mount, int kind, Pin pin) {
        int row = objects.live(ino, device, mount, kind, pin.handle);
        while (row >= 0 && slots.has(row, Slots.SHUTTING)) {
            waiters.await();
            row = objects.live(ino, device, mount, kind, pin.handle);
        }
        return row;
    }

    /** A node has an fd, and can do without. */
    void add(int row) {
        if (!slots.has(row, Slots.SHUTTABLE)) {
            slots.raise(row, Slots.SHUTTABLE);
            budgeted.spare(1);
        }
        open.add(slots.nodeid(row));
    }

    /** A row that may have been one that can do without its fd is so no more. */
    void remove(int row) {
        if (slots.has(row, Slots.SHUTTABLE)) {
            slots.lower(row, Slots.SHUTTABLE);
            budgeted.spare(-1);
        }
    }

    /** No work link could be made of a pinned node, or it was given up: what it can be left with is its file handle. */
    void spare(Pin pin) {
        synchronized (shard) {
            int row = shard.rowOf(pin);
            if (!slots.keepsHandle(row) && !slots.has(row, Slots.LINKED | Slots.BUDGETED)) {
                objects.keepMask(row);
                slots.keepHandle(row);
                if (!slots.has(row, Slots.DRAINING)) {
                    add(row);
                }
                shard.fill(row, pin);
            }
        }
    }

    /** A file that could not be shut because it had no name may have got one. */
    void named(int row) {
        if (slots.keepsHandle(row) && slots.fd(row) >= 0 && !slots.has(row, Slots.SHUTTABLE)) {
            add(row);
        }
    }

    /** Pins the coldest one, to be shut; false when there is none now. */
    boolean begin(Pin pin) {
        synchronized (shard) {
            int row = open.takeCold(any -> true);
            return row != Slots.NONE && begin(row, pin);
        }
    }

    /** Pins a certain one, to be shut; false when it is in use. */
    boolean begin(long nodeid, Pin pin) {
        synchronized (shard) {
            int row = row(nodeid);
            return row != Slots.NONE && slots.pins(row) == 0 && begin(row, pin);
        }
    }

    private boolean begin(int row, Pin pin) {
        slots.lower(row, Slots.REFERENCED);
        slots.addPins(row, 1);
        shard.fill(row, pin);
        if (slots.handle(row) == 0) {
            pin.handle.clear();
        } else {
            pin.handle.load(objects.handles().get(slots.handle(row)));
        }
        pin.place = null;
        return true;
    }

    /**
     * Takes the fd of a node out of the table, if nobody has used it since {@link #begin}. Whoever wants it waits until
     * {@link #end}.
     */
    boolean isolate(Pin pin) {
        synchronized (shard) {
            int row = shard.rowOf(pin);
            if (guards > 0 || slots.pins(row) > 1 || slots.has(row, Slots.REFERENCED | Slots.DRAINING)) {
                return false;
            }
            budgeted.setFd(row, Slots.NONE);
            slots.raise(row, Slots.SHUTTING);
            return true;
        }
    }

    /**
     * Shut, or not: gives up the pin of {@link #begin}.
     *
     * @param isolated whether the fd is out of the table
     * @param shut whether the node is to have nothing but the pin's file handle and place
     * @param again whether it can be tried again
     * @return an fd to be closed, {@link Slots#NONE} or {@link Outcome#ATTACHED}
     */
    int end(Pin pin, boolean isolated, boolean shut, boolean again) {
        synchronized (shard) {
            int row = shard.rowOf(pin);
            slots.lower(row, Slots.SHUTTING);
            slots.addPins(row, -1);
            boolean done = shut && !slots.has(row, Slots.DRAINING);
            if (done || !again) {
                remove(row);
            }
            if (done) {
                objects.keepHandle(row, pin);
                counts.fds--;
                counts.shut++;
                events.shut(pin);
            } else {
                if (isolated) {
                    budgeted.setFd(row, pin.fd);
                }
                if (again) {
                    add(row);
                }
            }
            if (isolated) {
                waiters.wake();
            }
            boolean drained = slots.has(row, Slots.DRAINING) && slots.pins(row) == 0;
            return done ? pin.fd : drained ? shard.drained(row) : Slots.NONE;
        }
    }

    /** Regain: a pinned node's object was opened at {@code fd}; returns an fd that nobody needs, or {@link Slots#NONE}. */
    int regain(Pin pin, int fd) {
        synchronized (shard) {
            int row = shard.rowOf(pin);
            int unused = slots.fd(row) < 0 ? Slots.NONE : fd;
            if (unused < 0) {
                giveFd(row, fd);
            }
            pin.fd = slots.fd(row);
            events.regain(pin);
            return unused;
        }
    }

    /** One that had nothing but its file handle has an fd from now on. */
    void giveFd(int row, int fd) {
        budgeted.setFd(row, fd);
        counts.fds++;
        counts.shut--;
        if (!slots.has(row, Slots.DRAINING)) {
            add(row);
        }
    }

    /** A pinned one could not be found by its file handle: the host has removed it. */
    void lose(Pin pin) {
        synchronized (shard) {
            int row = shard.rowOf(pin);
            if (slots.fd(row) < 0) {
                slots.raise(row, Slots.LOST);
            }
        }
    }

    /**
     * Guard: pins the node of that identity and of the pin's file handle, if the client knows it; false when there is none.
     * Until {@link #unguard} none is shut, for an object that nobody knows yet, or that is forgotten, may be looked up by
     * another of its names.
     */
    boolean guard(long ino, int device, int mount, int kind, Pin pin) {
        synchronized (shard) {
            guards++;
            pin.guard = this;
            int row = objects.known(ino, device, mount, kind, pin.handle);
            while (row != Slots.NONE && slots.has(row, Slots.SHUTTING)) {
                waiters.await();
                row = objects.known(ino, device, mount, kind, pin.handle);
            }
            if (row == Slots.NONE || slots.nodeid(row) == NodeTable.ROOT) {
                return false;
            }
            slots.raise(row, Slots.REFERENCED);
            slots.addPins(row, 1);
            events.guard(pin, slots.nodeid(row));
            shard.fill(row, pin);
            return true;
        }
    }

    /** The name is removed, or is not going to be. */
    void unguard() {
        synchronized (shard) {
            guards--;
        }
    }
}
