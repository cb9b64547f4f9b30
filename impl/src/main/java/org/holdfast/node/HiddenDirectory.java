package org.holdfast.node;

import org.holdfast.os.Statx;

/**
 * The identity of a workdir and of the directory that it lies in, so that the client can be kept from seeing either the
 * workdir or what it does to its parent: one subdirectory more, and newer times.
 *
 * <p>Identified by device and inode number without the mount, because a bind mount may show the same directory twice.
 */
final class HiddenDirectory {
    private final long dev;
    private final long ino;
    private final long parentIno;
    private final int parentLinks;
    private final long[] before;
    private final long[] after;

    /**
     * @param workdir the workdir
     * @param before its parent before the workdir was made, or as it is when the workdir was there already
     * @param after its parent now
     */
    HiddenDirectory(Statx workdir, Statx before, Statx after) {
        dev = workdir.dev();
        ino = workdir.ino();
        parentIno = after.ino();
        // A file system that counts subdirectories in nlink gives an empty directory 2 links.
        parentLinks = workdir.nlink() >= 2 && after.dev() == dev ? 1 : 0;
        this.before = times(before);
        this.after = times(after);
    }

    private static long[] times(Statx statx) {
        return new long[] {
            statx.seconds(Statx.MTIME_AT),
            statx.nanos(Statx.MTIME_AT),
            statx.seconds(Statx.CTIME_AT),
            statx.nanos(Statx.CTIME_AT)
        };
    }

    boolean is(long dev, long ino) {
        return this.ino == ino && this.dev == dev;
    }

    boolean liesIn(long dev, long ino) {
        return parentIno == ino && this.dev == dev;
    }

    /** Makes the attributes of the parent look as if the workdir were not there. */
    void mask(Statx parent) {
        parent.setNlink(Math.max(0, parent.nlink() - parentLinks));
        if (parent.seconds(Statx.MTIME_AT) == after[0] && parent.nanos(Statx.MTIME_AT) == after[1]) {
            parent.setTime(Statx.MTIME_AT, before[0], (int) before[1]);
        }
        if (parent.seconds(Statx.CTIME_AT) == after[2] && parent.nanos(Statx.CTIME_AT) == after[3]) {
            parent.setTime(Statx.CTIME_AT, before[2], (int) before[3]);
        }
    }
}
