package org.holdfast.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.holdfast.spec.bounded.ModelFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The quick models as a whole, without their properties, which makes it a matter of seconds. A guard or an effect that is
 * lost deep in a graph changes the number of its states or of its steps, which are those that TLC has found.
 */
class WholeModelsTest {

    /** Each graph once, whatever is checked on it. */
    static Stream<ModelFile.Entry> models() {
        Set<Model> seen = new HashSet<>();
        return ModelFile.good().filter(e -> seen.add(e.model()));
    }

    @ParameterizedTest
    @MethodSource("models")
    void haveTheStatesAndStepsOfTla(ModelFile.Entry e) {
        Explorer.Result got = Explorer.explore(e.model(), List.of(), 2 * e.states(), 1, now -> {});
        assertThat(got.states()).isEqualTo(e.states());
        assertThat(got.edges()).isEqualTo(e.edges());
        assertThat(got.depth()).isEqualTo(e.depth().orElseThrow());
    }
}
