package org.holdfast.spec;

import org.holdfast.spec.Node.Phase;

/** The steps by which a node is forgotten. */
public sealed interface Forgetting extends Action {

    @Override
    default boolean fair() {
        return !(this instanceof Forget);
    }

    /** FORGET, or one item of BATCH_FORGET: count - k; at 0 the node is known neither by nodeid nor by identity. */
    record Forget(int n, int k) implements Forgetting {
        @Override
        public boolean enabled(State s) {
            int held = s.held().get(n);
            return s.up() && held > 0 && (k <= held || s.owed(n) == 0);
        }

        @Override
        public State apply(State s) {
            return s.held(n, Math.max(0, s.held().get(n) - k)).node(n, less(s, n, k));
        }
    }

    /** After the last pin: unlinkat of the work link or close of the fd; the table does not say so yet. */
    record Release(int n) implements Forgetting {
        @Override
        public boolean enabled(State s) {
            Node nd = s.node(n);
            return drained(s, nd) && !(nd.hold() == Hold.LINK && s.has(Rule.OneAtATime) && s.busy(nd.obj()));
        }

        @Override
        public State apply(State s) {
            Node nd = s.node(n);
            State gone = nd.hold() == Hold.LINK ? s.unlinked(s.linkName(n, nd.obj())) : s;
            return gone.node(n, nd.phase(Phase.RELEASED).fd(false));
        }
    }

    /** After the last pin, unlinkat fails: the table knows the link until the next sweep, and nobody finds the node. */
    record ReleaseFailed(int n) implements Forgetting {
        @Override
        public boolean enabled(State s) {
            Node nd = s.node(n);
            return !s.model().causes().isEmpty()
                    && drained(s, nd)
                    && nd.hold() == Hold.LINK
                    && !(s.has(Rule.OneAtATime) && s.busy(nd.obj()));
        }

        @Override
        public State apply(State s) {
            return s.node(
                    n, s.has(Rule.KeepStuck) ? s.node(n).phase(Phase.STUCK).fd(false) : Node.NONE);
        }
    }

    /** Under the lock: the node leaves the table; what its object's ctime looks like to the client is kept. */
    record Drop(int n) implements Forgetting {
        @Override
        public boolean enabled(State s) {
            return s.node(n).phase() == Phase.RELEASED && s.node(n).kin() == Model.NONE;
        }

        @Override
        public State apply(State s) {
            Node nd = s.node(n);
            State kept = nd.hold() == Hold.LINK && s.has(Rule.KeepMask) ? s.noted(nd.obj()) : s;
            return kept.node(n, Node.NONE);
        }
    }

    /** Whether a forgotten node has lost its last pin. */
    private static boolean drained(State s, Node nd) {
        return nd.phase() == Phase.DRAINING && (!s.has(Rule.Pins) || nd.pins() == 0);
    }

    /** n with its count lowered by k; TLA+: Less(n, k). */
    static Node less(State s, int n, int k) {
        Node nd = s.node(n);
        int beyond = s.has(Rule.ClampForget) ? 0 : s.model().wrapped();
        return lowered(s, nd, nd.count() >= k ? nd.count() - k : beyond, nd.kids());
    }

    /**
     * A node with that count and that many children; without either it leaves the table by nodeid and by identity; TLA+:
     * Lowered(n, count, kids).
     */
    static Node lowered(State s, Node nd, int count, int kids) {
        if (!nd.known()) {
            return nd;
        }
        Node left = nd.count(count).kids(kids);
        if (count > 0 || (s.has(Rule.KeepParent) && kids > 0)) {
            return left;
        }
        boolean released = s.has(Rule.ReleaseAtUnpin) || nd.pins() == 0;
        return left.phase(released ? Phase.DRAINING : Phase.STRAY);
    }
}
