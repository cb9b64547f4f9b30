package org.holdfast.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.holdfast.spec.bounded.ModelFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The explorer finds the same with any number of threads, and can be stopped. */
class ExplorerThreadsTest {
    private static final int LIMIT = 1_000_000;

    static Stream<ModelFile.Entry> bad() {
        return ModelFile.bad();
    }

    @ParameterizedTest
    @MethodSource("bad")
    void sameCounterexampleWithAnyNumberOfThreads(ModelFile.Entry e) {
        Explorer.Result one = Explorer.explore(e.model(), e.check(), LIMIT, 1, now -> {});
        assertThat(Explorer.explore(e.model(), e.check(), LIMIT, 3, now -> {})).isEqualTo(one);
        Explorer.Violation v = one.violation().orElseThrow();
        assertThat(v.steps()).hasSize(one.depth());
        assertThat(v.steps().get(0).state()).isEqualTo(State.init(e.model()));
    }

    @Test
    void sameGraphWithAnyNumberOfThreads() {
        Model m = model("link-crash").model();
        assertThat(Explorer.explore(m, List.of(), LIMIT, 3, now -> {}))
                .isEqualTo(Explorer.explore(m, List.of(), LIMIT, 1, now -> {}));
    }

    @Test
    void whatIsLeftIsPartOfWhatIsFound() {
        List<Explorer.Progress> heard = new ArrayList<>();
        Explorer.Result got = Explorer.explore(model("link-crash").model(), List.of(), LIMIT, 2, heard::add);
        assertThat(heard).allMatch(now -> now.left() >= 1 && now.left() <= now.states());
        assertThat(heard).extracting(Explorer.Progress::depth).isSorted().endsWith(got.depth());
        assertThat(heard.get(0)).isEqualTo(new Explorer.Progress(1, 1, 0, 1));
    }

    @Test
    void givesUpAtTheLimit() {
        Model m = model("link-crash").model();
        assertThatThrownBy(() -> Explorer.explore(m, List.of(), 1_000))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("more than 1000 states; the last new one by ");
    }

    @Test
    void endsWhenInterrupted() {
        Model m = model("link-crash").model();
        assertThatThrownBy(() -> Explorer.explore(m, List.of(), LIMIT, 2, now -> {
                    if (now.states() > 1_000) {
                        Thread.currentThread().interrupt();
                    }
                }))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    /** A fingerprint is of the state alone, not of the way there, and tells apart who has what. */
    @Test
    void equalStatesHaveOneFingerprint() {
        State s = State.init(model("link-dirs").model());
        State one = s.held(2, 1).held(3, 2);
        State two = s.held(3, 2).held(2, 1);
        assertThat(Fingerprint.of(one)).isEqualTo(Fingerprint.of(two)).isNotEqualTo(Fingerprint.of(s));
        assertThat(Fingerprint.of(one)).isNotEqualTo(Fingerprint.of(s.held(2, 2).held(3, 1)));
        Place top = new Place(Place.top(1), "a");
        Place below = new Place(1, "a");
        assertThat(Fingerprint.of(s.names(s.names().except(top, 1).except(below, 2))))
                .isNotEqualTo(Fingerprint.of(s.names(s.names().except(top, 2).except(below, 1))));
    }

    @Test
    void theSetOfFingerprintsGrows() {
        SeenSet set = new SeenSet();
        Set<Long> same = new HashSet<>();
        new Random(1).longs(200_000).map(l -> l | 1).forEach(l -> {
            assertThat(set.contains(l)).isEqualTo(same.contains(l));
            assertThat(set.add(l)).isEqualTo(same.add(l));
        });
        assertThat(same).allMatch(set::contains);
        assertThat(set.bytes()).isBetween(200_000L * 8 * 4 / 3, 200_000L * 8 * 3);
    }

    private static ModelFile.Entry model(String name) {
        return ModelFile.all().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
    }
}
