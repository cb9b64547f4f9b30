package org.holdfast.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Walks in models that are too large to visit: four names, six objects, three requests, two inode numbers, crashes. */
class RandomWalkTest {
    private static final Model LARGE = new Model(
            List.of("a", "b", "c", "d"),
            List.of("file", "dir"),
            List.of(1, 2),
            6,
            5,
            List.of(1, 2, 3),
            6,
            "link",
            List.of("EMLINK", "ENOSPC"),
            true,
            Set.of());

    private static final List<Action> ACTIONS = Action.all(LARGE);

    private static final List<org.holdfast.spec.Property> SAFETY = Stream.of("invariants", "actionProperties")
            .flatMap(kind -> ModelFile.names(kind).stream())
            .map(Properties::byName)
            .toList();

    /** A choice is an index into what is enabled at that moment, so that a shorter list of choices is a walk too. */
    @Property(tries = 2000)
    void keepsEveryProperty(@ForAll @Size(min = 1, max = 60) List<@IntRange(min = 0, max = 999) Integer> choices) {
        State s = State.init(LARGE);
        List<Action> walk = new ArrayList<>();
        for (int choice : choices) {
            List<Action> enabled = enabled(s, choice);
            if (enabled.isEmpty()) {
                return; // all objects are used up, and nobody wants anything
            }
            Action a = enabled.get(choice % enabled.size());
            walk.add(a);
            State t = a.step(s);
            for (org.holdfast.spec.Property p : SAFETY) {
                assertThat(p.state().test(t) && p.step().test(s, t))
                        .as("%s after %s in %s", p.name(), walk, t)
                        .isTrue();
            }
            s = t;
        }
    }

    /** A crash in one of 50 choices only, or hardly a walk would come far. */
    private static List<Action> enabled(State s, int choice) {
        boolean crash = choice % 50 == 0;
        return ACTIONS.stream()
                .filter(a -> a.enabled(s) && (crash || !(a instanceof Life.Crash)))
                .toList();
    }
}
