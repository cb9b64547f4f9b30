package org.holdfast.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The steps from a few consecutive states of a level: what one thread does at a time. It is filled by {@link #expand}, from
 * which come the candidates for new states in the order of their parents and actions; {@link #keepNew} strikes out those
 * that are not new, and {@link #check} looks at the rest.
 */
final class Expansion {
    /** A property that a step or its end violates. */
    record Break(String property, int parent, int action, State state) {}

    private final List<Action> actions;
    private final List<Property> ofStates;
    private final List<Property> ofSteps;
    private final long[] taken;
    private long[] fingerprint = new long[256];
    private State[] state = new State[256]; // null once it is known not to be new
    private int[] parent = new int[256];
    private char[] action = new char[256];
    private int size;
    private Break broken;

    Expansion(List<Action> actions, List<Property> properties) {
        this.actions = actions;
        this.ofStates = properties.stream().filter(Property::ofStates).toList();
        this.ofSteps = properties.stream().filter(Property::ofSteps).toList();
        this.taken = new long[actions.size()];
    }

    /** Begins anew with all steps from s, the state of that number, and from those that follow; ends at a violation. */
    void expand(List<State> states, int from, int to, int number, SeenSet seen) {
        Arrays.fill(state, 0, size, null);
        size = 0;
        broken = null;
        for (int i = from; i < to && broken == null; i++) {
            expand(states.get(i), number + i, seen);
        }
    }

    private void expand(State s, int number, SeenSet seen) {
        for (int a = 0; a < actions.size(); a++) {
            if (!actions.get(a).enabled(s)) {
                continue;
            }
            State t = actions.get(a).apply(s);
            taken[a]++;
            long f = Fingerprint.of(t);
            if (!seen.contains(f)) {
                candidate(f, t, number, a);
            }
            for (Property p : ofSteps) {
                if (!p.step().test(s, t)) {
                    broken = new Break(p.name(), number, a, t);
                    return;
                }
            }
        }
    }

    private void candidate(long f, State t, int from, int by) {
        if (size == state.length) {
            fingerprint = Arrays.copyOf(fingerprint, 2 * size);
            state = Arrays.copyOf(state, 2 * size);
            parent = Arrays.copyOf(parent, 2 * size);
            action = Arrays.copyOf(action, 2 * size);
        }
        fingerprint[size] = f;
        state[size] = t;
        parent[size] = from;
        action[size] = (char) by;
        size++;
    }

    /** Adds the candidates of one thread's share of the shards to what has been seen, and keeps those that are new. */
    void keepNew(SeenSet seen, int share, int shares) {
        for (int i = 0; i < size; i++) {
            if (SeenSet.shard(fingerprint[i]) % shares == share && !seen.add(fingerprint[i])) {
                state[i] = null;
            }
        }
    }

    /** Looks whether the properties hold in the new states. */
    void check() {
        for (int i = 0; i < size; i++) {
            if (state[i] == null) {
                continue;
            }
            Optional<String> bad = broken(ofStates, state[i]);
            boolean sameStep = broken != null && broken.parent() == parent[i] && broken.action() == action[i];
            if (bad.isPresent()
                    && !sameStep) { // a broken step is the last one of all, so that this one comes before it
                broken = new Break(bad.get(), parent[i], action[i], state[i]);
                size = i + 1;
            }
        }
    }

    /** The first property that the state violates. */
    static Optional<String> broken(List<Property> properties, State s) {
        for (Property p : properties) {
            if (!p.state().test(s)) {
                return Optional.of(p.name());
            }
        }
        return Optional.empty();
    }

    /** The first violation, if there is one; then the new states end with it. */
    Optional<Break> violation() {
        return Optional.ofNullable(broken);
    }

    /** Gives every new state a place in the next level, and a number. */
    void addTo(List<State> level, Ancestors ancestors, int limit) {
        for (int i = 0; i < size; i++) {
            if (state[i] == null) {
                continue;
            }
            if (ancestors.size() == limit) {
                throw new IllegalStateException("more than " + limit + " states; the last new one by "
                        + actions.get(action[i]) + ": " + state[i]);
            }
            ancestors.add(parent[i], action[i]);
            level.add(state[i]);
        }
    }

    /** How often each action was a step, by its number, since this object was made. */
    long[] taken() {
        return taken;
    }
}
