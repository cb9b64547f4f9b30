package org.holdfast.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.holdfast.spec.bounded.ModelFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The explorer finds in small models what a search of a few lines finds, and the way to it can be gone. */
class SmallExplorationsTest {
    private static final int LIMIT = 4_000;
    /** States of a counterexample that is found among less states than that. */
    private static final int DEEP = 9;

    private static final Map<String, Object> SMALL = Map.of("MaxLookups", 1, "MaxNodeid", 2, "Requests", List.of(1));

    static Stream<ModelFile.Entry> bad() {
        return ModelFile.bad().filter(e -> e.depth().orElse(0) <= DEEP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"link-pair", "link-names", "fd", "adaptive-pair"})
    void everyStateAndStepOnce(String name) {
        ModelFile.Entry e =
                ModelFile.all().filter(m -> m.name().equals(name)).findFirst().orElseThrow();
        e.constants().putAll(SMALL);
        Explorer.Result one = Explorer.explore(e.model(), e.check(), LIMIT, 1, now -> {});
        assertThat(one.violation()).isEmpty();
        Set<State> seen = new HashSet<>();
        Set<State> level = Set.of(State.init(e.model()));
        Map<String, Long> taken = new TreeMap<>();
        int depth = 0;
        while (!level.isEmpty()) {
            depth++;
            seen.addAll(level);
            Set<State> next = new HashSet<>();
            for (State s : level) {
                for (Action a : Action.all(e.model())) {
                    if (a.enabled(s)) {
                        taken.merge(a.getClass().getSimpleName(), 1L, Long::sum);
                        next.add(a.step(s));
                    }
                }
            }
            next.removeAll(seen);
            level = next;
        }
        assertThat(one.states()).isEqualTo(seen.size());
        assertThat(one.depth()).isEqualTo(depth);
        assertThat(one.taken()).isEqualTo(taken);
        assertThat(one.edges())
                .isEqualTo(taken.values().stream().mapToLong(n -> n).sum());
        assertThat(one.collision()).isEqualTo(one.states() * (one.edges() + 1.0 - one.states()) / Math.pow(2, 64));
        assertThat(Explorer.explore(e.model(), e.check(), LIMIT, 3, now -> {})).isEqualTo(one);
        assertThat(seen.stream().map(Fingerprint::of).distinct()).hasSize(seen.size());
    }

    @ParameterizedTest
    @MethodSource("bad")
    void theCounterexampleIsAWay(ModelFile.Entry e) {
        Explorer.Result got = Explorer.explore(e.model(), e.check(), LIMIT, 1, now -> {});
        Explorer.Violation v = got.violation().orElseThrow();
        assertThat(v.property()).isEqualTo(e.expect());
        assertThat(got.depth()).isEqualTo(v.steps().size());
        e.depth().ifPresent(depth -> assertThat(v.steps()).hasSize(depth));
        assertThat(v.steps().get(0)).isEqualTo(new Explorer.Step(java.util.Optional.empty(), State.init(e.model())));
        Property broken = Properties.byName(v.property());
        for (int i = 1; i < v.steps().size(); i++) {
            State before = v.steps().get(i - 1).state();
            Explorer.Step step = v.steps().get(i);
            Action a = step.action().orElseThrow();
            assertThat(a.enabled(before)).as("%s in %s", a, before).isTrue();
            assertThat(a.step(before)).isEqualTo(step.state());
            boolean holds = broken.state().test(step.state()) && broken.step().test(before, step.state());
            assertThat(holds).as("step %s", i).isEqualTo(i < v.steps().size() - 1);
        }
    }

    /** Which of two violations at one step is named, and what has been visited before, is what the order of actions says. */
    @ParameterizedTest
    @MethodSource("bad")
    void theFirstViolationIsTheOneFound(ModelFile.Entry e) {
        List<Property> all = Properties.all().stream()
                .filter(p -> !ModelFile.names("liveness").contains(p.name()))
                .toList();
        Set<State> seen = new LinkedHashSet<>(Set.of(State.init(e.model())));
        String first = firstViolation(e.model(), all, seen);
        Explorer.Result got =
                Explorer.explore(e.model(), all.stream().map(Property::name).toList(), LIMIT, 1, now -> {});
        assertThat(got.violation().orElseThrow().property()).isEqualTo(first);
        assertThat(got.states()).isEqualTo(seen.size());
    }

    /** Breadth first; a step is looked at before the state that it leads to. What was seen by then is left in seen. */
    private static String firstViolation(Model m, List<Property> all, Set<State> seen) {
        Deque<State> queue = new ArrayDeque<>(seen);
        List<Action> actions = Action.all(m);
        while (!queue.isEmpty()) {
            State s = queue.remove();
            for (Action a : actions) {
                if (!a.enabled(s)) {
                    continue;
                }
                State t = a.apply(s);
                boolean fresh = seen.add(t);
                for (Property p : all) {
                    if (p.ofSteps() && !p.step().test(s, t)) {
                        return p.name();
                    }
                }
                for (Property p : all) {
                    if (fresh && p.ofStates() && !p.state().test(t)) {
                        return p.name();
                    }
                }
                if (fresh) {
                    queue.add(t);
                }
            }
        }
        throw new AssertionError("nothing is violated");
    }
}
