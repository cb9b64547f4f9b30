package org.holdfast.node;

import java.lang.System.Logger.Level;
import org.holdfast.os.Errno;
import org.holdfast.os.OpenFlags;
import org.holdfast.os.Statx;
import org.holdfast.os.Sys;
import org.holdfast.trace.Tracer;

/**
 * Release and Drop: removes the work link of a draining node, so that neither nlink nor ctime of the object look changed
 * to the client afterwards.
 */
final class Release {
    /** The work link could not be removed. */
    static final long FAILED = Long.MAX_VALUE;

    private static final System.Logger LOG = System.getLogger("holdfast");
    /** Opens the object of a work link, also one that is a symbolic link. */
    static final int OPEN_LINK = OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW | OpenFlags.O_CLOEXEC;

    private static final int MASK = Statx.BASIC_STATS;

    private final Sys sys;
    private final Mounts mounts;
    private final NodeTable table;
    private final Tracer tracer;

    Release(Sys sys, Mounts mounts, NodeTable table, Tracer tracer) {
        this.sys = sys;
        this.mounts = mounts;
        this.table = table;
        this.tracer = tracer;
    }

    /** Releases a node that {@link Outcome#DRAINED} was returned for; {@code visit} belongs to the calling thread. */
    void run(long nodeid, Visit visit) {
        Pin pin = visit.pin();
        if (tracer.isOn()) {
            tracer.releasing(nodeid);
        }
        table.beginRelease(nodeid, pin);
        pin.mount = mounts.byNumber(pin.mountNumber());
        Workdir workdir = pin.mount.workdir();
        int fd = pin.fd;
        if (fd < 0) {
            fd = sys.openat(workdir.fd(), pin.path.inWorkdir(nodeid), OPEN_LINK, 0);
        }
        long after;
        if (fd >= 0) {
            after = unlink(sys, fd, workdir, visit, pin.shared);
            sys.close(fd);
        } else {
            after = unlinkUnseen(nodeid, workdir, visit);
        }
        table.endRelease(pin, after != FAILED, visit.before().ctime(), after);
        if (after != FAILED) {
            workdir.leave();
        }
    }

    /** Without an fd to spare, the object's ctime cannot be seen; the client will see that our unlink changed it. */
    private long unlinkUnseen(long nodeid, Workdir workdir, Visit visit) {
        visit.before().setCtime(0);
        int error = workdir.unlink(nodeid, visit.pin().path);
        return error < 0 && error != -Errno.ENOENT ? failed(nodeid, workdir, error) : CtimeMask.NONE;
    }

    /**
     * Removes the work link of the node in {@code visit}, whose object is open at {@code fd}; leaves the attributes from
     * before in the visit.
     *
     * @param lives whether the object may outlive its last link
     * @return the ctime that the removal made; {@link CtimeMask#NONE} when there is nothing to mask (the object is gone,
     *     or something else changed it too); {@link #FAILED}
     */
    static long unlink(Sys sys, int fd, Workdir workdir, Visit visit, boolean lives) {
        long nodeid = visit.pin().nodeid;
        Statx before = visit.before();
        int seen = sys.statx(fd, HoldPath.EMPTY.address(), Sys.AT_EMPTY_PATH, MASK, before.address());
        int error = workdir.unlink(nodeid, visit.pin().path);
        if (error < 0 && error != -Errno.ENOENT) {
            return failed(nodeid, workdir, error);
        }
        if (seen < 0 || error < 0 || before.nlink() <= 1 && !lives) {
            return CtimeMask.NONE;
        }
        Statx after = visit.attributes();
        seen = sys.statx(fd, HoldPath.EMPTY.address(), Sys.AT_EMPTY_PATH, MASK, after.address());
        return seen == 0 && CtimeMask.isOurs(before, after, -1) ? after.ctime() : CtimeMask.NONE;
    }

    /** Logs the 1st, 2nd, 4th, 8th … time: a host that becomes read-only refuses as many as there are. */
    private static long failed(long nodeid, Workdir workdir, int error) {
        long times = workdir.countFailure();
        if (Long.bitCount(times) == 1) {
            LOG.log(
                    Level.WARNING,
                    "the work link of nodeid " + nodeid + " in " + workdir.display() + " cannot be removed ("
                            + Errno.describe(-error) + "); tried again at unmount (failure number " + times + ")");
        }
        return FAILED;
    }
}
