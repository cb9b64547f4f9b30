package org.holdfast.spec;

import org.holdfast.spec.Req.Op;
import org.holdfast.spec.Req.Step;

/**
 * The steps by which what can have no link, as a directory under policy "adaptive" or anything under policy "handle", comes
 * to have nothing but its file handle, and gets an fd again. A file handle keeps nothing alive, so the host may remove what it stands for; the
 * client may not. A place ({@link Placing}) is found as long as the host moves nothing on the way.
 */
public sealed interface Shutting extends Action {

    @Override
    default boolean fair() {
        return !(this instanceof Shut || this instanceof Guard);
    }

    /** Under the lock: the file handle of what nobody uses, or the place of a directory, is its hold; the fd is closed. */
    record Shut(int n) implements Shutting {
        @Override
        public boolean enabled(State s) {
            Node nd = s.node(n);
            return s.model().ops().contains("shut")
                    && s.up()
                    && nd.known()
                    && isShuttable(s, nd)
                    && (!s.has(Rule.ShutAlone) || nd.pins() == 0)
                    && (!s.has(Rule.ShutNamed) || s.namesOf(nd.obj()) > 0)
                    && (!Placing.isOn(s) || Placing.isPlaced(s, n));
        }

        @Override
        public State apply(State s) {
            Node nd = s.node(n).fd(false).why("none");
            return s.node(
                    n,
                    Placing.isOn(s)
                            ? nd.hold(Hold.PLACE).at(Placing.of(s, nd.obj()).name())
                            : nd.hold(Hold.HANDLE));
        }
    }

    /** Pins what the client is about to remove, replace or move, with an fd. */
    record Guard(int r, int n) implements Shutting {
        @Override
        public boolean enabled(State s) {
            Node nd = s.node(n);
            return s.model().ops().contains("shut")
                    && (s.model().ops().contains("unlink") || s.model().ops().contains("rename"))
                    && s.up()
                    && s.req(r).equals(Req.IDLE)
                    && nd.known()
                    && (nd.hold().away() || isShuttable(s, nd))
                    && s.namesOf(nd.obj()) > 0;
        }

        @Override
        public State apply(State s) {
            Node nd = s.node(n);
            Step next = nd.hold().away() ? Step.AWAY : Step.SETTLED;
            return s.node(n, nd.pins(nd.pins() + 1))
                    .req(r, Req.begun(next, Op.GUARD, nd.mnt(), nd.obj()).node(n, nd.hold()));
        }
    }

    /** open_by_handle_at with O_PATH, or openat of the names that lead to the place. */
    record Reach(int r) implements Shutting {
        @Override
        public boolean enabled(State s) {
            return s.req(r).at(Step.AWAY) && s.alive(s.node(s.req(r).target()).obj());
        }

        @Override
        public State apply(State s) {
            return s.req(r, s.req(r).step(Step.REACHED));
        }
    }

    /** The host has removed the object, or moved the directory from its place, or there is no descriptor. */
    record Stale(int r) implements Shutting {
        @Override
        public boolean enabled(State s) {
            return s.req(r).at(Step.AWAY)
                    && (!s.model().causes().isEmpty()
                            || !Placing.findable(s, s.req(r).target()));
        }

        @Override
        public State apply(State s) {
            return s.req(r, s.req(r).step(Step.SETTLED));
        }
    }

    /** Under the lock: the fd is the hold, unless another request has brought one first; then it is closed. */
    record Regain(int r) implements Shutting {
        @Override
        public boolean enabled(State s) {
            return s.req(r).at(Step.REACHED);
        }

        @Override
        public State apply(State s) {
            Req q = s.req(r);
            int n = q.target();
            Req on = n == q.node() ? q.node(n, Hold.FD) : q;
            return s.node(n, s.withFd(n)).req(r, on.step(q.op() == Op.GUARD ? Step.SETTLED : Step.READY));
        }
    }

    /** Whether a node has an fd, and what may be left of its hold is its file handle; TLA+: Shuttable(n). */
    private static boolean isShuttable(State s, Node nd) {
        String why = nd.why();
        String policy = s.model().policy();
        boolean adaptive = policy.equals("adaptive");
        return why.equals("dir")
                || why.equals("policy") && (adaptive || policy.equals("handle"))
                || adaptive && (why.equals("warm") || s.model().causes().contains(why));
    }
}
