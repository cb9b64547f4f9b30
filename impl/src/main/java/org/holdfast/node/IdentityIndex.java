package org.holdfast.node;

/**
 * Finds the rows of an object, by device and inode number: open addressing with linear probing over the rows of one
 * shard. An object may have several rows: one for each mount that the client sees it on, and others whose hold is still
 * being released.
 *
 * <p>Not thread-safe: guarded by its {@link Shard}.
 */
final class IdentityIndex {
    private static final int EMPTY = 0;

    private final Slots slots;
    private int[] cells = new int[64];
    private int used;

    IdentityIndex(Slots slots) {
        this.slots = slots;
    }

    /** The first row of this object, or {@link Slots#NONE}. */
    int first(long ino, int device) {
        return match(IdentityHash.of(ino, device) & cells.length - 1, ino, device);
    }

    /** The row after {@code row} of the same object, or {@link Slots#NONE}. */
    int next(int row) {
        return match(cellOf(row) + 1 & cells.length - 1, slots.ino(row), slots.device(row));
    }

    private int match(int from, long ino, int device) {
        for (int cell = from; cells[cell] != EMPTY; cell = cell + 1 & cells.length - 1) {
            int row = cells[cell] - 1;
            if (slots.ino(row) == ino && slots.device(row) == device) {
                return row;
            }
        }
        return Slots.NONE;
    }

    private int home(int row) {
        return IdentityHash.of(slots.ino(row), slots.device(row)) & cells.length - 1;
    }

    private int cellOf(int row) {
        int cell = home(row);
        while (cells[cell] != row + 1) {
            cell = cell + 1 & cells.length - 1;
        }
        return cell;
    }

    void add(int row) {
        if (used >= cells.length - (cells.length >> 2)) {
            grow();
        }
        insert(row);
        used++;
    }

    private void insert(int row) {
        int cell = home(row);
        while (cells[cell] != EMPTY) {
            cell = cell + 1 & cells.length - 1;
        }
        cells[cell] = row + 1;
    }

    /** Takes a row out and closes the gap, so that no tombstones pile up. */
    void remove(int row) {
        int gap = cellOf(row);
        cells[gap] = EMPTY;
        used--;
        for (int cell = gap + 1 & cells.length - 1; cells[cell] != EMPTY; cell = cell + 1 & cells.length - 1) {
            int distance = cell - home(cells[cell] - 1) & cells.length - 1;
            if (distance >= (cell - gap & cells.length - 1)) {
                cells[gap] = cells[cell];
                cells[cell] = EMPTY;
                gap = cell;
            }
        }
    }

    private void grow() {
        int[] old = cells;
        cells = new int[old.length * 2];
        for (int cell : old) {
            if (cell != EMPTY) {
                insert(cell - 1);
            }
        }
    }
}
