package org.holdfast.node;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.holdfast.os.Descriptors;
import org.holdfast.os.EnvironmentException;
import org.holdfast.os.Errno;
import org.holdfast.os.Statx;
import org.holdfast.os.Sys;
import org.holdfast.trace.Event;
import org.holdfast.trace.Tracer;

/**
 * The lifecycle of nodes, with its system calls: how an object becomes known, is worked with, and is forgotten. The
 * steps that must be atomic are methods of {@link NodeTable}; the system calls stand between them, under no lock.
 *
 * <p>Methods return 0 or a negated errno. After a success of {@link #lookup}, {@link #enter} or {@link #pin} the
 * visit's node is pinned, and the caller must {@link #unpin} it.
 */
public final class Nodes {
    private static final System.Logger LOG = System.getLogger("holdfast");
    private static final long NO_INODE = 0;

    private final Sys sys;
    private final Mounts mounts;
    private final NodeTable table;
    private final Attributes attributes;
    private final Resolver resolver;
    private final Release release;
    private final Reaper reaper;
    private final Warming warming;
    private final Placing placing;
    private final Shutting shutting;
    private final Guarding guarding;
    private final Cooling cooling;
    private final Cooler cooler;
    private final Budget budget;
    private final Tracer tracer;
    private final AtomicLong overForgets = new AtomicLong();

    /**
     * A table with only the root, the directory open at {@code rootFd} (O_PATH; the caller's to close, last).
     *
     * @param fds policies adaptive and handle: how many nodes may have an fd although they could do without
     * @param workdir where the work links of the root's mount shall be, else in the root itself
     * @throws EnvironmentException when that workdir cannot be used, or the root not be seen
     */
    public static Nodes open(
            Sys sys, Policy policy, int fds, int rootFd, Path source, Optional<Path> workdir, Tracer tracer) {
        Statx statx = new Statx();
        int seen = sys.statx(rootFd, HoldPath.EMPTY.address(), Sys.AT_EMPTY_PATH, Mounts.STATX_MASK, statx.address());
        if (seen < 0) {
            throw new EnvironmentException("cannot see the attributes of " + source + ": " + Errno.describe(-seen));
        }
        Mounts mounts = new Mounts(sys, policy, tracer);
        Mount root;
        try {
            root = mounts.addRoot(rootFd, statx, source, workdir);
        } catch (EnvironmentException e) {
            mounts.close(Progress.SILENT);
            throw e;
        }
        Budget budget = new Budget(policy, fds, Descriptors.limit());
        if (tracer.isOn()) {
            tracer.record(new Event.Restart(policy.name().toLowerCase(Locale.ROOT), budget.links()));
        }
        NodeTable table = new NodeTable(statx.ino(), root.number(), rootFd, mounts::deviceOf, budget, tracer);
        return new Nodes(sys, policy, budget, mounts, table, tracer);
    }

    private Nodes(Sys sys, Policy policy, Budget budget, Mounts mounts, NodeTable table, Tracer tracer) {
        this.sys = sys;
        this.mounts = mounts;
        this.table = table;
        this.tracer = tracer;
        this.attributes = new Attributes(sys, mounts, table, tracer);
        this.resolver = new Resolver(sys, policy, budget, mounts, table, tracer);
        this.release = new Release(sys, mounts, table, tracer);
        this.warming = new Warming(sys, table, resolver, tracer);
        this.budget = budget;
        this.placing = new Placing(sys, mounts, table);
        this.shutting = new Shutting(sys, mounts, table, placing, resolver.fallbacks(), tracer);
        this.cooling = new Cooling(budget, mounts, table, resolver, shutting, tracer, this::unpin);
        this.cooler = new Cooler(budget, cooling);
        this.guarding = new Guarding(table, placing, shutting, this::regain, this::unpin);
        this.reaper = new Reaper(release, () -> mounts.retireUnused(table::nodesOn));
    }

    public Mounts mounts() {
        return mounts;
    }

    /** What keeps nodes when the client removes names. */
    public Guarding guarding() {
        return guarding;
    }

    /** Looks a name up in a pinned directory; counts one lookup. */
    public int lookup(Pin parent, long name, Visit visit) {
        cooling.makeRoom();
        return settle(visit, resolver.lookup(parent, name, visit));
    }

    /**
     * Makes the object of an open file handle known, as CREATE and TMPFILE need it; counts one lookup. The fd stays the
     * caller's.
     */
    public int enterHandle(int handle, Pin parent, Visit visit) {
        cooling.makeRoom();
        return settle(visit, resolver.enterHandle(handle, parent, visit));
    }

    /** A descriptor is going to be opened for the client. Where few are left, nodes that can do without give theirs up. */
    public void makeRoom() {
        cooling.makeRoom();
    }

    /** Makes the attributes of a pinned node fit for the client, after taking them again where they may be stale. */
    private int settle(Visit visit, int resolved) {
        if (resolved >= 0 && visit.pin().regained) {
            placing.detach(visit.pin().nodeid);
        }
        if (resolved == Resolver.STALE_ATTRIBUTES) {
            int error = attributes(visit);
            if (error < 0) {
                undelivered(visit.pin());
                unpin(visit.pin());
            }
            return error;
        }
        if (resolved == 0) {
            attributes.mask(visit);
        } else if (resolved <= Resolver.WITHOUT_HOLD) {
            undelivered(visit.pin());
            unpin(visit.pin());
            return resolved - Resolver.WITHOUT_HOLD;
        }
        return resolved;
    }

    /**
     * Pins the node of a request.
     *
     * @return -ESTALE when the client does not remember such a node
     */
    public int pin(long nodeid, Pin pin) {
        return pin(nodeid, pin, false);
    }

    private int pin(long nodeid, Pin pin, boolean still) {
        if (!table.pin(nodeid, pin, still)) {
            return -Errno.ESTALE;
        }
        pin.mount = mounts.byNumber(pin.mountNumber());
        return pin.isAway() ? regain(pin) : 0;
    }

    /** A pinned node gets an fd again, or is unpinned. */
    private int regain(Pin pin) {
        cooling.makeRoom();
        int error = shutting.regain(pin);
        if (error < 0) {
            unpin(pin);
        }
        return error;
    }

    /** Pins the node of a request whose attributes will be taken next. */
    public int pinStill(long nodeid, Pin pin) {
        return pin(nodeid, pin, true);
    }

    /** Takes the attributes of a pinned node, at a moment when none of its work links comes or goes. */
    public int attributes(Visit visit) {
        table.refresh(visit.pin());
        return attributesSincePin(visit);
    }

    /** Like {@link #attributes}, right after {@link #pinStill}. */
    public int attributesSincePin(Visit visit) {
        return attributes.take(visit);
    }

    /** Whether a pinned node's object has no name but work links just now. Nothing that the client is told: no event. */
    public boolean isNameless(Visit visit) {
        return attributes.isNameless(visit);
    }

    /** A work link that is not there any more was removed by the host: the node is lost, and the client must know. */
    public int goneToStale(Pin pin, int error) {
        return Attributes.goneToStale(pin, error);
    }

    /** Gives a pin up; releases the hold of a node that was only kept by it. */
    public void unpin(Pin pin) {
        release(pin.nodeid, table.unpin(pin));
    }

    /**
     * Like {@link #forget}, but removes the work link of a forgotten node on the calling thread unless others are
     * waiting for that: waking a thread costs more. {@code scratch} is not pinned and belongs to the thread.
     */
    public void forgetOne(long nodeid, long lookups, Visit scratch) {
        int outcome = takeOff(nodeid, lookups);
        if (outcome == Outcome.DRAINED && reaper.isIdle()) {
            release.run(nodeid, scratch);
        } else {
            release(nodeid, outcome);
        }
    }

    /** Takes {@code lookups} off a node's count. Too many, or an unknown node, are logged and otherwise harmless. */
    public void forget(long nodeid, long lookups) {
        release(nodeid, takeOff(nodeid, lookups));
    }

    private int takeOff(long nodeid, long lookups) {
        if (nodeid == NodeTable.ROOT) {
            return Slots.NONE;
        }
        long count = table.count(nodeid);
        if (Long.compareUnsigned(lookups, count) > 0) {
            reportOverForget(nodeid, lookups, count);
        }
        return table.forget(nodeid, lookups);
    }

    /** Logs the 1st, 2nd, 4th, 8th … time, so that a hostile client cannot fill the disk. */
    private void reportOverForget(long nodeid, long lookups, long count) {
        long times = overForgets.incrementAndGet();
        if (Long.bitCount(times) == 1) {
            LOG.log(
                    Level.WARNING,
                    "FORGET of " + Long.toUnsignedString(lookups) + " lookups of nodeid "
                            + Long.toUnsignedString(nodeid) + ", which has " + count + " (over-FORGET number " + times
                            + ")");
        }
    }

    /** Counts one more lookup of a pinned node, for LINK; -ESTALE when the client has forgotten it meanwhile. */
    public int again(Pin pin) {
        return table.again(pin) ? 0 : -Errno.ESTALE;
    }

    /** Takes the count of a reply back that did not reach the client. */
    public void undelivered(long request, long nodeid) {
        if (nodeid != NodeTable.ROOT) {
            release(nodeid, table.takeBack(request, nodeid));
        }
    }

    /** Takes the count of a pinned entry back that the client will not be told of. */
    public void undelivered(Pin pin) {
        undelivered(pin.request, pin.nodeid);
    }

    /** A reply with an entry for this node goes out. */
    public void replied(Pin pin) {
        if (tracer.isOn()) {
            tracer.record(new Event.Reply(pin.request, pin.nodeid));
        }
    }

    /** A name in a pinned directory was removed as the client asked. */
    public void removed(Pin parent) {
        if (tracer.isOn()) {
            tracer.record(new Event.Remove(parent.request, parent.nodeid));
        }
    }

    /** The object of a pinned node was changed as the client asked, where perhaps nothing but its ctime tells. */
    public void changed(Pin pin) {
        if (pin.mayBeLinked()) {
            table.changed(pin);
        }
    }

    /**
     * The same for what the client has renamed, or exchanged, since both directories were pinned. Where both names are of one
     * object rename(2) has done nothing: the ctime is what it was, and its mask must stay.
     *
     * @param statx overwritten
     */
    public void changed(Pin from, long name, Pin to, long newName, Statx statx) {
        if (table.isStillSince(from.seen) && table.isStillSince(to.seen)) {
            return;
        }
        long moved = ino(to, newName, statx);
        long other = ino(from, name, statx);
        if (moved != other) {
            table.changed(moved, to.mountNumber, to.seen);
            table.changed(other, from.mountNumber, from.seen);
        }
    }

    /** The inode number of what has a name in a pinned directory, or {@link #NO_INODE}, which no object has. */
    private long ino(Pin parent, long name, Statx statx) {
        int error = sys.statx(parent.fd, name, Sys.AT_SYMLINK_NOFOLLOW, Mounts.STATX_MASK, statx.address());
        return error == 0 ? statx.ino() : NO_INODE;
    }

    /** A name in a pinned directory was changed as the client asked, to one in another or the same. */
    public void renamed(Pin from, Pin to) {
        if (tracer.isOn()) {
            tracer.record(new Event.Rename(from.request, from.nodeid, to.nodeid));
        }
    }

    private void release(long nodeid, int outcome) {
        if (outcome == Outcome.DRAINED) {
            reaper.add(nodeid);
        } else {
            placing.release(nodeid, outcome);
        }
    }

    /** See {@link Warming}. */
    public void warm(Visit visit) {
        warming.run(visit);
    }

    /**
     * Begins to cool or shut nodes in the background when fds become scarce, if the policy has a budget. The process has
     * {@code own} open for other ends; {@code files} counts those of the client.
     */
    public void startCooling(int own, IntSupplier files) {
        if (budget.most() > 0) {
            budget.share(own, files);
            cooler.start();
        }
    }

    /** Cools a node now, or shuts it; false when that cannot be done. */
    public boolean cool(long nodeid) {
        return cooling.run(nodeid);
    }

    /** Forgets everything but the root, as INIT on a running session asks for (P15). */
    public void reset() {
        cooling.without(this::forgetAll);
    }

    private void forgetAll() {
        for (int shard = 0; shard < table.shards(); shard++) {
            for (long nodeid : table.remembered(shard)) {
                release(nodeid, table.forget(nodeid, -1));
            }
        }
        if (tracer.isOn()) {
            tracer.record(new Event.Reset());
        }
    }

    public TableCounts counts() {
        return table.counts();
    }

    /** How many nodes may have an fd although they could do without. */
    public int budget() {
        return budget.most();
    }

    /** How many nodes, directories among them, have an fd and could have nothing but their file handle. */
    public int shuttable() {
        return budget.shuttable();
    }

    /** How many nodes were moved from an fd to a work link, to spare the budget. */
    public long cooled() {
        return cooling.cooled();
    }

    /** How often a node gave up its fd, to be found again by its file handle or its place. */
    public long shut() {
        return shutting.times();
    }

    public Map<String, Long> fallbacks() {
        return resolver.fallbacks().counts();
    }

    /** Ends everything: no link, no workdir, no fd is left. No other thread may use the nodes any more. */
    public void close(Progress progress) {
        cooler.stop();
        if (tracer.isOn()) {
            reset(); // a trace shows how every node ends; else the workdir goes with all that is in it
        }
        reaper.stop(tracer.isOn());
        table.fds().forEach(sys::close);
        mounts.close(progress);
    }
}
