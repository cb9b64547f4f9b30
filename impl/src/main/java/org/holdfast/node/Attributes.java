package org.holdfast.node;

import org.holdfast.os.Errno;
import org.holdfast.os.Statx;
import org.holdfast.os.Sys;
import org.holdfast.trace.Event;
import org.holdfast.trace.Tracer;

/** The attributes of pinned nodes as the client shall see them: without what our work links do to nlink and ctime. */
final class Attributes {
    private final Sys sys;
    private final Mounts mounts;
    private final NodeTable table;
    private final Tracer tracer;

    Attributes(Sys sys, Mounts mounts, NodeTable table, Tracer tracer) {
        this.sys = sys;
        this.mounts = mounts;
        this.table = table;
        this.tracer = tracer;
    }

    /** See {@link Nodes#attributesSincePin}. */
    int take(Visit visit) {
        int error = takeActual(visit);
        if (error == 0) {
            mask(visit);
            if (tracer.isOn()) {
                Pin pin = visit.pin();
                int nlink = visit.attributes().nlink();
                tracer.record(new Event.Operate(pin.request, pin.nodeid, nlink, pin.mayBeLinked() ? pin.workLinks : 0));
            }
        }
        return error;
    }

    /** See {@link Nodes#isNameless}. */
    boolean isNameless(Visit visit) {
        Pin pin = visit.pin();
        if (pin.workLinks == 0) {
            return false; // then linkat(2) says so
        }
        return takeActual(visit) == 0 && visit.attributes().nlink() <= pin.workLinks;
    }

    /** As the backing file system has them, at a moment when no work link of the node came or went since the pin. */
    private int takeActual(Visit visit) {
        Pin pin = visit.pin();
        long into = visit.attributes().address();
        while (true) {
            int error = sys.statx(pin.dirfd(), pin.path(), pin.atFlags(), Mounts.STATX_MASK, into);
            if (error < 0) {
                return goneToStale(pin, error);
            }
            if (!pin.mayBeLinked() || table.isUnchanged(pin)) {
                return 0;
            }
            table.refresh(pin);
        }
    }

    /** See {@link Nodes#goneToStale}. */
    static int goneToStale(Pin pin, int error) {
        return error == -Errno.ENOENT && pin.isLinked() ? -Errno.ESTALE : error;
    }

    /** Takes off what is ours in the attributes as the backing file system has them. */
    void mask(Visit visit) {
        Pin pin = visit.pin();
        Statx statx = visit.attributes();
        if (pin.mayBeLinked()) {
            statx.setNlink(Math.max(0, statx.nlink() - pin.workLinks));
            long ctime = statx.ctime();
            long shown = CtimeMask.apply(ctime, pin.shownCtime, pin.actualCtime);
            if (shown != ctime) {
                statx.setCtime(shown);
            }
        } else if (pin.kind() == Pin.DIRECTORY) {
            mounts.maskParent(statx);
        }
    }
}
