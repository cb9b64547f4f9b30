package org.holdfast.node;

import org.holdfast.os.Errno;
import org.holdfast.os.FileType;
import org.holdfast.os.OpenFlags;
import org.holdfast.os.Statx;
import org.holdfast.os.Sys;
import org.holdfast.trace.Event;
import org.holdfast.trace.Tracer;

/**
 * How an object becomes a node: Open, Resolve, Link, Adopt. The steps that must be atomic are methods of
 * {@link NodeTable}; the system calls stand between them, under no lock.
 *
 * <p>Methods return 0 when the visit's node is counted and pinned and its attributes are good, {@link #STALE_ATTRIBUTES}
 * or {@link #WITHOUT_HOLD}, or a negated errno when there is no node.
 */
final class Resolver {
    /** Counted and pinned, but a work link may have come or gone since the attributes were taken. */
    static final int STALE_ATTRIBUTES = 1;
    /**
     * Counted and pinned, but neither a link could be made nor an fd opened: to be forgotten at once. The negated errno
     * is added to it.
     */
    static final int WITHOUT_HOLD = -1_000_000;

    private static final int OPEN_OBJECT = OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW | OpenFlags.O_CLOEXEC;
    private static final int MASK = Mounts.STATX_MASK;

    private final Sys sys;
    private final Policy policy;
    private final Budget budget;
    private final Mounts mounts;
    private final NodeTable table;
    private final Tracer tracer;
    private final Fallbacks fallbacks = new Fallbacks();

    Resolver(Sys sys, Policy policy, Budget budget, Mounts mounts, NodeTable table, Tracer tracer) {
        this.sys = sys;
        this.policy = policy;
        this.budget = budget;
        this.mounts = mounts;
        this.table = table;
        this.tracer = tracer;
    }

    /** Why nodes that the policy wants linked have an fd. */
    Fallbacks fallbacks() {
        return fallbacks;
    }

    /** Looks a name up in a pinned directory; counts one lookup. */
    int lookup(Pin parent, long name, Visit visit) {
        if (parent.kind() != Pin.DIRECTORY) {
            return -Errno.ENOTDIR;
        }
        int fd = sys.openat(parent.fd(), name, OPEN_OBJECT, 0);
        if (fd < 0) {
            return fd;
        }
        traceOpen(visit, parent, fd);
        return enter(fd, parent.mount, visit);
    }

    private void traceOpen(Visit visit, Pin parent, int fd) {
        if (tracer.isOn()) {
            tracer.record(new Event.Open(visit.pin().request, parent.nodeid(), fd));
        }
    }

    /** Makes the object open at {@code fd} (O_PATH) known; counts one lookup; takes the fd over in every case. */
    private int enter(int fd, Mount likely, Visit visit) {
        int error = see(fd, likely, visit);
        if (error < 0) {
            sys.close(fd);
            return refuse(visit, error);
        }
        Pin pin = visit.pin();
        Statx statx = visit.attributes();
        int kind = statx.mode() >> 12;
        Workdir workdir = kind == Pin.DIRECTORY ? null : pin.mount.workdir();
        boolean linkable = kind != Pin.DIRECTORY && pin.mount.device().hasLinks();
        boolean willLink = workdir != null && statx.nlink() > 0 && workdir.use();
        pin.shuttable = pin.mount.shuts(kind);
        pin.handle.clear();
        Resolution resolution =
                table.resolve(statx.ino(), pin.mount.number(), kind, fd, pin.seen, linkable, willLink, pin);
        if (resolution == Resolution.UNCOMPARED) {
            error = pin.handle.take(sys, fd);
            if (error < 0) {
                sys.close(fd);
                return refuse(visit, error);
            }
            resolution = table.resolve(statx.ino(), pin.mount.number(), kind, fd, pin.seen, linkable, willLink, pin);
        }
        boolean known = resolution == Resolution.KNOWN || resolution == Resolution.KNOWN_UNSURE;
        if (pin.linking) {
            return link(fd, visit, resolution);
        }
        leave(pin, willLink);
        if (known) {
            if (pin.fd() != fd) {
                sys.close(fd);
            }
        } else if (!pin.budgeted) {
            countFallback(pin, statx);
        }
        return resolution == Resolution.KNOWN || resolution == Resolution.NEW ? 0 : STALE_ATTRIBUTES;
    }

    /**
     * Makes the object of an open file handle known, as CREATE and TMPFILE need it; counts one lookup. The fd stays the
     * caller's. A new node has no fd of its own while its link is being made: others wait for the link.
     */
    int enterHandle(int handle, Pin parent, Visit visit) {
        traceOpen(visit, parent, handle);
        if (parent.mount.workdir() == null || budget.hasRoom()) {
            return enterAnew(handle, parent, visit);
        }
        int error = see(handle, parent.mount, visit);
        if (error < 0) {
            return refuse(visit, error);
        }
        Pin pin = visit.pin();
        Statx statx = visit.attributes();
        boolean willLink = pin.mount.workdir() != null
                && statx.nlink() > 0
                && pin.mount.workdir().use();
        if (!willLink) {
            return enterAnew(handle, parent, visit);
        }
        pin.shuttable = false;
        Resolution resolution = table.resolve(
                statx.ino(), pin.mount.number(), statx.mode() >> 12, Slots.NONE, pin.seen, true, true, pin);
        if (resolution == Resolution.KNOWN || resolution == Resolution.KNOWN_UNSURE) {
            leave(pin, true);
            return resolution == Resolution.KNOWN ? 0 : STALE_ATTRIBUTES;
        }
        return link(handle, visit, resolution);
    }

    private int enterAnew(int handle, Pin parent, Visit visit) {
        int fd = reopen(handle, visit.pin());
        return fd < 0 ? refuse(visit, fd) : enter(fd, parent.mount, visit);
    }

    /** A second, O_PATH descriptor of what is open at {@code fd}. */
    private int reopen(int fd, Pin pin) {
        int flags = OpenFlags.O_PATH | OpenFlags.O_CLOEXEC;
        int directory = mounts.fdDirectory();
        return directory < 0
                ? sys.openat(Sys.AT_FDCWD, pin.path.ofFd(fd), flags, 0)
                : sys.openat(directory, pin.path.inFdDirectory(fd), flags, 0);
    }

    /** Takes the attributes of an open object and finds its mount; a workdir is not there for the client. */
    private int see(int fd, Mount likely, Visit visit) {
        Statx statx = visit.attributes();
        visit.pin().seen = table.now();
        int error = sys.statx(fd, HoldPath.EMPTY.address(), Sys.AT_EMPTY_PATH, MASK, statx.address());
        if (error < 0) {
            return error;
        }
        visit.pin().mount = mounts.of(statx, fd, likely);
        boolean directory = FileType.isDirectory(statx.mode());
        return directory && mounts.isHidden(statx.dev(), statx.ino()) ? -Errno.ENOENT : 0;
    }

    /** Takes the attributes of a pinned node with an fd that is to be linked; false when it has no name left. */
    boolean see(Visit visit) {
        Statx statx = visit.attributes();
        int error = sys.statx(visit.pin().fd(), HoldPath.EMPTY.address(), Sys.AT_EMPTY_PATH, MASK, statx.address());
        return error == 0 && statx.nlink() > 0;
    }

    private int refuse(Visit visit, int error) {
        if (tracer.isOn()) {
            tracer.record(new Event.Refuse(visit.pin().request, -error));
        }
        return error;
    }

    /** Link, then Adopt or LinkFailed, for a node that is marked as changing; leaves it still, with attributes. */
    int link(int fd, Visit visit, Resolution resolution) {
        Pin pin = visit.pin();
        if (resolution == Resolution.NEW_UNSURE) {
            sys.statx(
                    fd,
                    HoldPath.EMPTY.address(),
                    Sys.AT_EMPTY_PATH,
                    MASK,
                    visit.attributes().address());
        }
        int error = pin.mount.workdir().link(fd, pin.nodeid(), pin.path);
        long before = visit.attributes().ctime();
        if (error == 0) {
            if (tracer.isOn()) {
                tracer.record(new Event.Link(pin.request, pin.nodeid()));
            }
            visit.before().copyFrom(visit.attributes());
            error = sys.statx(
                    fd,
                    HoldPath.EMPTY.address(),
                    Sys.AT_EMPTY_PATH,
                    MASK,
                    visit.attributes().address());
            boolean ours = error == 0 && CtimeMask.isOurs(visit.before(), visit.attributes(), 1);
            table.endLink(pin, true, before, ours ? visit.attributes().ctime() : CtimeMask.NONE);
            return error == 0 ? 0 : STALE_ATTRIBUTES;
        }
        leave(pin, true);
        fallbacks.count(Errno.name(-error));
        if (tracer.isOn()) {
            tracer.record(new Event.LinkFailed(pin.request, pin.nodeid(), -error));
        }
        int hold = pin.fd();
        if (hold < 0) {
            hold = reopen(fd, pin);
            if (hold >= 0) {
                table.setFd(pin, hold);
            }
        }
        table.endLink(pin, false, before, CtimeMask.NONE);
        if (hold >= 0 && error != -Errno.ENOENT) {
            spare(pin);
        }
        return hold < 0 ? WITHOUT_HOLD + hold : 0;
    }

    /**
     * A pinned node has no work link and is not to get one: policy adaptive leaves it with nothing but its file handle. Not one
     * whose object has no name: if it gets one yet, nothing but the fd keeps it when the host takes that away.
     */
    void spare(Pin pin) {
        if (policy == Policy.ADAPTIVE && pin.mount.hasHandles() && !pin.mount.isByPlace()) {
            table.shuttableOf(pin.nodeid).spare(pin);
        }
    }

    private static void leave(Pin pin, boolean used) {
        if (used) {
            pin.mount.workdir().leave();
        }
    }

    private void countFallback(Pin pin, Statx statx) {
        if (policy == Policy.HANDLE && !pin.shuttable) {
            fallbacks.count(Shutting.NO_HANDLE);
        } else if (policy.links() && pin.kind() != Pin.DIRECTORY) {
            if (tracer.isOn()) {
                tracer.record(new Event.LinkFailed(pin.request, pin.nodeid, statx.nlink() == 0 ? Errno.ENOENT : 0));
            }
            String reason = pin.mount.withoutWorkdir();
            fallbacks.count(reason != null ? reason : "no name left");
            if (statx.nlink() > 0) {
                spare(pin);
            }
        }
    }
}
