package org.holdfast.node;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.holdfast.os.Errno;
import org.holdfast.os.Statx;
import org.holdfast.os.Sys;
import org.holdfast.trace.Event;
import org.holdfast.trace.Tracer;

/**
 * Shut: a node that nobody uses has nothing but its file handle from then on, or a directory its {@link Placing place}.
 * Reach, Stale, Regain: it has an fd again, when a request wants it. Guard: before the client removes or moves a name of its
 * object, so that it stays for those who know it.
 */
final class Shutting {
    /** How long requests under way have that began before anything was shut, and so guard nothing. */
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** The reason for which a node that could do without an fd has one. */
    static final String NO_HANDLE = "no file handle";

    private final Sys sys;
    private final Mounts mounts;
    private final NodeTable table;
    private final Placing placing;
    private final Fallbacks fallbacks;
    private final Tracer tracer;
    private final AtomicLong shut = new AtomicLong();
    private volatile boolean begun;

    Shutting(Sys sys, Mounts mounts, NodeTable table, Placing placing, Fallbacks fallbacks, Tracer tracer) {
        this.sys = sys;
        this.mounts = mounts;
        this.table = table;
        this.placing = placing;
        this.fallbacks = fallbacks;
        this.tracer = tracer;
    }

    /** How often a node was shut. */
    long times() {
        return shut.get();
    }

    /** Shuts the node that {@link Shuttable#begin} has pinned; false when it is in use, or cannot be shut. */
    boolean run(Visit visit) {
        Pin pin = visit.pin();
        Shuttable shuttable = table.shuttableOf(pin.nodeid);
        pin.mount = mounts.byNumber(pin.mountNumber());
        int error = pin.mount.hasHandles() ? 0 : -Errno.EOPNOTSUPP;
        if (error == 0 && !pin.handle.isTaken()) {
            error = pin.handle.take(sys, pin.fd);
        }
        if (error == 0) {
            error = mounts.anchor(pin.mount, pin.fd, pin.handle);
        }
        boolean byPlace = pin.mount.isByPlace();
        if (error == 0 && byPlace) {
            error = pin.kind == Pin.DIRECTORY ? placing.attach(visit) : -Errno.EOPNOTSUPP;
        }
        if (error < 0) {
            if (!isPassing(error)) {
                fallbacks.count(byPlace && pin.kind == Pin.DIRECTORY ? "directory without a place" : NO_HANDLE);
            }
            placing.release(pin.nodeid, shuttable.end(pin, false, false, isPassing(error)));
            return false;
        }
        boolean file = pin.kind != Pin.DIRECTORY;
        if (!begun || byPlace && !placing.isUsed() || file && !pin.mount.shutsFiles()) {
            begin(byPlace, file ? pin.mount : null);
        }
        boolean isolated = shuttable.isolate(pin);
        boolean named = isolated && isNamed(visit);
        boolean found = named && (!byPlace || placing.isFound(pin));
        if (!found) {
            placing.detach(pin.nodeid);
            pin.place = null;
        }
        placing.release(pin.nodeid, shuttable.end(pin, isolated, found, !isolated || byPlace && named));
        if (found) {
            shut.incrementAndGet();
        }
        return found;
    }

    /**
     * From now on requests guard the directories that they remove, and those that they move where directories are opened by
     * their places, and on that mount, if it is one, other objects too.
     */
    private void begin(boolean byPlace, Mount files) {
        begun = true;
        if (files != null) {
            files.shutFiles();
        }
        if (byPlace) {
            placing.use();
        }
        long end = System.nanoTime() + GRACE_NANOS;
        for (long left = GRACE_NANOS; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left); // returns early when the cooler was woken meanwhile
        }
    }

    /** Whether it can be otherwise next time: a mount has no anchor before a directory on it is shut. */
    private static boolean isPassing(int error) {
        return error == -Errno.EMFILE || error == -Errno.ENFILE || error == -Errno.EAGAIN || error == -Errno.ENOTDIR;
    }

    private boolean isNamed(Visit visit) {
        Statx statx = visit.attributes();
        int error = sys.statx(
                visit.pin().fd, HoldPath.EMPTY.address(), Sys.AT_EMPTY_PATH, Mounts.STATX_MASK, statx.address());
        return error == 0 && statx.nlink() > 0;
    }

    /** Opens the object of a pinned node that has neither fd nor link; 0 or a negated errno. */
    int regain(Pin pin) {
        boolean byPlace = pin.mount.isByPlace();
        int fd = byPlace ? placing.open(pin) : pin.handle.open(sys, pin.mount.anchor());
        if (fd < 0) {
            if (fd == -Errno.ESTALE && !byPlace) {
                table.shuttableOf(pin.nodeid).lose(pin);
            }
            if (tracer.isOn()) {
                tracer.record(new Event.Stale(pin.request, pin.nodeid, -fd));
            }
            return fd;
        }
        if (tracer.isOn()) {
            tracer.record(new Event.Reach(pin.request, pin.nodeid, fd));
        }
        int unused = table.shuttableOf(pin.nodeid).regain(pin, fd);
        if (unused >= 0) {
            sys.close(unused);
        }
        if (byPlace) {
            placing.detach(pin.nodeid);
        }
        return 0;
    }

    /**
     * Whether the object that has a name in a pinned directory may be one that is known and has no fd; then the visit has its
     * attributes and its file handle.
     */
    boolean isWanted(Pin parent, long name, Visit visit) {
        Statx statx = visit.attributes();
        return begun
                && parent.mount.hasHandles()
                && sys.statx(parent.fd, name, Sys.AT_SYMLINK_NOFOLLOW, Mounts.STATX_MASK, statx.address()) == 0
                && (statx.mode() >> 12 == Pin.DIRECTORY || parent.mount.shutsFiles())
                && visit.pin().handle.take(sys, parent.fd, name) == 0;
    }
}
