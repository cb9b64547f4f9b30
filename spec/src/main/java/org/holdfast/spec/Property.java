package org.holdfast.spec;

import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * A named property of the model.
 *
 * @param name its name in TLA+
 * @param state what holds in every state
 * @param step what holds from every state to every next one
 */
public record Property(String name, Predicate<State> state, BiPredicate<State, State> step) {
    private static final Predicate<State> ANY_STATE = s -> true;
    private static final BiPredicate<State, State> ANY_STEP = (s, t) -> true;

    static Property invariant(String name, Predicate<State> state) {
        return new Property(name, state, ANY_STEP);
    }

    static Property action(String name, BiPredicate<State, State> step) {
        return new Property(name, ANY_STATE, step);
    }

    /** Whether there are states that it forbids. */
    boolean ofStates() {
        return state != ANY_STATE;
    }

    /** Whether there are steps that it forbids. */
    boolean ofSteps() {
        return step != ANY_STEP;
    }
}
