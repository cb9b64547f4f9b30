package org.holdfast.spec;

import static org.holdfast.spec.Model.NONE;

import org.holdfast.spec.Req.Op;
import org.holdfast.spec.Req.Step;

/**
 * The steps from a link back to an fd: before the object becomes immutable (its link could not be removed any more),
 * because the client's own LINK needs the link that is one too many, or because a node is much in use.
 */
public sealed interface Warming extends Action {

    @Override
    default boolean fair() {
        return !(this instanceof Reopen);
    }

    /** openat of the work link with O_PATH. */
    record Reopen(int r) implements Warming {
        @Override
        public boolean enabled(State s) {
            Req q = s.req(r);
            return s.model().ops().contains("warm")
                    && q.at(Step.READY)
                    && q.op() == Op.ATTR
                    && q.via() == Hold.LINK
                    && s.through(q.node(), Hold.LINK) != NONE;
        }

        @Override
        public State apply(State s) {
            return s.req(r, s.req(r).step(Step.REOPENED).op(Op.WARM));
        }
    }

    /** Under the lock: requests work through the fd from now on; if others work through the link, the link stays. */
    record Warm(int r) implements Warming {
        @Override
        public boolean enabled(State s) {
            return s.req(r).at(Step.REOPENED) && !s.busy(s.node(s.req(r).node()).obj());
        }

        @Override
        public State apply(State s) {
            Req q = s.req(r);
            int n = q.node();
            Node nd = s.node(n);
            boolean linked = nd.hold() == Hold.LINK;
            boolean alone = linked && !nd.fd() && nd.pins() == 1;
            if (alone || (!s.has(Rule.WarmAlone) && linked)) {
                return s.node(n, nd.hold(Hold.FD).fd(true))
                        .req(r, q.step(Step.WARMING).node(n, Hold.FD));
            }
            return s.req(r, q.step(Step.READY).node(n, nd.hold()));
        }
    }

    /** unlinkat of the work link; the table does not say so yet. */
    record Unlink(int r) implements Warming {
        @Override
        public boolean enabled(State s) {
            return s.req(r).at(Step.WARMING);
        }

        @Override
        public State apply(State s) {
            Req q = s.req(r);
            return s.unlinked(s.linkName(q.node(), s.node(q.node()).obj())).req(r, q.step(Step.UNLINKED));
        }
    }

    /** unlinkat fails, and under the lock the link is the hold again. The fd stays open for those who use it now. */
    record UnlinkFailed(int r) implements Warming {
        @Override
        public boolean enabled(State s) {
            return !s.model().causes().isEmpty() && s.req(r).at(Step.WARMING);
        }

        @Override
        public State apply(State s) {
            int n = s.req(r).node();
            Node nd = s.node(n);
            if (!s.has(Rule.WarmUndone)) {
                return s.req(r, s.req(r).step(Step.READY));
            }
            return s.node(n, nd.hold(Hold.LINK).fd(nd.pins() > 1))
                    .req(r, s.req(r).step(Step.READY).node(n, Hold.LINK));
        }
    }

    /** Under the lock: the node is held by its fd, within the budget or for good, and the reason is counted. */
    record Warmed(int r) implements Warming {
        @Override
        public boolean enabled(State s) {
            return s.req(r).at(Step.UNLINKED);
        }

        @Override
        public State apply(State s) {
            Req q = s.req(r);
            Node nd = s.node(q.node()).why(s.withinBudget() ? "budget" : "warm");
            return s.node(q.node(), nd).noted(q.obj()).req(r, q.step(Step.READY));
        }
    }
}
