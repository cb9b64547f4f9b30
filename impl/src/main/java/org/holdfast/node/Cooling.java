package org.holdfast.node;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.holdfast.os.Errno;
import org.holdfast.trace.Event;
import org.holdfast.trace.Tracer;

/**
 * Cool, Link, Adopt or LinkFailed, Unpin: a node that is held by an fd within the budget is held by a work link from then
 * on. The work link is made from that very fd, which pins the object, so it cannot be one of another object. A node of
 * which no link can be made (it has lost its last name, the host refuses) is counted among the {@link Fallbacks}; nobody
 * tries again. What can have no link is shut: see {@link Shutting}.
 *
 * <p>One node at a time, and none while the client begins anew (INIT): that is what the lock is for.
 */
final class Cooling {
    private final Budget budget;
    private final Mounts mounts;
    private final NodeTable table;
    private final Resolver resolver;
    private final Shutting shutting;
    private final Tracer tracer;
    private final Consumer<Pin> unpin;
    private final AtomicLong cooled = new AtomicLong();
    private final Visit visit = new Visit();
    private long request = -1;
    private int hand;

    Cooling(
            Budget budget,
            Mounts mounts,
            NodeTable table,
            Resolver resolver,
            Shutting shutting,
            Tracer tracer,
            Consumer<Pin> unpin) {
        this.budget = budget;
        this.mounts = mounts;
        this.table = table;
        this.resolver = resolver;
        this.shutting = shutting;
        this.tracer = tracer;
        this.unpin = unpin;
    }

    /** Two turns through the shards: by then each node that nobody uses has lost the mark of its last use. */
    int turns() {
        return 2 * table.shards();
    }

    /** Cools the coldest node of the next shard, or shuts the coldest one, as is wanted; false when there is none. */
    synchronized boolean next() {
        visit.pin().request = --request;
        hand = (hand + 1) % table.shards();
        boolean owes = budget.owes();
        if ((owes || budget.hasManyToShut()) && table.shuttable(hand).begin(visit.pin()) && shutting.run(visit)) {
            return true;
        }
        boolean begun = (owes || budget.isScarce()) && table.beginCool(hand, visit.pin());
        if (begun) {
            finish();
        }
        return begun;
    }

    /**
     * Cools nodes while few descriptors are left, on the thread of a request: so that directories and open files find one
     * however fast they come.
     */
    void makeRoom() {
        if (budget.owes()) {
            for (int inVain = 0; inVain < turns() && budget.owes(); ) {
                inVain = next() ? 0 : inVain + 1;
            }
        }
    }

    /** Cools a certain node, or shuts it; false when it is not held within the budget, or is in use. */
    synchronized boolean run(long nodeid) {
        visit.pin().request = --request;
        if (table.beginCool(nodeid, visit.pin())) {
            finish();
            return true;
        }
        return table.shuttableOf(nodeid).begin(nodeid, visit.pin()) && shutting.run(visit);
    }

    /** Runs something while no node is being cooled. */
    synchronized void without(Runnable other) {
        other.run();
    }

    /** How many nodes were cooled. */
    long cooled() {
        return cooled.get();
    }

    private void finish() {
        Pin pin = visit.pin();
        pin.mount = mounts.byNumber(pin.mountNumber());
        Workdir workdir = pin.mount.workdir();
        if (workdir == null || !workdir.use()) {
            fail(pin, 0, pin.mount.withoutWorkdir() != null ? pin.mount.withoutWorkdir() : "workdir given up");
        } else if (!resolver.see(visit)) {
            workdir.leave();
            fail(pin, Errno.ENOENT, Errno.name(Errno.ENOENT));
        } else {
            resolver.link(pin.fd(), visit, Resolution.NEW);
            cooled.addAndGet(pin.isLinked() ? 1 : 0);
        }
        unpin.accept(pin);
    }

    private void fail(Pin pin, int errno, String reason) {
        resolver.fallbacks().count(reason);
        if (tracer.isOn()) {
            tracer.record(new Event.LinkFailed(pin.request, pin.nodeid(), errno));
        }
        table.endLink(pin, false, CtimeMask.NONE, CtimeMask.NONE);
        if (errno != Errno.ENOENT) {
            resolver.spare(pin);
        }
    }
}
