package org.holdfast.spec.sequence;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.holdfast.spec.Action;
import org.holdfast.spec.Model;
import org.holdfast.spec.State;

/** The states of a model, breadth first, with the step that first led to each. */
final class Graph {
    private final Moves moves;
    private final boolean serial;
    private final List<Integer> parents = new ArrayList<>();
    private final List<Action> causes = new ArrayList<>();

    /** Hears of every state and step. A state has a number, and those that are nearer to the first have lower ones. */
    interface Visitor {
        /** A new state. */
        void state(int number, State s);

        /** A step; {@code turn}: the client or the host takes it while the daemon is at rest, as ever before on the way. */
        void step(int number, State s, Action a, State t, boolean turn);
    }

    private Graph(Model m, boolean serial) {
        this.moves = Moves.of(m);
        this.serial = serial;
    }

    /** Every state and step of the model. */
    static Graph whole(Model m, Visitor visitor) {
        return new Graph(m, false).visit(State.init(m), visitor);
    }

    /** Only those in which the client and the host begin nothing, and the daemon of its own neither, unless it is at rest. */
    static Graph serial(Model m, Visitor visitor) {
        return new Graph(m, true).visit(State.init(m), visitor);
    }

    private Graph visit(State init, Visitor visitor) {
        Set<State> seen = new HashSet<>(Set.of(init));
        Deque<State> queue = new ArrayDeque<>(List.of(init));
        parents.add(-1);
        causes.add(null);
        for (int i = 0; !queue.isEmpty(); i++) {
            State s = queue.remove();
            List<Action> enabled = moves.enabled(s);
            boolean rest = enabled.stream().noneMatch(Action::fair);
            visitor.state(i, s);
            for (Action a : enabled) {
                if (serial && !rest && !goesOn(s, a)) {
                    continue;
                }
                State t = a.apply(s);
                visitor.step(i, s, a, t, serial && rest && Actor.of(s, a) != Actor.DAEMON);
                if (seen.add(t)) {
                    queue.add(t);
                    parents.add(i);
                    causes.add(a);
                }
            }
        }
        return this;
    }

    /** Whether a is what the daemon does next of what it has begun, and not something new. */
    static boolean goesOn(State s, Action a) {
        return a.fair() || (Actor.of(s, a) == Actor.DAEMON && !Actor.idle(s, a));
    }

    /** The shortest way to the state with that number. */
    List<Action> path(int number) {
        List<Action> path = new ArrayList<>();
        for (int i = number; i > 0; i = parents.get(i)) {
            path.add(causes.get(i));
        }
        Collections.reverse(path);
        return path;
    }
}
