package org.holdfast.node;

import java.util.Arrays;

/**
 * The ctime masks of objects that the client has forgotten, so that looking at a file, forgetting it and looking again
 * shows the same ctime (what `git status` and backup programs compare).
 *
 * <p>A lossy hash table of at most {@link #LIMIT} entries: when it is full, a new mask takes the place of an old one, and
 * the client sees that object's real ctime. An entry is believed only if the object's ctime is still exactly what our
 * unlink left, so an inode number that was reused meanwhile cannot match.
 *
 * <p>Not thread-safe: guarded by its {@link Shard}.
 */
final class CtimeLedger {
    /** Entries of one ledger; there is one a shard. */
    static final int LIMIT = 1 << 14;

    private static final int WINDOW = 8;
    private static final int COLUMNS = 3;

    private long[] rows = new long[0];
    private short[] devices = new short[0];
    private int victim;

    private int capacity() {
        return devices.length;
    }

    private boolean isFree(int row) {
        return rows[row * COLUMNS + 2] == CtimeMask.NONE;
    }

    private boolean holds(int row, long ino, int device) {
        return rows[row * COLUMNS] == ino && devices[row] == (short) device && !isFree(row);
    }

    /** Remembers the mask of an object; replaces an earlier one of the same identity. */
    void put(long ino, int device, long shown, long actual) {
        if (capacity() == 0) {
            resize(64);
        }
        int row = place(ino, device);
        while (row < 0 && capacity() < LIMIT) {
            resize(capacity() * 2);
            row = place(ino, device);
        }
        if (row < 0) {
            row = IdentityHash.of(ino, device) + victim++ % WINDOW & capacity() - 1;
        }
        store(row, ino, device, shown, actual);
    }

    /** The row of this identity, else a free one in its window, else -1. */
    private int place(long ino, int device) {
        int free = -1;
        int home = IdentityHash.of(ino, device);
        for (int i = 0; i < WINDOW; i++) {
            int row = home + i & capacity() - 1;
            if (holds(row, ino, device)) {
                return row;
            }
            if (free < 0 && isFree(row)) {
                free = row;
            }
        }
        return free;
    }

    private void store(int row, long ino, int device, long shown, long actual) {
        rows[row * COLUMNS] = ino;
        rows[row * COLUMNS + 1] = shown;
        rows[row * COLUMNS + 2] = actual;
        devices[row] = (short) device;
    }

    /** Takes the mask of an object out if its ctime is still {@code ctime}; the ctime to show, else {@code NONE}. */
    long take(long ino, int device, long ctime) {
        int home = IdentityHash.of(ino, device);
        for (int i = 0; i < WINDOW && capacity() > 0; i++) {
            int row = home + i & capacity() - 1;
            if (holds(row, ino, device)) {
                boolean unchanged = rows[row * COLUMNS + 2] == ctime;
                rows[row * COLUMNS + 2] = CtimeMask.NONE;
                return unchanged ? rows[row * COLUMNS + 1] : CtimeMask.NONE;
            }
        }
        return CtimeMask.NONE;
    }

    /** The ctime that the mask of this identity is for, or {@link CtimeMask#NONE}. */
    long actual(long ino, int device) {
        return column(ino, device, 2);
    }

    /** The ctime that it shows, or {@link CtimeMask#NONE}. */
    long shown(long ino, int device) {
        return column(ino, device, 1);
    }

    private long column(long ino, int device, int column) {
        int home = IdentityHash.of(ino, device);
        for (int i = 0; i < WINDOW && capacity() > 0; i++) {
            int row = home + i & capacity() - 1;
            if (holds(row, ino, device)) {
                return rows[row * COLUMNS + column];
            }
        }
        return CtimeMask.NONE;
    }

    private void resize(int capacity) {
        long[] oldRows = rows;
        short[] oldDevices = devices;
        rows = new long[capacity * COLUMNS];
        devices = new short[capacity];
        Arrays.fill(rows, CtimeMask.NONE);
        for (int i = 0; i < oldDevices.length; i++) {
            if (oldRows[i * COLUMNS + 2] != CtimeMask.NONE) {
                int row = place(oldRows[i * COLUMNS], oldDevices[i] & 0xffff);
                if (row >= 0) {
                    int device = oldDevices[i] & 0xffff;
                    store(row, oldRows[i * COLUMNS], device, oldRows[i * COLUMNS + 1], oldRows[i * COLUMNS + 2]);
                }
            }
        }
    }
}
