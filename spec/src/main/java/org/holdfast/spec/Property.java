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

    static Property invariant(String name, Predicate<State> state) {
        return new Property(name, state, (s, t) -> true);
    }

    static Property action(String name, BiPredicate<State, State> step) {
        return new Property(name, s -> true, step);
    }
}
