package org.holdfast.node;

import org.holdfast.os.Sys;
import org.holdfast.trace.Event;
import org.holdfast.trace.Tracer;

/** Reopen, Warm, Unlink, Warmed or UnlinkFailed: a node that is held by a work link is held by an fd from then on. */
final class Warming {
    private final Sys sys;
    private final NodeTable table;
    private final Resolver resolver;
    private final Tracer tracer;

    Warming(Sys sys, NodeTable table, Resolver resolver, Tracer tracer) {
        this.sys = sys;
        this.table = table;
        this.resolver = resolver;
        this.tracer = tracer;
    }

    /**
     * Holds a pinned node by an fd from now on and removes its work link, before the object becomes immutable and the
     * link could not be removed any more. Does nothing where others are working through the link just now.
     */
    void run(Visit visit) {
        Pin pin = visit.pin();
        if (!pin.isLinked()) {
            return;
        }
        int fd = sys.openat(pin.dirfd(), pin.path(), Release.OPEN_LINK, 0);
        if (fd < 0) {
            return;
        }
        if (tracer.isOn()) {
            tracer.record(new Event.Reopen(pin.request, pin.nodeid, fd));
        }
        if (!table.beginWarm(pin, fd)) {
            sys.close(fd);
            return;
        }
        long after = Release.unlink(sys, fd, pin.mount.workdir(), visit, true);
        boolean removed = after != Release.FAILED;
        if (removed && tracer.isOn()) {
            tracer.record(new Event.Unlink(pin.request, pin.nodeid));
        }
        Workdir workdir = pin.mount.workdir();
        int unused = table.endWarm(pin, removed, visit.before().ctime(), after);
        if (removed) {
            workdir.leave();
            if (!pin.budgeted) {
                resolver.fallbacks().count("link given up");
                resolver.spare(pin);
            }
        }
        if (unused >= 0) {
            sys.close(unused);
        }
    }
}
