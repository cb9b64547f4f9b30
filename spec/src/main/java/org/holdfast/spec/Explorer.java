package org.holdfast.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Visits every reachable state of a model, breadth first, as TLC does. Of the states only those of two levels are in
 * memory, and of the others their {@link Fingerprint}. A level is visited by several threads, block by block, and what they
 * find is put in order before the next block begins: states, steps, depth and counterexample do not depend on the threads.
 */
public final class Explorer {
    private static final int EXPANSION = 64; // states
    private static final int BLOCK = 128; // expansions

    private final Model model;
    private final List<Action> actions;
    private final List<Property> properties;
    private final int limit;
    private final Consumer<Progress> progress;
    private final Crew crew;
    private final SeenSet seen = new SeenSet();
    private final Ancestors ancestors = new Ancestors();
    private final List<Expansion> block = new ArrayList<>();
    private int depth = 1;

    private Explorer(Model model, List<Property> properties, int limit, Crew crew, Consumer<Progress> progress) {
        this.model = model;
        this.actions = Action.all(model);
        this.properties = properties;
        this.limit = limit;
        this.crew = crew;
        this.progress = progress;
        for (int i = 0; i < BLOCK; i++) {
            block.add(new Expansion(actions, properties));
        }
    }

    /**
     * What was found.
     *
     * @param states number of distinct states
     * @param depth number of states on the longest of the shortest paths from the first state, or of the counterexample
     * @param edges number of steps, those that lead back included; with a violation some that come after it are among them
     * @param taken how often each action was a step, by its name
     * @param bytes what the fingerprints and the ways back from each state take of the heap
     * @param violation the shortest way to a violation, which ends the search
     */
    public record Result(
            int states, int depth, long edges, Map<String, Long> taken, long bytes, Optional<Violation> violation) {

        /** About how probable it is that two states had one fingerprint, reckoned as TLC does. */
        public double collision() {
            return states * (double) (edges + 1 - states) / Math.pow(2, 64);
        }
    }

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
     * How far the search has come.
     *
     * @param states number of distinct states found
     * @param left how many of them are still to be visited
     * @param edges number of steps
     * @param depth the level that is being visited
     */
    public record Progress(int states, int left, long edges, int depth) {}

    /**
     * Visits all states of the model, or as many as it takes to find a violation of one of the named properties. A change
     * can make a model unbounded; more states than the limit are an IllegalStateException.
     */
    public static Result explore(Model model, List<String> properties, int limit) {
        return explore(model, properties, limit, found -> {});
    }

    /** The same; {@code progress} hears the number of states from time to time. */
    public static Result explore(Model model, List<String> properties, int limit, IntConsumer progress) {
        int threads = Runtime.getRuntime().availableProcessors();
        return explore(model, properties, limit, threads, now -> progress.accept(now.states()));
    }

    /** The same with so many threads. An interrupt ends it with a CancellationException. */
    public static Result explore(
            Model model, List<String> properties, int limit, int threads, Consumer<Progress> progress) {
        List<Property> checked = properties.stream().map(Properties::byName).toList();
        try (Crew crew = new Crew(threads)) {
            return new Explorer(model, checked, limit, crew, progress).run(State.init(model));
        }
    }

    private Result run(State init) {
        seen.add(Fingerprint.of(init));
        ancestors.add(0, 0);
        Optional<Violation> bad = Expansion.broken(properties, init)
                .map(p -> new Violation(p, List.of(new Step(Optional.empty(), init))));
        List<State> level = List.of(init);
        int number = 0; // of the first state of the level
        while (bad.isEmpty()) {
            List<State> next = new ArrayList<>();
            for (int from = 0; from < level.size() && bad.isEmpty(); from += BLOCK * EXPANSION) {
                progress.accept(new Progress(ancestors.size(), level.size() - from + next.size(), edges(), depth));
                if (Thread.interrupted()) {
                    throw new CancellationException("interrupted");
                }
                bad = visit(level, from, number, next);
            }
            if (next.isEmpty() || bad.isPresent()) {
                break;
            }
            number += level.size();
            level = next;
            depth++;
        }
        int length = bad.map(v -> v.steps().size()).orElse(depth);
        return new Result(ancestors.size(), length, edges(), taken(), seen.bytes() + ancestors.bytes(), bad);
    }

    /** Visits one block of the level. */
    private Optional<Violation> visit(List<State> level, int from, int number, List<State> next) {
        int to = Math.min(level.size(), from + BLOCK * EXPANSION);
        List<Expansion> now = block.subList(0, (to - from + EXPANSION - 1) / EXPANSION);
        crew.each(now.size(), i -> {
            int first = from + i * EXPANSION;
            now.get(i).expand(level, first, Math.min(to, first + EXPANSION), number, seen);
        });
        int shares = now.size() == 1 ? 1 : crew.threads();
        crew.each(shares, share -> now.forEach(e -> e.keepNew(seen, share, shares)));
        crew.each(now.size(), i -> now.get(i).check());
        for (Expansion e : now) {
            e.addTo(next, ancestors, limit);
            if (e.violation().isPresent()) {
                return e.violation().map(this::violation);
            }
        }
        return Optional.empty();
    }

    private Violation violation(Expansion.Break found) {
        List<Integer> path = ancestors.actionsTo(found.parent());
        path.add(found.action());
        State s = State.init(model);
        List<Step> steps = new ArrayList<>(List.of(new Step(Optional.empty(), s)));
        for (int i : path) {
            s = actions.get(i).step(s);
            steps.add(new Step(Optional.of(actions.get(i)), s));
        }
        return new Violation(found.property(), steps);
    }

    private long edges() {
        long edges = 0;
        for (Expansion e : block) {
            for (long times : e.taken()) {
                edges += times;
            }
        }
        return edges;
    }

    private Map<String, Long> taken() {
        Map<String, Long> taken = new TreeMap<>();
        for (Expansion e : block) {
            for (int a = 0; a < actions.size(); a++) {
                if (e.taken()[a] > 0) {
                    taken.merge(actions.get(a).getClass().getSimpleName(), e.taken()[a], Long::sum);
                }
            }
        }
        return taken;
    }
}
