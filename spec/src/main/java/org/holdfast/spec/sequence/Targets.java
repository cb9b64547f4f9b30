package org.holdfast.spec.sequence;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.holdfast.spec.Action;
import org.holdfast.spec.State;

/** Finds the goals of a graph that are not yet covered, and the nearest place of each. */
final class Targets implements Graph.Visitor {
    private final Set<String> covered;
    private final Set<String> found = new HashSet<>();
    private final List<Target> targets = new ArrayList<>();

    /**
     * A goal and where it is reached.
     *
     * @param state the number of a state
     * @param step the step from there; nothing if the goal is the state itself
     */
    record Target(String goal, int state, Optional<Action> step) {}

    Targets(Set<String> covered) {
        this.covered = covered;
    }

    @Override
    public void state(int number, State s) {
        add(Goals.daemon(s), number, Optional.empty());
        add(Goals.host(s), number, Optional.empty());
    }

    @Override
    public void step(int number, State s, Action a, State t, boolean turn) {
        add(Goals.step(s, a, t), number, Optional.of(a));
        if (turn) {
            add(Goals.turn(s, a), number, Optional.of(a));
        }
    }

    private void add(String goal, int state, Optional<Action> step) {
        if (!covered.contains(goal) && found.add(goal)) {
            targets.add(new Target(goal, state, step));
        }
    }

    /** The goals, those that fewer steps reach first. */
    List<Target> nearestFirst() {
        return targets;
    }
}
