package org.holdfast.node;

import java.lang.System.Logger.Level;
import org.holdfast.os.EnvironmentException;
import org.holdfast.os.Errno;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.Statx;
import org.holdfast.os.Sys;
import org.holdfast.trace.Tracer;

/**
 * The clean end of a workdir: all work links gone, the directory too if a daemon made it, and the parent's mtime put
 * back. What cannot be removed is left for the next sweep, and said.
 */
final class WorkdirRemoval {
    private static final System.Logger LOG = System.getLogger("holdfast");
    private static final int NO_PARENT = -1;
    private static final long UTIME_OMIT = (1L << 30) - 2;

    private final Sys sys;
    private final Workdir workdir;
    private final Statx statx = new Statx();

    WorkdirRemoval(Sys sys, Workdir workdir) {
        this.sys = sys;
        this.workdir = workdir;
    }

    void run(Progress progress) {
        WorkdirContents contents = new WorkdirContents(sys, workdir.fd(), workdir.display());
        try {
            boolean created = contents.format().map(WorkdirFormat::created).orElse(false);
            WorkdirContents.Swept swept = contents.sweep(Tracer.OFF, progress);
            if (swept.failed() > 0) {
                LOG.log(
                        Level.WARNING,
                        swept.failed() + " work links in " + workdir.display() + " cannot be removed: "
                                + Errno.describe(swept.errno())
                                + "; remove the cause, then run holdfast sweep --remove");
            } else {
                clear(contents, created);
            }
        } catch (EnvironmentException e) {
            LOG.log(Level.WARNING, e.getMessage());
        } finally {
            sys.close(workdir.fd());
        }
    }

    /** The parent is opened first: an empty directory that cannot be removed would have no mark and stay for good. */
    private void clear(WorkdirContents contents, boolean created) {
        int parent = created ? Mounts.openPath(sys, workdir.fd(), "..") : NO_PARENT;
        try {
            int error = created && parent < 0 ? parent : contents.clear();
            if (error == 0 && created) {
                error = removeDirectory(parent);
            }
            if (error < 0) {
                LOG.log(Level.WARNING, "cannot remove " + workdir.display() + ": " + Errno.describe(-error));
            }
        } finally {
            if (parent >= 0) {
                sys.close(parent);
            }
        }
    }

    private int removeDirectory(int parent) {
        int seen = sys.statx(parent, HoldPath.EMPTY.address(), Sys.AT_EMPTY_PATH, Statx.BASIC_STATS, statx.address());
        // The mtime that the client has seen; so nothing of ours is left in it.
        workdir.hidden().mask(statx);
        int removed = sys.unlinkat(parent, NativeBuffer.string(workdir.name()).address(), Sys.AT_REMOVEDIR);
        if (removed == 0 && seen == 0) {
            NativeBuffer times = NativeBuffer.allocate(32);
            times.putLong(8, UTIME_OMIT);
            times.putLong(16, statx.seconds(Statx.MTIME_AT));
            times.putLong(24, statx.nanos(Statx.MTIME_AT));
            sys.utimensat(parent, NativeBuffer.string(".").address(), times.address(), 0);
        }
        return removed;
    }
}
