package org.holdfast.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.holdfast.spec.bounded.ModelFile;
import org.holdfast.spec.bounded.Tlc;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** TLC finds in every model of tla/models.json what is written there. */
@Tag("exhaustive")
@Execution(ExecutionMode.CONCURRENT)
class TlcTest {
    private static final Tlc TLC = new Tlc(jar(), Path.of("target", "tlc"), 1, "512m", 900);

    static Stream<ModelFile.Entry> good() {
        return ModelFile.good();
    }

    static Stream<ModelFile.Entry> bad() {
        return ModelFile.bad();
    }

    @ParameterizedTest
    @MethodSource("good")
    void holds(ModelFile.Entry e) throws Exception {
        Tlc.Result got = TLC.run(e, line -> {});
        assertThat(got.exit()).as(got.output()).isZero();
        assertThat(got.broken()).isEmpty();
        assertThat(got.states()).as("distinct states of %s", e).isEqualTo(e.states());
        assertThat(got.edges()).as("steps of %s", e).isEqualTo(e.edges());
        assertThat(got.depth()).as("depth of %s", e).isEqualTo(e.depth().orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("bad")
    void fails(ModelFile.Entry e) throws Exception {
        Tlc.Result got = TLC.run(e, line -> {});
        assertThat(got.broken()).as(got.output()).isEqualTo(e.expect());
        assertThat(got.exit()).isIn(12, 13);
        e.depth().ifPresent(d -> assertThat(got.trace())
                .as("states of the shortest counterexample of %s", e)
                .isEqualTo(d));
    }

    /** A rule that no model is without would be a rule that nothing shows to matter. */
    @Test
    void everyRuleIsRemovedOnce() {
        assertThat(ModelFile.names("rules"))
                .containsExactlyElementsOf(
                        Arrays.stream(Rule.values()).map(Rule::name).toList());
        assertThat(ModelFile.bad().map(e -> e.without().orElseThrow()).distinct())
                .containsExactlyInAnyOrder(Rule.values());
    }

    static Path jar() {
        return Path.of(tlc2.TLC
                .class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
    }
}
