package org.holdfast.verify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.holdfast.spec.Ctime;
import org.holdfast.spec.Hold;
import org.holdfast.spec.Host;
import org.holdfast.spec.Model;
import org.holdfast.spec.Node;
import org.holdfast.spec.Req;
import org.holdfast.spec.State;
import org.holdfast.spec.Work;

/**
 * A state in which the model of one inode may be.
 *
 * @param state the state; ctimes are left out, which no event tells of
 * @param looks for each request that has pinned and not yet answered: what Operate would have seen since the request's
 *     last step, a bit for each pair of masked work links and "has a name"
 */
record Possible(State state, List<Integer> looks) {
    private static final int MOST_LINKS = 14;

    static Possible of(State s) {
        return new Possible(s, s.req().values().stream().map(q -> 0).toList());
    }

    /** The bit for attributes with so many work links left out. */
    static int look(int links, boolean named) {
        return links > MOST_LINKS ? 0 : 1 << links * 2 + (named ? 1 : 0);
    }

    /** The same with r in another state, which has seen nothing yet. */
    Possible with(State next, int r) {
        List<Integer> later = new ArrayList<>(looks);
        later.set(r - 1, 0);
        return new Possible(next, List.copyOf(later));
    }

    Possible with(State next) {
        return new Possible(next, looks);
    }

    boolean hasLooked(int r, int bits) {
        return (looks.get(r - 1) & bits) != 0;
    }

    /** Adds itself, and what the host can have made of it unseen. */
    void addTo(Collection<Possible> all) {
        State s = calm(state);
        Possible now = with(s).looking();
        all.add(now);
        if (s.object(Shape.OBJECT).isDir()) {
            return;
        }
        Host.HostRemove remove = new Host.HostRemove(Shape.NAME.dir(), Shape.NAME.name());
        if (remove.enabled(s)) {
            now = now.with(calm(remove.apply(s))).looking();
            all.add(now);
        }
        if (!now.state.alive(Shape.OBJECT) || now.isUnnamed()) {
            all.add(now.with(named(now.state)).looking());
        }
    }

    /** A nameless file that an fd holds may be one that O_TMPFILE made, and get a name. The model has no such files. */
    private boolean isUnnamed() {
        return state.namesOf(Shape.OBJECT) == 0
                && state.node().values().stream().anyMatch(n -> n.hold() == Hold.FD);
    }

    /** A dead object's number is given to another one, or the object gets its first name. */
    private static State named(State s) {
        return new State(
                s.model(),
                s.names().except(Shape.NAME, Shape.OBJECT),
                s.object(),
                s.workdir(),
                s.node(),
                s.last(),
                s.req(),
                s.up(),
                s.held(),
                s.means());
    }

    private static State calm(State s) {
        if (s.object(Shape.OBJECT).ctime() == Ctime.LAST) {
            return s;
        }
        org.holdfast.spec.Obj o = s.object(Shape.OBJECT);
        List<org.holdfast.spec.Obj> object = List.of(new org.holdfast.spec.Obj(o.kind(), o.ino(), o.fs(), Ctime.LAST));
        return new State(
                s.model(), s.names(), object, s.workdir(), s.node(), s.last(), s.req(), s.up(), s.held(), s.means());
    }

    /** Every request that could take its attributes now has seen what it would see. */
    private Possible looking() {
        List<Integer> seen = new ArrayList<>(looks);
        boolean more = false;
        for (int r = 1; r <= seen.size(); r++) {
            int bits = seen.get(r - 1) | sees(r);
            more |= bits != seen.get(r - 1);
            seen.set(r - 1, bits);
        }
        return more ? new Possible(state, List.copyOf(seen)) : this;
    }

    private int sees(int r) {
        Req q = state.req(r);
        Work.Operate operate = new Work.Operate(r);
        if (q.step() != Req.Step.READY || !operate.enabled(state)) {
            return 0;
        }
        if (state.object(Shape.OBJECT).isDir()) {
            return look(0, true) | look(0, false); // what a directory's link count counts is its own affair
        }
        Req.Attr seen = operate.apply(state).req(r).seen();
        return seen.obj() == Model.NONE
                ? 0
                : look(state.nlink(Shape.OBJECT) - seen.nlink(), state.namesOf(Shape.OBJECT) > 0);
    }

    /** The node of a local nodeid. */
    Node node(int n) {
        return state.node(n);
    }
}
