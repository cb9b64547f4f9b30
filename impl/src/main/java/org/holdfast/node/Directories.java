package org.holdfast.node;

/**
 * The directories of one shard under policy adaptive: which of them have nothing but their file handle or place, and which
 * can come to that. Each method is one atomic step of the lifecycle, as those of {@link Shard} are, and under its lock.
 */
final class Directories {
    private final Shard shard;
    private final Slots slots;
    private final ObjectRows objects;
    private final Budgeted budgeted;
    private final TableCounts counts;
    private final Waiters waiters;
    private final ShardEvents events;
    private final Clock open;

    Directories(
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

    /** The row of a directory that is known and has an fd, or {@link Slots#NONE}. */
    private int row(long nodeid) {
        int row = slots.findKnown(nodeid);
        return row != Slots.NONE && slots.kind(row) == Pin.DIRECTORY && slots.fd(row) >= 0 ? row : Slots.NONE;
    }

    /** {@link ObjectRows#live}, when that is no directory that is being shut. */
    int find(long ino, int device, int mount, int kind, Pin pin) {
        int row = objects.live(ino, device, mount, kind, pin.handle);
        while (row >= 0 && slots.has(row, Slots.SHUTTING)) {
            waiters.await();
            row = objects.live(ino, device, mount, kind, pin.handle);
        }
        return row;
    }

    /** A directory has an fd, and can do without. */
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
     * Takes the fd of a directory out of the table, if nobody has used it since {@link #begin}. Whoever wants it waits until
     * {@link #end}.
     */
    boolean isolate(Pin pin) {
        synchronized (shard) {
            int row = shard.rowOf(pin);
            if (slots.pins(row) > 1 || slots.has(row, Slots.REFERENCED | Slots.DRAINING)) {
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
     * @param shut whether the directory is to have nothing but the pin's file handle and place
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
                keep(row, pin);
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

    /** A directory has the pin's file handle and place. */
    private void keep(int row, Pin pin) {
        if (slots.handle(row) == 0) {
            slots.setHandle(row, objects.handles().put(pin.handle.copy()));
        }
        objects.handles().setPlace(slots.handle(row), pin.place);
    }

    /** Regain: a pinned directory was opened at {@code fd}; returns an fd that nobody needs, or {@link Slots#NONE}. */
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
     * Guard: pins the directory of that identity and of the pin's file handle, if the client knows it; false when there is
     * none.
     */
    boolean guard(long ino, int device, int mount, Pin pin) {
        synchronized (shard) {
            int row = objects.directory(ino, device, mount, pin.handle);
            while (row != Slots.NONE && slots.has(row, Slots.SHUTTING)) {
                waiters.await();
                row = objects.directory(ino, device, mount, pin.handle);
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

    /** The nodeid of a known directory, 0 for none. */
    long known(long ino, int device, int mount, FileHandle handle) {
        synchronized (shard) {
            int row = objects.directory(ino, device, mount, handle);
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
            keep(shard.rowOf(child), child);
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
