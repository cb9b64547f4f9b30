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
 * Shut: a directory that nobody uses has nothing but its file handle from then on. Reach, Stale, Regain: it has an fd again,
 * when a request wants it. Guard: before the client removes its name, so that it stays for those who know it.
 */
final class Shutting {
    /** How long requests under way have that began before any directory was shut, and so guard none. */
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Sys sys;
    private final Mounts mounts;
    private final NodeTable table;
    private final Fallbacks fallbacks;
    private final Tracer tracer;
    private final AtomicLong shut = new AtomicLong();
    private volatile boolean begun;

    Shutting(Sys sys, Mounts mounts, NodeTable table, Fallbacks fallbacks, Tracer tracer) {
        this.sys = sys;
        this.mounts = mounts;
        this.table = table;
        this.fallbacks = fallbacks;
        this.tracer = tracer;
    }

    /** How often a directory was shut. */
    long times() {
        return shut.get();
    }

    /** Shuts the directory that {@link Directories#begin} has pinned; false when it is in use, or cannot be shut. */
    boolean run(Visit visit) {
        Pin pin = visit.pin();
        Directories directories = table.directoriesOf(pin.nodeid);
        pin.mount = mounts.byNumber(pin.mountNumber());
        int error = pin.mount.hasHandles() ? 0 : -Errno.EOPNOTSUPP;
        if (error == 0 && !pin.handle.isTaken()) {
            error = pin.handle.take(sys, pin.fd);
        }
        if (error == 0) {
            error = mounts.anchor(pin.mount, pin.fd, pin.handle);
        }
        if (error < 0) {
            boolean again = error == -Errno.EMFILE || error == -Errno.ENFILE;
            if (!again) {
                fallbacks.count("directory without file handle");
            }
            close(directories.end(pin, false, false, again));
            return false;
        }
        if (!begun) {
            begin();
        }
        boolean isolated = directories.isolate(pin);
        boolean named = isolated && isNamed(visit);
        close(directories.end(pin, isolated, named, !isolated));
        if (named) {
            shut.incrementAndGet();
        }
        return named;
    }

    /** From now on requests guard what they remove. */
    private void begin() {
        begun = true;
        long end = System.nanoTime() + GRACE_NANOS;
        for (long left = GRACE_NANOS; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left); // returns early when the cooler was woken meanwhile
        }
    }

    private boolean isNamed(Visit visit) {
        Statx statx = visit.attributes();
        int error = sys.statx(
                visit.pin().fd, HoldPath.EMPTY.address(), Sys.AT_EMPTY_PATH, Mounts.STATX_MASK, statx.address());
        return error == 0 && statx.nlink() > 0;
    }

    private void close(int fd) {
        if (fd >= 0) {
            sys.close(fd);
        }
    }

    /** Opens a pinned directory that has nothing but its file handle; 0 or a negated errno. */
    int regain(Pin pin) {
        int fd = pin.handle.open(sys, pin.mount.anchor());
        if (fd < 0) {
            if (fd == -Errno.ESTALE) {
                table.directoriesOf(pin.nodeid).lose(pin);
            }
            if (tracer.isOn()) {
                tracer.record(new Event.Stale(pin.request, pin.nodeid, -fd));
            }
            return fd;
        }
        if (tracer.isOn()) {
            tracer.record(new Event.Reach(pin.request, pin.nodeid, fd));
        }
        close(table.directoriesOf(pin.nodeid).regain(pin, fd));
        return 0;
    }

    /** Whether the object that has a name in a pinned directory may be one that is known by its file handle alone. */
    boolean isWanted(Pin parent, long name, Statx statx) {
        return begun
                && sys.statx(parent.fd, name, Sys.AT_SYMLINK_NOFOLLOW, Mounts.STATX_MASK, statx.address()) == 0
                && statx.mode() >> 12 == Pin.DIRECTORY;
    }
}
