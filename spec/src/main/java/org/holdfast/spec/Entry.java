package org.holdfast.spec;

import static org.holdfast.spec.Model.NONE;

import org.holdfast.spec.Node.Phase;
import org.holdfast.spec.Req.Op;
import org.holdfast.spec.Req.Step;

/** The steps of a request that replies with an entry, up to where it has pinned the node. */
public sealed interface Entry extends Action {

    @Override
    default boolean fair() {
        return !(this instanceof Open);
    }

    /** openat(parent, name, O_PATH|O_NOFOLLOW) for LOOKUP, CREATE, MKNOD, MKDIR, SYMLINK, LINK, TMPFILE, READDIRPLUS. */
    record Open(int r, int m, String x) implements Entry {
        @Override
        public boolean enabled(State s) {
            int dir = s.dir(r, m);
            return dir != NONE
                    && s.names().get(new Place(dir, x)) != NONE
                    && s.lookups() < s.model().maxLookups();
        }

        @Override
        public State apply(State s) {
            int o = s.names().get(new Place(s.dir(r, m), x));
            return s.req(r, Req.begun(Step.OPENED, Op.ENTRY, m, o).dir(s.req(r).node()));
        }
    }

    /** statx(fd), then under the lock: a known node of this identity gets count + 1, else a new node is inserted. */
    record Resolve(int r) implements Entry {
        @Override
        public boolean enabled(State s) {
            return s.has(Rule.LockResolve) && s.req(r).at(Step.OPENED) && (matching(s, r) != NONE || canInsert(s, r));
        }

        @Override
        public State apply(State s) {
            int n = matching(s, r);
            return n != NONE ? join(s, r, n) : insert(s, r);
        }
    }

    /** Not in the daemon: the first half of a Resolve without {@link Rule#LockResolve}. */
    record Find(int r) implements Entry {
        @Override
        public boolean enabled(State s) {
            return !s.has(Rule.LockResolve) && s.req(r).at(Step.OPENED);
        }

        @Override
        public State apply(State s) {
            Req q = s.req(r);
            return s.req(r, q.step(Step.FOUND).node(matching(s, r), q.via()));
        }
    }

    /** Not in the daemon: the second half of a Resolve without {@link Rule#LockResolve}. */
    record Insert(int r) implements Entry {
        @Override
        public boolean enabled(State s) {
            return s.req(r).at(Step.FOUND) && (s.req(r).node() != NONE || canInsert(s, r));
        }

        @Override
        public State apply(State s) {
            int n = s.req(r).node();
            return n != NONE ? join(s, r, n) : insert(s, r);
        }
    }

    /** No node can be given (table full, no memory): the fd is closed and the error replied. */
    record Refuse(int r) implements Entry {
        @Override
        public boolean enabled(State s) {
            Req q = s.req(r);
            return q.at(Step.OPENED, Step.FOUND) && q.node() == NONE && matching(s, r) == NONE && s.free() == NONE;
        }

        @Override
        public State apply(State s) {
            return s.req(r, Work.onlyParent(s.req(r)));
        }
    }

    /** linkat from the fd to the work link succeeds; the table does not say so yet. */
    record Link(int r) implements Entry {
        @Override
        public boolean enabled(State s) {
            return s.req(r).at(Step.LINKING) && s.nlink(s.req(r).obj()) > 0;
        }

        @Override
        public State apply(State s) {
            Req q = s.req(r);
            int l = s.linkName(q.node(), q.obj());
            State linked = s.workdir().get(l) == NONE ? s.moved(q.obj()).workdir(l, q.obj()) : s;
            return linked.req(r, q.step(Step.LINKED));
        }
    }

    /** linkat fails, with ENOENT exactly when the last name is gone; the node keeps its fd, and the cause is counted. */
    record LinkFailed(int r, String cause) implements Entry {
        @Override
        public boolean enabled(State s) {
            return s.req(r).at(Step.LINKING)
                    && cause.equals("ENOENT") == (s.nlink(s.req(r).obj()) == 0);
        }

        @Override
        public State apply(State s) {
            int n = s.req(r).node();
            Node nd = s.node(n);
            State kept = nd.holds() ? s.node(n, nd.fd(s.has(Rule.FallbackToFd)).why(cause)) : s;
            return kept.req(r, afterLink(s, r));
        }
    }

    /** Under the lock: the hold becomes the link. The fd stays open for those who use it now. */
    record Adopt(int r) implements Entry {
        @Override
        public boolean enabled(State s) {
            return s.req(r).at(Step.LINKED);
        }

        @Override
        public State apply(State s) {
            int n = s.req(r).node();
            Node nd = s.node(n);
            boolean fd = !s.has(Rule.CloseAfterLink) || (s.has(Rule.FdWaits) && nd.pins() > 0);
            State adopted = nd.holds() ? s.node(n, nd.hold(Hold.LINK).fd(fd)) : s;
            return adopted.noted(s.req(r).obj()).req(r, afterLink(s, r));
        }
    }

    /** r gets one more lookup of n, and a pin; its own fd is closed, or becomes the node's; TLA+: Join. */
    private static State join(State s, int r, int n) {
        Node nd = s.withFd(n);
        return s.node(n, nd.count(nd.count() + 1).pins(nd.pins() + 1))
                .req(r, s.req(r).step(Step.READY).node(n, nd.hold()));
    }

    /** The node that r finds, 0 for none. */
    private static int matching(State s, int r) {
        Req q = s.req(r);
        return s.match(q.mnt(), q.obj());
    }

    private static boolean willLink(State s, int o) {
        return s.linkable(o) && !s.withinBudget() && s.has(Rule.LinkBeforeReply);
    }

    /** Whether {@link #insert} can happen now. */
    private static boolean canInsert(State s, int r) {
        int o = s.req(r).obj();
        return s.free() != NONE && !(willLink(s, o) && s.has(Rule.OneAtATime) && s.busy(o));
    }

    /** A new node with the lowest free nodeid; the fd of r becomes the node's; TLA+: Insert1. */
    private static State insert(State s, int r) {
        Req q = s.req(r);
        int n = s.free();
        int o = q.obj();
        String linkable = s.withinBudget() ? "budget" : "none";
        String why = s.linkable(o) ? linkable : s.object(o).whyFd();
        return s.node(n, new Node(Phase.LIVE, q.mnt(), o, 1, 1, Hold.FD, true, why))
                .req(r, q.step(willLink(s, o) ? Step.LINKING : Step.READY).node(n, Hold.FD))
                .last(Math.max(n, s.last()));
    }

    /** Where a request goes on after its link is made or has failed; TLA+: AfterLink. */
    private static Req afterLink(State s, int r) {
        Req q = s.req(r);
        if (q.op() == Op.COOL) {
            return q.step(Step.SETTLED);
        }
        return s.has(Rule.LinkBeforeReply) ? q.step(Step.READY) : Req.IDLE;
    }
}
