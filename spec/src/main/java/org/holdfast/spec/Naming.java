package org.holdfast.spec;

import static org.holdfast.spec.Model.NONE;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.holdfast.spec.Req.Op;
import org.holdfast.spec.Req.Step;

/** What the client does to names. Nodes have no part in it: their holds keep what loses its name. */
public sealed interface Naming extends Action {

    /** UNLINK of a file, RMDIR of an empty directory: unlinkat(parent, name). */
    record Remove(int r, int m, String x) implements Naming {
        @Override
        public boolean enabled(State s) {
            int dir = s.dir(r, m);
            return s.model().ops().contains("unlink")
                    && dir != NONE
                    && s.guarded(m, s.names().get(new Place(dir, x)))
                    && s.removable(new Place(dir, x));
        }

        @Override
        public State apply(State s) {
            return Host.remove(s, new Place(s.dir(r, m), x)).req(r, done(s, r, m));
        }
    }

    /** RENAME, RENAME2: renameat2(parent, from, newparent, to); both directories, unless they are the top, are pinned. */
    record Rename(int r, int m, int d, String from, int e, String to) implements Naming {
        @Override
        public boolean enabled(State s) {
            if (!s.model().ops().contains("rename") || !between(s) || !s.liveDir(e)) {
                return false;
            }
            int o = s.names().get(new Place(d, from));
            Place q = new Place(e, to);
            return o != NONE
                    && o != s.names().get(q)
                    && !Host.below(s, e, o)
                    && s.replaceable(q, o)
                    && s.guarded(m, s.names().get(q))
                    && s.mayMove(m, o);
        }

        /** Two directories that r has pinned, or one and the top of the mount, or one alone; TLA+: Between(r, m, d, e). */
        private boolean between(State s) {
            Req q = s.req(r);
            Set<Integer> asked = new TreeSet<>(List.of(d, e));
            if (q.dir() != NONE) {
                return q.at(Step.READY)
                        && q.op() == Op.ATTR
                        && q.mnt() == m
                        && asked.equals(
                                new TreeSet<>(List.of(s.through(q.node(), q.via()), s.through(q.dir(), Hold.FD))));
            }
            int dir = s.dir(r, m);
            asked.remove(Place.top(s.model().fsOf(m)));
            return dir != NONE && (dir > 0 ? asked.equals(Set.of(dir)) : asked.isEmpty());
        }

        @Override
        public State apply(State s) {
            return Host.rename(s, new Place(d, from), new Place(e, to)).req(r, done(s, r, m));
        }
    }

    /**
     * Not in the daemon: the last name of a node that is held by an fd is to be moved into the work directory, and so the
     * daemon looks whom it has before it.
     */
    record Aim(int r, int n) implements Naming {
        @Override
        public boolean enabled(State s) {
            Node nd = s.node(n);
            return !s.has(Rule.UnlinkByName)
                    && s.up()
                    && s.req(r).equals(Req.IDLE)
                    && nd.known()
                    && s.linkable(nd.obj())
                    && nd.hold() == Hold.FD
                    && s.namesOf(nd.obj()) == 1;
        }

        @Override
        public State apply(State s) {
            Node nd = s.node(n);
            return s.node(n, nd.pins(nd.pins() + 1))
                    .req(r, Req.begun(Step.AIMED, Op.NAME, nd.mnt(), nd.obj()).node(n, Hold.FD));
        }
    }

    /** Not in the daemon: rename of whatever bears the name now; a stranger is removed from the work directory. */
    record Move(int r, String x) implements Naming {
        @Override
        public boolean enabled(State s) {
            return s.req(r).at(Step.AIMED) && s.names().get(place(s)) != NONE;
        }

        @Override
        public State apply(State s) {
            Req q = s.req(r);
            int o = s.names().get(place(s));
            State moved = s.names(s.names().except(place(s), NONE)).req(r, q.step(Step.ANSWERED));
            return o != q.obj()
                    ? moved
                    : moved.workdir(s.linkName(q.node(), o), o)
                            .node(q.node(), s.node(q.node()).hold(Hold.LINK));
        }

        private Place place(State s) {
            return new Place(Place.top(s.model().fsOf(s.req(r).mnt())), x);
        }
    }

    /** r has done what was asked of a name; TLA+: Done(r, m). */
    private static Req done(State s, int r, int m) {
        Req q = s.req(r);
        Req asked = q.equals(Req.IDLE) ? Req.begun(Step.IDLE, Op.NAME, m, NONE) : q;
        return asked.step(Step.ANSWERED).op(Op.NAME);
    }
}
