package org.holdfast.spec.sequence;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.holdfast.spec.Action;
import org.holdfast.spec.Model;
import org.holdfast.spec.State;

/** A run of the model from its first state, told line by line. */
final class Telling {
    private final Moves moves;
    private final Set<String> goals = new LinkedHashSet<>();
    private final Set<String> needs = new TreeSet<>();
    private State state;
    private boolean rest;
    private boolean serial = true;

    Telling(Model m) {
        moves = Moves.of(m);
        state = State.init(m);
        needs.addAll(Need.of(m));
        arrive();
    }

    /**
     * Takes a step, which must be possible.
     *
     * @param next the steps after it
     * @return the step, and that the daemon has come to rest after it, if it has
     */
    List<Line> take(Action a, List<Action> next) {
        List<Line> lines = new ArrayList<>();
        Actor actor = Actor.of(state, a);
        State after = a.step(state);
        lines.add(new Line.Step(0, actor, a, Ask.of(state, a, next), Answer.of(state, a)));
        needs.addAll(Need.of(state, a));
        goals.add(Goals.step(state, a, after));
        serial &= rest || Graph.goesOn(state, a);
        if (serial && rest && actor != Actor.DAEMON) {
            goals.add(Goals.turn(state, a));
        }
        state = after;
        arrive();
        if (rest && actor != Actor.HOST) {
            lines.add(new Line.AtRest(0, Rest.of(state)));
        }
        return lines;
    }

    private void arrive() {
        rest = moves.rest(state);
        goals.add(Goals.daemon(state));
        goals.add(Goals.host(state));
    }

    /** Where the run has come to. */
    State state() {
        return state;
    }

    /** What it has covered so far. */
    Set<String> goals() {
        return goals;
    }

    /** What a driver needs for it, beside requests and changes of names. */
    Set<String> needs() {
        return needs;
    }

    /** Whether nobody has begun anything so far unless the daemon was at rest. */
    boolean serial() {
        return serial;
    }

    /** Whether the daemon has nothing left to do and nothing left at all. */
    boolean quiescent() {
        return rest && Rest.of(state).equals(Rest.EMPTY);
    }
}
