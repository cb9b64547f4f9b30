package org.holdfast.node;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * The nodes of one shard as rows of six longs in pages, so that a remembered inode costs 48 bytes and no object.
 *
 * <p>A row, by column: nodeid; inode number; lookup count (48 bits) and mount number (16 bits); the ctime shown to the
 * client and the ctime it stands for ({@link CtimeMask}), or of what can have no work link ({@link #keepsHandle}) the number
 * of its file handle, and its generation and how many others have their places in it; fd, pins, kind and flags. A free row
 * keeps the nodeid that its next node will get, one reuse further, so nodeids never repeat; a row whose reuse counter is
 * exhausted is retired.
 *
 * <p>Not thread-safe: guarded by its {@link Shard}.
 */
final class Slots {
    /** A work link exists. */
    static final int LINKED = 1;
    /** The work link is being made or removed right now. */
    static final int CHANGING = 2;
    /** The client has forgotten the node: known by identity only, until its hold is released. */
    static final int DRAINING = 4;
    /** The work link could not be removed; it stays until the workdir is. */
    static final int STUCK = 8;
    /** Held by an fd within the {@link Budget}, although there could be a work link. */
    static final int BUDGETED = 16;
    /** Looked up or pinned since the hand of {@link Budgeted} came by. */
    static final int REFERENCED = 32;
    /** The client has changed the object while its work link is {@link #CHANGING}. */
    static final int TOUCHED = 64;
    /** The fd is being given up for the file handle: whoever wants it waits. */
    static final int SHUTTING = 128;
    /** The object could not be found by its file handle: its inode number may be another one's. */
    static final int LOST = 256;
    /** Has an fd and can do without. */
    static final int SHUTTABLE = 512;
    /** No directory, and yet to have a file handle in place of a work link. */
    static final int UNLINKED = 1024;

    static final int NONE = -1;

    private static final int PAGE_BITS = 8;
    private static final int PAGE_ROWS = 1 << PAGE_BITS;
    private static final int COLUMNS = 6;
    private static final int NODEID = 0;
    private static final int INO = 1;
    private static final int COUNT = 2;
    private static final int SHOWN = 3;
    private static final int ACTUAL = 4;
    private static final int STATE = 5;
    private static final long REUSE = 1L << 32;
    private static final long MAX_COUNT = (1L << 48) - 1;

    private final int shard;
    private final int shardBits;
    private final IntUnaryOperator deviceOf;
    private long[][] pages = new long[4][];
    private int rows;
    private int firstFree = NONE;

    /** Rows of shard number {@code shard} of {@code 1 << shardBits}; {@code deviceOf} a mount number gives its device's. */
    Slots(int shard, int shardBits, IntUnaryOperator deviceOf) {
        this.shard = shard;
        this.shardBits = shardBits;
        this.deviceOf = deviceOf;
    }

    /** The row that {@code nodeid} would have in its shard. */
    static int rowOf(long nodeid, int shardBits) {
        return (int) ((nodeid & 0xffffffffL) >>> shardBits);
    }

    private long get(int row, int column) {
        return pages[row >>> PAGE_BITS][(row & PAGE_ROWS - 1) * COLUMNS + column];
    }

    private void set(int row, int column, long value) {
        pages[row >>> PAGE_BITS][(row & PAGE_ROWS - 1) * COLUMNS + column] = value;
    }

    /** Takes a row for a node of this identity; its nodeid was never used before. Count 0, no fd, no pins, no flags. */
    int allocate(long ino, int mount, int kind) {
        int row = firstFree;
        if (row != NONE) {
            firstFree = (int) get(row, INO);
        } else {
            row = append();
        }
        set(row, INO, ino);
        set(row, COUNT, mount);
        set(row, SHOWN, kind == Pin.DIRECTORY ? 0 : CtimeMask.NONE);
        set(row, ACTUAL, kind == Pin.DIRECTORY ? 0 : CtimeMask.NONE);
        set(row, STATE, -1L << 32 | (long) kind << 16);
        return row;
    }

    private int append() {
        int page = rows >>> PAGE_BITS;
        if (page == pages.length) {
            pages = Arrays.copyOf(pages, pages.length + (pages.length >> 1));
        }
        if (pages[page] == null) {
            pages[page] = new long[PAGE_ROWS * COLUMNS];
        }
        int row = rows++;
        long slot = (long) row << shardBits | shard;
        set(row, NODEID, slot);
        return row;
    }

    /** Gives the row back. */
    void free(int row) {
        long next = nodeid(row) + REUSE;
        set(row, NODEID, next);
        set(row, COUNT, 0);
        set(row, STATE, -1L << 32 | (long) DRAINING << 20);
        boolean exhausted = next < 0;
        if (!exhausted) {
            set(row, INO, firstFree);
            firstFree = row;
        }
    }

    /** The row of a node that the client remembers, or {@link #NONE}. */
    int find(long nodeid) {
        int row = findKnown(nodeid);
        return row != NONE && count(row) > 0 ? row : NONE;
    }

    /** The row of a node that is known, if only for the directories that have their places in it, or {@link #NONE}. */
    int findKnown(long nodeid) {
        int row = rowOf(nodeid, shardBits);
        return row < rows && get(row, NODEID) == nodeid && !has(row, DRAINING) ? row : NONE;
    }

    /** The fds of all rows, without that of the root. */
    int[] fds() {
        return IntStream.range(0, rows)
                .filter(row -> nodeid(row) != NodeTable.ROOT && fd(row) >= 0)
                .map(this::fd)
                .toArray();
    }

    /** The nodeids that the client remembers, the root left out; there are at most {@code most}. */
    long[] remembered(long most) {
        long[] nodeids = new long[(int) most];
        int found = 0;
        for (int row = 0; row < rows; row++) {
            long nodeid = nodeid(row);
            if (nodeid != NodeTable.ROOT && find(nodeid) == row) {
                nodeids[found++] = nodeid;
            }
        }
        return Arrays.copyOf(nodeids, found);
    }

    /** Rows in use or free; all rows are below this. */
    int rows() {
        return rows;
    }

    long nodeid(int row) {
        return get(row, NODEID);
    }

    long ino(int row) {
        return get(row, INO);
    }

    int mount(int row) {
        return (int) get(row, COUNT) & 0xffff;
    }

    /** The number of the device that the row's mount shows. */
    int device(int row) {
        return deviceOf.applyAsInt(mount(row));
    }

    /** The lookup count. */
    long count(int row) {
        return get(row, COUNT) >>> 16;
    }

    void setCount(int row, long count) {
        set(row, COUNT, Math.min(count, MAX_COUNT) << 16 | mount(row));
    }

    long shownCtime(int row) {
        return keepsHandle(row) ? CtimeMask.NONE : get(row, SHOWN);
    }

    long actualCtime(int row) {
        return keepsHandle(row) ? CtimeMask.NONE : get(row, ACTUAL);
    }

    /** Nothing, of what has no work link. */
    void setCtimeMask(int row, long shown, long actual) {
        if (!keepsHandle(row)) {
            set(row, SHOWN, shown);
            set(row, ACTUAL, actual);
        }
    }

    /** The number of a row's file handle, 0 for none. */
    int handle(int row) {
        return keepsHandle(row) ? (int) get(row, SHOWN) : 0;
    }

    void setHandle(int row, int number) {
        set(row, SHOWN, number);
    }

    /** How many directories have their places in this one, which stays known for them. */
    int kids(int row) {
        return isDirectory(row) ? (int) get(row, ACTUAL) : 0;
    }

    void addKids(int row, int change) {
        set(row, ACTUAL, get(row, ACTUAL) + change);
    }

    /** How often the client was told of the node anew, when it had forgotten it and the node was kept for others. */
    int generation(int row) {
        return isDirectory(row) ? (int) (get(row, ACTUAL) >> 32) : 0;
    }

    void beginGeneration(int row) {
        set(row, ACTUAL, get(row, ACTUAL) + (1L << 32));
    }

    private boolean isDirectory(int row) {
        return kind(row) == Pin.DIRECTORY;
    }

    /** A row is to have a file handle in place of a work link and a mask, whatever its kind. */
    void keepHandle(int row) {
        if (!isDirectory(row)) {
            raise(row, UNLINKED);
            set(row, SHOWN, 0);
            set(row, ACTUAL, 0);
        }
    }

    /** Whether a row has no work link and no mask: its file handle is kept in place of these. */
    boolean keepsHandle(int row) {
        return isDirectory(row) || has(row, UNLINKED);
    }

    /** Whether a row has nothing but its file handle, perhaps with its place. */
    boolean isShut(int row) {
        return fd(row) < 0 && keepsHandle(row) && !has(row, SHUTTING);
    }

    /** The fd of the hold, or {@link #NONE}. */
    int fd(int row) {
        return (int) (get(row, STATE) >> 32);
    }

    void setFd(int row, int fd) {
        set(row, STATE, (long) fd << 32 | get(row, STATE) & 0xffffffffL);
    }

    /** File type: the type bits of the mode, shifted to 0..15. */
    int kind(int row) {
        return (int) get(row, STATE) >>> 16 & 0xf;
    }

    /** Whether it has the flag, or any of several. */
    boolean has(int row, int flag) {
        return (get(row, STATE) & (long) flag << 20) != 0;
    }

    void raise(int row, int flag) {
        set(row, STATE, get(row, STATE) | (long) flag << 20);
    }

    void lower(int row, int flag) {
        set(row, STATE, get(row, STATE) & ~((long) flag << 20));
    }

    int pins(int row) {
        return (int) get(row, STATE) & 0xffff;
    }

    void addPins(int row, int change) {
        set(row, STATE, get(row, STATE) + change);
    }
}
