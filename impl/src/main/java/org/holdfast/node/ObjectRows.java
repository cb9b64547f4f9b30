package org.holdfast.node;

/**
 * The rows of one object taken together: at most one for each mount that the client remembers it on, and those whose hold
 * is still being released. What the client sees of the object depends on all of them, because all their work links are
 * links of the one object.
 *
 * <p>Not thread-safe: guarded by its {@link Shard}.
 */
final class ObjectRows {
    private final Slots slots;
    private final IdentityIndex index;
    private final CtimeLedger ledger;
    private final FileHandles handles = new FileHandles();

    /** {@link #live}: a node has nothing but its file handle, and the caller's was not taken. */
    static final int UNCOMPARED = -2;

    ObjectRows(Slots slots, IdentityIndex index, CtimeLedger ledger) {
        this.slots = slots;
        this.index = index;
        this.ledger = ledger;
    }

    FileHandles handles() {
        return handles;
    }

    /** Where a directory stands that has no fd, null where that does not matter. */
    Place place(int row) {
        return slots.handle(row) == 0 ? null : handles.place(slots.handle(row));
    }

    /**
     * The row that the client remembers on this mount, {@link Slots#NONE} or {@link #UNCOMPARED}. What has neither fd nor
     * work link does not keep its inode number, and is compared by file handle.
     *
     * @param handle that of the object, perhaps not taken
     */
    int live(long ino, int device, int mount, int kind, FileHandle handle) {
        for (int row = index.first(ino, device); row != Slots.NONE; row = index.next(row)) {
            if (slots.mount(row) != mount || slots.has(row, Slots.DRAINING | Slots.LOST)) {
                continue;
            }
            if (!slots.isShut(row)) {
                return row;
            }
            if (slots.kind(row) == kind && !handle.isTaken()) {
                return UNCOMPARED;
            }
            if (slots.kind(row) == kind && handle.is(handles.get(slots.handle(row)))) {
                return row;
            }
        }
        return Slots.NONE;
    }

    /**
     * The node that can do without an fd and is known on this mount, one with an fd before others, or {@link Slots#NONE}.
     *
     * @param handle that of the object, which tells it from a dead one with its inode number
     */
    int known(long ino, int device, int mount, int kind, FileHandle handle) {
        int shut = Slots.NONE;
        for (int row = index.first(ino, device); row != Slots.NONE; row = index.next(row)) {
            if (slots.mount(row) == mount
                    && slots.kind(row) == kind
                    && slots.keepsHandle(row)
                    && !slots.has(row, Slots.DRAINING | Slots.LOST)) {
                if (!slots.isShut(row)) {
                    return row;
                }
                shut = handle.is(handles.get(slots.handle(row))) ? row : shut;
            }
        }
        return shut;
    }

    /** Whether a work link of the row's object is being made or removed. */
    boolean isChanging(int row) {
        return isChanging(slots.ino(row), slots.device(row));
    }

    /** Whether a work link of an object is being made or removed. */
    boolean isChanging(long ino, int device) {
        for (int row = index.first(ino, device); row != Slots.NONE; row = index.next(row)) {
            if (slots.has(row, Slots.CHANGING)) {
                return true;
            }
        }
        return false;
    }

    /** Whether other rows hold the row's object as well. */
    boolean isShared(int of) {
        int first = index.first(slots.ino(of), slots.device(of));
        return first != of || index.next(first) != Slots.NONE;
    }

    /** How many work links the row's object has. */
    int links(int of) {
        int count = 0;
        for (int row = index.first(slots.ino(of), slots.device(of)); row != Slots.NONE; row = index.next(row)) {
            count += slots.has(row, Slots.LINKED) ? 1 : 0;
        }
        return count;
    }

    /** A row has the pin's file handle and place from now on. */
    void keepHandle(int row, Pin pin) {
        if (slots.handle(row) == 0) {
            slots.setHandle(row, handles.put(pin.handle.copy()));
        }
        handles.setPlace(slots.handle(row), pin.place);
    }

    /** Tells what the table knows of a row. */
    void tell(int row, Pin pin) {
        pin.nodeid = slots.nodeid(row);
        pin.ino = slots.ino(row);
        pin.mountNumber = slots.mount(row);
        pin.kind = slots.kind(row);
        pin.generation = slots.generation(row);
        boolean throughLink = slots.has(row, Slots.LINKED) && !slots.has(row, Slots.CHANGING);
        pin.fd = throughLink ? Slots.NONE : slots.fd(row);
        pin.shownCtime = slots.shownCtime(row);
        pin.actualCtime = slots.actualCtime(row);
        pin.keepsHandle = slots.keepsHandle(row);
        if (slots.has(row, Slots.UNLINKED)) {
            tellMask(row, pin);
        }
        pin.workLinks = links(row);
        if (pin.isAway()) {
            pin.handle.load(handles.get(slots.handle(row)));
        }
    }

    /** What has no mask of its own may be an object that has work links on other mounts, or had. */
    private void tellMask(int of, Pin pin) {
        long ino = slots.ino(of);
        int device = slots.device(of);
        for (int row = index.first(ino, device); row != Slots.NONE; row = index.next(row)) {
            if (slots.actualCtime(row) != CtimeMask.NONE) {
                pin.shownCtime = slots.shownCtime(row);
                pin.actualCtime = slots.actualCtime(row);
                return;
            }
        }
        pin.actualCtime = ledger.actual(ino, device);
        pin.shownCtime = ledger.shown(ino, device);
    }

    /** Gives a new row the mask of the object on other mounts or from before. */
    void inheritMask(int heir) {
        if (slots.keepsHandle(heir)) {
            return;
        }
        long ino = slots.ino(heir);
        int device = slots.device(heir);
        for (int row = index.first(ino, device); row != Slots.NONE; row = index.next(row)) {
            if (slots.actualCtime(row) != CtimeMask.NONE) {
                slots.setCtimeMask(heir, slots.shownCtime(row), slots.actualCtime(row));
                return;
            }
        }
        long actual = ledger.actual(ino, device);
        if (actual != CtimeMask.NONE) {
            slots.setCtimeMask(heir, ledger.take(ino, device, actual), actual);
        }
    }

    /** The mask of a row without link that is to go returns to the ledger. */
    void keepMask(int row) {
        if (slots.actualCtime(row) != CtimeMask.NONE) {
            ledger.put(slots.ino(row), slots.device(row), slots.shownCtime(row), slots.actualCtime(row));
        }
    }

    /**
     * Ends a change of the row's object: its ctime was {@code before} and is {@code after} now
     * ({@link CtimeMask#NONE}: something else changed it too). All rows get the mask, {@code changed} if it stays, for
     * a request may still be answered for a forgotten one; without any, the ledger keeps it.
     */
    void mask(int changed, boolean stays, long before, long after) {
        long ino = slots.ino(changed);
        int device = slots.device(changed);
        long shown = unmask(ino, device, before);
        if (after == CtimeMask.NONE || shown == after || slots.has(changed, Slots.TOUCHED)) {
            return;
        }
        boolean kept = false;
        for (int row = index.first(ino, device); row != Slots.NONE; row = index.next(row)) {
            if ((row != changed || stays) && !slots.keepsHandle(row)) {
                slots.setCtimeMask(row, shown, after);
                kept = true;
            }
        }
        if (!kept) {
            ledger.put(ino, device, shown, after);
        }
    }

    /**
     * The client has changed an object. A change of a work link that is under way shall leave no mask, and if one has
     * {@code ended} since the client's began, its mask goes: nothing but the ctime may tell of the client's.
     */
    void changed(long ino, int device, boolean ended) {
        for (int row = index.first(ino, device); row != Slots.NONE; row = index.next(row)) {
            if (slots.has(row, Slots.CHANGING)) {
                slots.raise(row, Slots.TOUCHED);
            } else if (ended) {
                slots.setCtimeMask(row, CtimeMask.NONE, CtimeMask.NONE);
            }
        }
        if (ended) {
            ledger.take(ino, device, CtimeMask.NONE);
        }
    }

    /** What the client shall see as ctime of an object whose ctime is {@code ctime}; the mask is taken, not copied. */
    private long unmask(long ino, int device, long ctime) {
        long shown = CtimeMask.NONE;
        for (int row = index.first(ino, device); row != Slots.NONE; row = index.next(row)) {
            if (slots.actualCtime(row) == ctime) {
                shown = slots.shownCtime(row);
            }
            slots.setCtimeMask(row, CtimeMask.NONE, CtimeMask.NONE);
        }
        long kept = ledger.take(ino, device, ctime);
        return shown != CtimeMask.NONE ? shown : kept != CtimeMask.NONE ? kept : ctime;
    }
}
