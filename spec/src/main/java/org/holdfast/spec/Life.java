package org.holdfast.spec;

import static org.holdfast.spec.Model.FOREIGN;
import static org.holdfast.spec.Model.NONE;

/** The steps by which the daemon dies and begins again. */
public sealed interface Life extends Action {

    /** Memory, fds and the session are gone; work links stay. No client is left that could compare a ctime. */
    record Crash() implements Life {
        @Override
        public boolean enabled(State s) {
            return s.model().crashes() && s.up();
        }

        @Override
        public State apply(State s) {
            State first = State.init(s.model());
            return new State(
                    s.model(),
                    s.names(),
                    s.object().stream().map(o -> o.ctime(Ctime.LAST)).toList(),
                    s.workdir(),
                    first.node(),
                    first.last(),
                    first.req(),
                    false,
                    first.held(),
                    first.means());
        }
    }

    /** At start: one work link that the last session left is removed. */
    record Sweep(int l) implements Life {
        @Override
        public boolean enabled(State s) {
            return !s.up() && s.workdir().get(l) != NONE && (!s.has(Rule.SweepOwn) || l != FOREIGN);
        }

        @Override
        public State apply(State s) {
            return s.workdir(l, NONE);
        }

        @Override
        public boolean fair() {
            return l != FOREIGN;
        }
    }

    /** INIT of a new mount; nodeids begin again. */
    record Restart() implements Life {
        @Override
        public boolean enabled(State s) {
            return !s.up() && (!s.has(Rule.SweepFirst) || s.ownLinks().isEmpty());
        }

        @Override
        public State apply(State s) {
            return s.up(true);
        }

        @Override
        public boolean fair() {
            return true;
        }
    }

    /** INIT in a running session with nothing in flight: every node is forgotten, however often it was looked up. */
    record Reset() implements Life {
        @Override
        public boolean enabled(State s) {
            return s.model().crashes()
                    && s.up()
                    && s.req().values().stream().allMatch(Req.IDLE::equals)
                    && s.held().values().stream().anyMatch(k -> k > 0);
        }

        @Override
        public State apply(State s) {
            State t = s;
            for (int n : s.model().nodeids()) {
                t = t.held(n, 0).means(n, NONE);
                if (s.has(Rule.ForgetAtInit)) {
                    t = t.node(n, Forgetting.less(s, n, s.node(n).count()));
                }
            }
            return t;
        }
    }
}
