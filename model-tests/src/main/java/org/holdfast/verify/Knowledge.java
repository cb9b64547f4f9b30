package org.holdfast.verify;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The states in which the model of one inode may be, of which one is true. All inodes that have come to the same states
 * share it, and what follows a step is reckoned once: so the model becomes an automaton as far as a run needs it.
 */
final class Knowledge {
    private static final int MOST = 50_000;

    /** All that there are, so that equal ones are one. */
    static final class Store {
        private Map<Set<Possible>, Knowledge> all = new HashMap<>();

        Knowledge of(Set<Possible> possible) {
            if (all.size() > MOST) {
                all.values().forEach(k -> k.next.clear());
                all = new HashMap<>();
            }
            return all.computeIfAbsent(possible, p -> new Knowledge(this, p));
        }

        /** An inode of which nothing is known. */
        Knowledge first(Shape shape) {
            Set<Possible> closed = new HashSet<>();
            Possible.of(shape.first()).addTo(closed);
            return of(closed);
        }
    }

    private final Store store;
    private final Set<Possible> possible;
    private final Map<Step, Knowledge> next = new HashMap<>();
    private final Set<Step> impossible = new HashSet<>();

    private Knowledge(Store store, Set<Possible> possible) {
        this.store = store;
        this.possible = possible;
    }

    /** What may be after a step; null if it can have happened in none of the states. */
    Knowledge after(Step step) {
        Knowledge known = next.get(step);
        if (known != null) {
            return known;
        }
        if (impossible.contains(step)) {
            return null;
        }
        Set<Possible> closed = new LinkedHashSet<>();
        for (Possible p : possible) {
            step.from(p).forEach(after -> after.addTo(closed));
        }
        if (closed.isEmpty()) {
            impossible.add(step);
            return null;
        }
        Knowledge after = store.of(new HashSet<>(closed));
        next.put(step, after);
        return after;
    }

    /** What all states agree upon. */
    <T> T says(Function<Possible, T> question) {
        return question.apply(possible.iterator().next());
    }

    /** The states. */
    Set<Possible> possible() {
        return possible;
    }
}
