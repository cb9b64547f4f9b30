package org.holdfast.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.holdfast.spec.bounded.ModelFile;
import org.holdfast.spec.bounded.Tlc;
import org.junit.jupiter.api.Test;

/** TLC counts states that differ by an exchange of requests once, and no others. */
class SymmetryTest {
    private static final Path WORK = Path.of("target", "symmetry");

    @Test
    void tlcHasAStateForEachPairOfMirroredStates() throws Exception {
        ModelFile.Entry e = symmetric("full", List.of("TypeOK", "P1RefSafe", "ImplementsContract"));
        Tlc.Result got = new Tlc(TlcTest.jar(), WORK, 1, "512m", 300).run(e, line -> {});
        assertThat(got.exit()).as(got.output()).isZero();
        assertThat(got.states()).isEqualTo(mirroredOnce(e.model())).isLessThan(e.states());
    }

    /** There TLC is compared with Java state by state. */
    @Test
    void notOnTheQuickTier() {
        assertThatThrownBy(() -> Tlc.prepare(WORK.resolve("quick"), symmetric("quick", List.of("TypeOK"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** TLC would overlook infinite runs. */
    @Test
    void notForLiveness() {
        assertThatThrownBy(() -> Tlc.prepare(WORK.resolve("live"), symmetric("full", List.of("P13Progress"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static ModelFile.Entry symmetric(String tier, List<String> check) {
        ModelFile.Entry e =
                ModelFile.all().filter(m -> m.name().equals("fd")).findFirst().orElseThrow();
        return new ModelFile.Entry(
                e.name(),
                e.constants(),
                e.without(),
                check,
                e.expect(),
                e.states(),
                e.edges(),
                tier,
                List.of("Requests"),
                e.why(),
                e.bug(),
                e.depth());
    }

    private static int mirroredOnce(Model m) {
        assertThat(m.requests()).containsExactly(1, 2);
        Set<State> seen = new HashSet<>(Set.of(State.init(m)));
        Queue<State> left = new ArrayDeque<>(seen);
        Set<Set<State>> pairs = new HashSet<>();
        while (!left.isEmpty()) {
            State s = left.remove();
            State mirrored = s.req(1, s.req(2)).req(2, s.req(1));
            pairs.add(mirrored.equals(s) ? Set.of(s) : Set.of(s, mirrored));
            for (Action a : Action.all(m)) {
                if (a.enabled(s) && seen.add(a.apply(s))) {
                    left.add(a.apply(s));
                }
            }
        }
        return pairs.size();
    }
}
