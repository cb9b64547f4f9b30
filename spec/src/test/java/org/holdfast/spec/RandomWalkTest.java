package org.holdfast.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.statistics.Statistics;
import org.holdfast.spec.bounded.ModelFile;

/** Walks in a model too large to visit: directories, two mounts, six objects, three requests, crashes. */
class RandomWalkTest {
    private static final Model LARGE = new Model(
            List.of("a", "b"),
            List.of("file", "dir"),
            List.of(1, 2),
            6,
            List.of(1, 2),
            false,
            5,
            List.of(1, 2, 3),
            6,
            List.of("link", "warm", "unlink", "rename"),
            "link",
            0,
            List.of("EMLINK", "ENOSPC"),
            true,
            Set.of());

    private static final List<Action> ACTIONS = Action.all(LARGE);

    private static final List<org.holdfast.spec.Property> SAFETY = Stream.of("invariants", "actionProperties")
            .flatMap(kind -> ModelFile.names(kind).stream())
            .map(Properties::byName)
            .toList();

    /** A choice is an index into what is enabled at that moment, so that a shorter list of choices is a walk too. */
    @Property(tries = 1500)
    void keepsEveryProperty(@ForAll("choices") List<Integer> choices) {
        State s = State.init(LARGE);
        List<Action> walk = new ArrayList<>();
        for (int choice : choices) {
            List<List<Action>> kinds = enabledByKind(s, choice);
            if (kinds.isEmpty()) {
                break; // all objects are used up, and nobody wants anything
            }
            List<Action> kind = kinds.get(choice % kinds.size());
            Action a = kind.get(choice / kinds.size() % kind.size());
            walk.add(a);
            State t = a.step(s);
            for (org.holdfast.spec.Property p : SAFETY) {
                assertThat(p.state().test(t) && p.step().test(s, t))
                        .as("%s after %s in %s", p.name(), walk, t)
                        .isTrue();
            }
            s = t;
        }
        boolean far = walk.stream().anyMatch(a -> a instanceof Forgetting.Drop);
        Statistics.label("a node was forgotten and dropped").collect(far).coverage(c -> c.check(true)
                .percentage(p -> p > 25.0));
    }

    @Provide
    Arbitrary<List<Integer>> choices() {
        return Arbitraries.integers()
                .between(0, 99_999)
                .withDistribution(RandomDistribution.uniform())
                .list()
                .ofMinSize(1)
                .ofMaxSize(120)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    /**
     * Every kind of action has the same weight, however many arguments it has, or the host would do nearly everything.
     * The daemon dies in one of 50 choices only, or hardly a walk would come far.
     */
    private static List<List<Action>> enabledByKind(State s, int choice) {
        Map<String, List<Action>> kinds = new TreeMap<>();
        for (Action a : ACTIONS) {
            if (a.enabled(s) && (choice % 50 == 0 || !(a instanceof Life.Crash))) {
                kinds.computeIfAbsent(a.getClass().getSimpleName(), k -> new ArrayList<>())
                        .add(a);
            }
        }
        return List.copyOf(kinds.values());
    }
}
