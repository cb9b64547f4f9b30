package org.holdfast.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/** Visits every reachable state of a model, breadth first, as TLC does. */
public final class Explorer {
    private static final int REPORT = 5_000;

    private final List<Action> actions;
    private final List<Property> properties;
    private final int limit;
    private final IntConsumer progress;
    private final Map<State, Integer> index = new HashMap<>();
    private final List<State> states = new ArrayList<>();
    private final List<Integer> parents = new ArrayList<>();
    private final List<Action> causes = new ArrayList<>();
    private final Map<String, Long> taken = new TreeMap<>();

    private Explorer(Model model, List<Property> properties, int limit, IntConsumer progress) {
        this.progress = progress;
        this.limit = limit;
        this.actions = Action.all(model);
        this.properties = properties;
    }

    /**
     * What was found.
     *
     * @param states number of distinct states
     * @param depth number of states on the longest of the shortest paths from the first state
     * @param edges number of steps, those that lead back included
     * @param taken how often each action was a step, by its name
     * @param violation the shortest way to a violation, which ends the search
     */
    public record Result(int states, int depth, long edges, Map<String, Long> taken, Optional<Violation> violation) {}

    /**
     * A property that does not hold.
     *
     * @param property its name
     * @param steps the shortest way there
     */
    public record Violation(String property, List<Step> steps) {}

    /**
     * One line of a counterexample.
     *
     * @param action what happened; nothing before the first state
     * @param state the state after it
     */
    public record Step(Optional<Action> action, State state) {}

    /**
     * Visits all states of the model, or as many as it takes to find a violation of one of the named properties. A change
     * can make a model unbounded; more states than the limit are an IllegalStateException.
     */
    public static Result explore(Model model, List<String> properties, int limit) {
        return explore(model, properties, limit, found -> {});
    }

    /** The same; {@code progress} hears the number of states from time to time. */
    public static Result explore(Model model, List<String> properties, int limit, IntConsumer progress) {
        List<Property> checked = properties.stream().map(Properties::byName).toList();
        return new Explorer(model, checked, limit, progress).run(State.init(model));
    }

    private Result run(State init) {
        add(init, -1, null);
        Optional<Violation> bad = broken(init).map(p -> new Violation(p, path(0)));
        int depth = 0;
        long edges = 0;
        int level = 0;
        for (int i = 0; i < states.size() && bad.isEmpty(); i++) {
            if (i == level) { // the first state of the next level
                depth++;
                level = states.size();
            }
            if (i % REPORT == 0) {
                progress.accept(states.size());
            }
            State s = states.get(i);
            for (Action a : actions) {
                if (!a.enabled(s)) {
                    continue;
                }
                State t = a.apply(s);
                edges++;
                taken.merge(a.getClass().getSimpleName(), 1L, Long::sum);
                boolean isNew = add(t, i, a);
                Optional<String> broken = properties.stream()
                        .filter(p -> !p.step().test(s, t))
                        .map(Property::name)
                        .findFirst();
                if (broken.isEmpty() && isNew) {
                    broken = broken(t);
                }
                if (broken.isPresent()) {
                    List<Step> steps = path(i);
                    steps.add(new Step(Optional.of(a), t));
                    return new Result(
                            states.size(), steps.size(), edges, taken, Optional.of(new Violation(broken.get(), steps)));
                }
            }
        }
        return new Result(states.size(), depth, edges, taken, bad);
    }

    private Optional<String> broken(State s) {
        return properties.stream()
                .filter(p -> !p.state().test(s))
                .map(Property::name)
                .findFirst();
    }

    private boolean add(State t, int parent, Action by) {
        if (index.putIfAbsent(t, states.size()) != null) {
            return false;
        }
        if (states.size() == limit) {
            throw new IllegalStateException("more than " + limit + " states; the last new one by " + by + ": " + t);
        }
        states.add(t);
        parents.add(parent);
        causes.add(by);
        return true;
    }

    private List<Step> path(int last) {
        List<Step> steps = new ArrayList<>();
        for (int i = last; i >= 0; i = parents.get(i)) {
            steps.add(new Step(Optional.ofNullable(causes.get(i)), states.get(i)));
        }
        Collections.reverse(steps);
        return steps;
    }
}
