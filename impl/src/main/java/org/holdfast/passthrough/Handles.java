package org.holdfast.passthrough;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import org.holdfast.os.Errno;
import org.holdfast.os.Sys;

/**
 * The open files and directories of the client. A handle ({@code fh}) is {@code generation << 32 | index + 1}, so a
 * stale or invented one is refused; an fd is closed only when nobody is using it, whatever a client sends (P1).
 *
 * <p>State of an index, in one long: generation (24 bits), fd (24 bits), open (1 bit), users (15 bits). Users come and
 * go by compare-and-set; opening and freeing take a lock.
 */
final class Handles {
    private static final int PAGE_BITS = 10;
    private static final int PAGE = 1 << PAGE_BITS;
    private static final long OPEN = 1L << 15;
    private static final long USERS = OPEN - 1;
    private static final int GENERATIONS = 1 << 24;

    private static final long NOBODY = 0;

    private final Sys sys;
    private final Backings backings;
    private volatile AtomicLongArray[] states = new AtomicLongArray[0];
    private volatile long[][] positions = new long[0][];
    private volatile long[][] owners = new long[0][];
    private int[] free = new int[PAGE];
    private int freeCount;
    private volatile int open;

    Handles(Sys sys, Backings backings) {
        this.sys = sys;
        this.backings = backings;
    }

    /** A handle for {@code fd}, which belongs to it from now on. */
    long open(int fd) {
        return open(fd, NOBODY);
    }

    /** The same for a file of the node {@code owner}, which was entered in {@link Backings} and leaves with the handle. */
    synchronized long open(int fd, long owner) {
        if (freeCount == 0) {
            grow();
        }
        int index = free[--freeCount];
        AtomicLongArray page = states[index >>> PAGE_BITS];
        long generation = (page.get(index & PAGE - 1) >>> 40) + 1 & GENERATIONS - 1;
        page.set(index & PAGE - 1, generation << 40 | (long) fd << 16 | OPEN);
        positions[index >>> PAGE_BITS][index & PAGE - 1] = 0;
        owners[index >>> PAGE_BITS][index & PAGE - 1] = owner;
        open++;
        return generation << 32 | index + 1;
    }

    private void grow() {
        int pages = states.length;
        AtomicLongArray[] moreStates = Arrays.copyOf(states, pages + 1);
        long[][] morePositions = Arrays.copyOf(positions, pages + 1);
        moreStates[pages] = new AtomicLongArray(PAGE);
        morePositions[pages] = new long[PAGE];
        long[][] moreOwners = Arrays.copyOf(owners, pages + 1);
        moreOwners[pages] = new long[PAGE];
        positions = morePositions;
        owners = moreOwners;
        states = moreStates;
        free = Arrays.copyOf(free, (pages + 1) * PAGE);
        for (int i = PAGE - 1; i >= 0; i--) {
            free[freeCount++] = pages * PAGE + i;
        }
    }

    /** Starts to use a handle: its fd, or -EBADF. {@link #release} must follow a success. */
    int acquire(long fh) {
        int index = (int) fh - 1;
        AtomicLongArray[] pages = states;
        if (index < 0 || index >>> PAGE_BITS >= pages.length) {
            return -Errno.EBADF;
        }
        AtomicLongArray page = pages[index >>> PAGE_BITS];
        while (true) {
            long state = page.get(index & PAGE - 1);
            if ((state & OPEN) == 0 || state >>> 40 != fh >>> 32 || (state & USERS) == USERS) {
                return -Errno.EBADF;
            }
            if (page.compareAndSet(index & PAGE - 1, state, state + 1)) {
                return fd(state);
            }
        }
    }

    private static int fd(long state) {
        return (int) (state >>> 16) & 0xffffff;
    }

    /** Ends one use of an acquired handle. */
    void release(long fh) {
        int index = (int) fh - 1;
        finish(index, states[index >>> PAGE_BITS].decrementAndGet(index & PAGE - 1));
    }

    /** Closes a handle; the fd goes with its last user. 0, or -EBADF. */
    int close(long fh) {
        if (acquire(fh) < 0) {
            return -Errno.EBADF;
        }
        int index = (int) fh - 1;
        AtomicLongArray page = states[index >>> PAGE_BITS];
        while (true) {
            long state = page.get(index & PAGE - 1);
            if ((state & OPEN) == 0) {
                release(fh);
                return -Errno.EBADF;
            }
            if (page.compareAndSet(index & PAGE - 1, state, (state & ~OPEN) - 1)) {
                finish(index, (state & ~OPEN) - 1);
                return 0;
            }
        }
    }

    private void finish(int index, long state) {
        if ((state & (OPEN | USERS)) == 0) {
            sys.close(fd(state));
            long owner = owners[index >>> PAGE_BITS][index & PAGE - 1];
            if (owner != NOBODY) {
                backings.leave(owner);
            }
            synchronized (this) {
                free[freeCount++] = index;
                open--;
            }
        }
    }

    /** The directory position (d_off) that the fd of an acquired handle is at. */
    long position(long fh) {
        int index = (int) fh - 1;
        return positions[index >>> PAGE_BITS][index & PAGE - 1];
    }

    void setPosition(long fh, long position) {
        int index = (int) fh - 1;
        positions[index >>> PAGE_BITS][index & PAGE - 1] = position;
    }

    int count() {
        return open;
    }

    /** Closes everything that is open, at the end of a session. */
    void closeAll() {
        AtomicLongArray[] pages = states;
        for (int page = 0; page < pages.length; page++) {
            for (int i = 0; i < PAGE; i++) {
                long state = pages[page].get(i);
                if ((state & OPEN) != 0) {
                    close(state >>> 40 << 32 | page * PAGE + i + 1);
                }
            }
        }
    }
}
