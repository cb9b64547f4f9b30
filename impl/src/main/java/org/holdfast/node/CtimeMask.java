package org.holdfast.node;

import org.holdfast.os.Statx;

/**
 * Our own link and unlink calls move an object's ctime; the client shall not see that (P8).
 *
 * <p>A mask is a pair (shown, actual), in nanoseconds since the epoch: while the object's ctime is exactly
 * {@code actual}, which is what our last call made it, the client is told {@code shown}; any other value is a real
 * change and is told as it is. One live node holds the mask of its object; after the last forget the {@link CtimeLedger}
 * keeps it.
 */
final class CtimeMask {
    /** No mask. */
    static final long NONE = Long.MIN_VALUE;

    private CtimeMask() {}

    /** What to tell the client of an object whose ctime is {@code ctime}. */
    static long apply(long ctime, long shown, long actual) {
        return actual != NONE && ctime == actual ? shown : ctime;
    }

    /**
     * Whether nothing but our link or unlink changed an object between two looks: {@code links} more names, and all else
     * as it was.
     */
    static boolean isOurs(Statx before, Statx after, int links) {
        return after.nlink() == before.nlink() + links
                && after.mode() == before.mode()
                && after.uid() == before.uid()
                && after.gid() == before.gid()
                && after.size() == before.size()
                && after.seconds(Statx.MTIME_AT) == before.seconds(Statx.MTIME_AT)
                && after.nanos(Statx.MTIME_AT) == before.nanos(Statx.MTIME_AT);
    }
}
