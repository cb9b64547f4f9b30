package org.holdfast.spec;

import static org.holdfast.spec.Model.NONE;

import org.holdfast.spec.Node.Phase;
import org.holdfast.spec.Req.Attr;
import org.holdfast.spec.Req.Op;
import org.holdfast.spec.Req.Step;

/** The steps of every request on a node, and of an entry request after its node is pinned. */
public sealed interface Work extends Action {

    @Override
    default boolean fair() {
        return !(this instanceof Pin || this instanceof Again);
    }

    /** GETATTR, OPEN, READLINK, ... on a nodeid that the client holds: a claim on the node's hold; two for a RENAME. */
    record Pin(int r, int n) implements Work {
        @Override
        public boolean enabled(State s) {
            return s.up()
                    && (s.req(r).equals(Req.IDLE) || isSecond(s))
                    && ((s.held().get(n) > 0 && s.node(n).known())
                            || (!s.has(Rule.StaleUnknown) && s.node(n).phase() == Phase.DRAINING));
        }

        @Override
        public State apply(State s) {
            Node nd = s.node(n);
            boolean away = nd.hold().away();
            if (!s.req(r).equals(Req.IDLE)) {
                Req q = s.req(r).dir(n);
                return s.node(n, nd.pins(nd.pins() + 1)).req(r, away ? q.step(Step.AWAY) : q);
            }
            int means = s.means().get(n);
            int mount = s.model().mountIn(means);
            return s.node(n, nd.pins(nd.pins() + 1))
                    .req(
                            r,
                            Req.begun(
                                            away ? Step.AWAY : Step.READY,
                                            Op.ATTR,
                                            mount,
                                            s.model().objectIn(means))
                                    .node(n, nd.hold()));
        }

        /** Whether n is the other directory of a RENAME; TLA+: IsSecond(r, n). */
        private boolean isSecond(State s) {
            Node nd = s.node(n);
            return s.model().ops().contains("rename")
                    && nd.obj() != NONE
                    && s.dir(r, nd.mnt()) != NONE
                    && n != s.req(r).node()
                    && s.object(nd.obj()).isDir();
        }
    }

    /** The request's own work through the hold that it has pinned, and statx for the attributes, masked. */
    record Operate(int r) implements Work {
        @Override
        public boolean enabled(State s) {
            if (!s.req(r).at(Step.READY)) {
                return false;
            }
            int o = s.through(s.req(r).node(), s.req(r).via());
            return o == NONE || s.still(o);
        }

        @Override
        public State apply(State s) {
            Req q = s.req(r);
            int o = s.through(q.node(), q.via());
            Attr seen = o == NONE ? Attr.NONE : new Attr(o, s.shownNlink(o, q.mnt()), s.shownCtime(o));
            return s.req(r, q.step(Step.ANSWERED).seen(seen));
        }
    }

    /**
     * LINK replies with an entry of a node that the client holds already: one more lookup, or ESTALE. What has no name left
     * gets none (linkat(2): ENOENT).
     */
    record Again(int r) implements Work {
        @Override
        public boolean enabled(State s) {
            Req q = s.req(r);
            return s.model().ops().contains("link")
                    && q.at(Step.ANSWERED)
                    && (q.op() == Op.ATTR || q.op() == Op.WARM)
                    && q.seen().nlink() > 0
                    && s.lookups() < s.model().maxLookups();
        }

        @Override
        public State apply(State s) {
            Req q = s.req(r);
            Node nd = s.node(q.node());
            if (!nd.known()) {
                return s.req(r, q.step(Step.SETTLED).seen(Attr.NONE));
            }
            State counted = s.has(Rule.CountLink) ? s.node(q.node(), nd.count(nd.count() + 1)) : s;
            return counted.req(r, q.op(Op.ENTRY));
        }
    }

    /** The reply is delivered; an entry raises the client's count. */
    record Reply(int r) implements Work {
        @Override
        public boolean enabled(State s) {
            return sendable(s.req(r));
        }

        @Override
        public State apply(State s) {
            Req q = s.req(r);
            State told = s;
            if (q.op() == Op.ENTRY) {
                told = s.held(q.node(), s.held().get(q.node()) + 1);
                if (s.means().get(q.node()) == NONE) {
                    told = told.means(q.node(), s.model().view(q.mnt(), q.obj()));
                }
            }
            return told.req(r, settled(q));
        }
    }

    /** The reply cannot be delivered; the count of an entry is taken back. */
    record Undelivered(int r) implements Work {
        @Override
        public boolean enabled(State s) {
            return sendable(s.req(r));
        }

        @Override
        public State apply(State s) {
            Req q = s.req(r);
            boolean back = q.op() == Op.ENTRY && s.has(Rule.TakeBack);
            State left = back ? s.node(q.node(), Forgetting.less(s, q.node(), 1)) : s;
            return left.req(r, settled(q));
        }
    }

    /**
     * The request gives up a claim, that of an entry's directory before the reply; an fd replaced by a link is closed after
     * its last user.
     */
    record Unpin(int r) implements Work {
        @Override
        public boolean enabled(State s) {
            Req q = s.req(r);
            return q.at(Step.SETTLED) || (q.at(Step.ANSWERED) && !sendable(q));
        }

        @Override
        public State apply(State s) {
            Req q = s.req(r);
            boolean early = q.at(Step.ANSWERED);
            int n = early || q.node() == NONE ? q.dir() : q.node();
            Node nd = s.node(n);
            int left = Math.max(0, nd.pins() - 1);
            boolean close = s.has(Rule.CloseAfterLink) && left == 0 && nd.hold() == Hold.LINK;
            State freed = nd.phase() == Phase.FREE ? s : s.node(n, nd.pins(left).fd(nd.fd() && !close));
            if (early) {
                return freed.req(r, q.dir(NONE));
            }
            if (isToLink(s, q, nd)) {
                return freed.req(
                        r, Req.begun(Step.LINKING, Op.ENTRY, q.mnt(), q.obj()).node(n, Hold.NONE));
            }
            boolean another = q.node() != NONE && q.dir() != NONE;
            return freed.req(r, another ? q.node(NONE, Hold.NONE) : Req.IDLE);
        }

        /** Only without {@link Rule#LinkBeforeReply}. */
        private static boolean isToLink(State s, Req q, Node nd) {
            return !s.has(Rule.LinkBeforeReply)
                    && q.op() == Op.ENTRY
                    && nd.known()
                    && s.linkable(q.obj())
                    && nd.hold() == Hold.FD
                    && nd.why().equals("none");
        }
    }

    /** An entry is not sent before its directory is given up; TLA+: Sendable(r). */
    private static boolean sendable(Req q) {
        return q.at(Step.ANSWERED) && (q.op() != Op.ENTRY || q.dir() == NONE);
    }

    /** What is left of a request without a node: the pin of the parent, if it has one; TLA+: OnlyParent(r). */
    static Req onlyParent(Req q) {
        return q.dir() == NONE
                ? Req.IDLE
                : q.step(Step.SETTLED).node(NONE, Hold.NONE).seen(Attr.NONE);
    }

    /** A request whose reply is out has its claims left; TLA+: Settled(r). */
    private static Req settled(Req q) {
        return q.node() == NONE ? onlyParent(q) : q.step(Step.SETTLED).seen(Attr.NONE);
    }
}
