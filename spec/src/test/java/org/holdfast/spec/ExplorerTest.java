package org.holdfast.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.holdfast.spec.bounded.ModelFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java model has as many states as the TLA+ one, at the same depth, and breaks where that breaks. */
class ExplorerTest {
    /** Twice the states of the largest model that holds. */
    private static final int LIMIT =
            2 * ModelFile.good().mapToInt(ModelFile.Entry::states).max().orElseThrow();

    static Stream<ModelFile.Entry> good() {
        return ModelFile.good();
    }

    static Stream<ModelFile.Entry> bad() {
        return ModelFile.bad();
    }

    @ParameterizedTest
    @MethodSource("good")
    void holds(ModelFile.Entry e) {
        Explorer.Result got = Explorer.explore(e.model(), e.check(), LIMIT);
        assertThat(got.violation().map(ExplorerTest::show)).isEmpty();
        assertThat(got.states()).as("distinct states of %s", e).isEqualTo(e.states());
        assertThat(got.edges()).as("steps of %s", e).isEqualTo(e.edges());
        assertThat(got.depth()).as("depth of %s", e).isEqualTo(e.depth().orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("bad")
    void fails(ModelFile.Entry e) {
        Explorer.Result got = Explorer.explore(e.model(), e.check(), LIMIT);
        assertThat(got.violation().map(Explorer.Violation::property)).contains(e.expect());
        e.depth().ifPresent(d -> assertThat(got.depth())
                .as("states of the shortest counterexample of %s", e)
                .isEqualTo(d));
    }

    /** An action that is never enabled would make every property about it true for nothing. */
    @Test
    void everyActionHappens() {
        Set<String> never = new HashSet<>();
        ModelFile.good().forEach(e -> never.addAll(names(e.model())));
        ModelFile.good()
                .filter(e -> !e.name().startsWith("live"))
                .forEach(e -> never.removeAll(
                        Explorer.explore(e.model(), List.of(), LIMIT).taken().keySet()));
        assertThat(never).containsExactlyInAnyOrderElementsOf(Action.ONLY_WITHOUT_A_RULE);
    }

    /** The files and the two languages name the same properties. */
    @Test
    void everyPropertyIsThere() {
        List<String> named = Stream.of("invariants", "actionProperties", "liveness")
                .flatMap(kind -> ModelFile.names(kind).stream())
                .toList();
        assertThat(Properties.all().stream().map(Property::name)).containsExactlyInAnyOrderElementsOf(named);
    }

    /** The other half of the refinement: the explorer compares steps, and this is the state before the first one. */
    @Test
    void theContractBeginsWithTheDaemon() {
        assertThat(ModelFile.all())
                .allMatch(e -> InodeContract.of(State.init(e.model())).init());
    }

    private static Set<String> names(Model m) {
        return Action.all(m).stream().map(a -> a.getClass().getSimpleName()).collect(Collectors.toSet());
    }

    private static String show(Explorer.Violation v) {
        return v.property() + "\n" + StepTable.of(v.steps());
    }
}
