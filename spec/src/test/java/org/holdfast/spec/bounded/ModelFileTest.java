package org.holdfast.spec.bounded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.holdfast.spec.Rule;
import org.junit.jupiter.api.Test;

/** What models.json says as TLC and Java need it. */
class ModelFileTest {
    private static ModelFile.Entry entry(Optional<Rule> without, String tier, List<String> symmetry, String... check) {
        Map<String, Object> constants = new LinkedHashMap<>();
        constants.put("Names", List.of("a", "b"));
        constants.put("Inos", List.of(1, 2));
        constants.put("MaxObjects", 3);
        constants.put("Crashes", true);
        constants.put("Policy", "link");
        return new ModelFile.Entry(
                "small", constants, without, List.of(check), "ok", 4, 5L, tier, symmetry, "why", "bug", Optional.of(6));
    }

    private static ModelFile.Entry named(String name) {
        return ModelFile.all().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void writesAConfiguration() {
        List<String> cfg = ModelFile.cfg(entry(Optional.of(Rule.Pins), "quick", List.of(), "P1RefSafe", "P15Reset"))
                .lines()
                .toList();
        assertThat(cfg)
                .startsWith(
                        "SPECIFICATION Spec",
                        "CHECK_DEADLOCK FALSE",
                        "",
                        "CONSTANTS",
                        "Names = {\"a\", \"b\"}",
                        "Inos = {1, 2}",
                        "MaxObjects = 3",
                        "Crashes = TRUE",
                        "Policy = \"link\"")
                .contains("Pins = FALSE")
                .endsWith("INVARIANT P1RefSafe", "PROPERTY P15Reset");
        assertThat(cfg).filteredOn(line -> line.endsWith(" = TRUE")).hasSize(Rule.values().length);
        assertThat(ModelFile.cfg(entry(Optional.empty(), "quick", List.of()))
                        .lines()
                        .filter(line -> line.endsWith(" = FALSE")))
                .isEmpty();
    }

    @Test
    void configuresLiveness() {
        String live = ModelFile.names("liveness").get(0);
        ModelFile.Entry e = entry(Optional.empty(), "full", List.of(), "P1RefSafe", live);
        assertThat(e.isLive()).isTrue();
        assertThat(ModelFile.cfg(e)).startsWith("SPECIFICATION FairSpec\n").contains("PROPERTY " + live);
        assertThat(e.checking(List.of("P1RefSafe"))).isEqualTo(entry(Optional.empty(), "full", List.of(), "P1RefSafe"));
    }

    @Test
    void configuresSymmetry() {
        ModelFile.Entry e = entry(Optional.empty(), "full", List.of("Names", "Inos"));
        assertThat(e.isSymmetric()).isTrue();
        assertThat(ModelFile.cfg(e))
                .contains("\nSYMMETRY Interchangeable\n", "Names = {Names_a, Names_b}", "Inos = {Inos_1, Inos_2}");
        assertThat(ModelFile.root(e)).isEqualTo("Symmetric.tla");
        assertThat(ModelFile.symmetry(e)).isEqualTo("""
                ---- MODULE Symmetric ----
                EXTENDS Holdfast, TLC
                Interchangeable == Permutations(Names) \\cup Permutations(Inos)
                ====
                """);
    }

    @Test
    void makesNoUseOfASymmetryThatWouldBeUnsound() {
        ModelFile.Entry none = entry(Optional.empty(), "quick", List.of());
        assertThat(none.isSymmetric()).isFalse();
        assertThat(ModelFile.root(none)).isEqualTo("Holdfast.tla");
        String live = ModelFile.names("liveness").get(0);
        for (ModelFile.Entry e : List.of(
                entry(Optional.empty(), "full", List.of("Names"), live),
                entry(Optional.empty(), "quick", List.of("Names")))) {
            assertThatThrownBy(() -> ModelFile.symmetry(e))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("small is live or of the quick tier");
        }
    }

    @Test
    void everyModelIsOneOfThese() {
        assertThat(ModelFile.good())
                .isNotEmpty()
                .allMatch(e -> e.holds() && e.isIn("quick") && e.expect().equals("ok"));
        assertThat(ModelFile.bad()).isNotEmpty().noneMatch(ModelFile.Entry::holds);
        long other = ModelFile.all().filter(e -> e.holds() && !e.isIn("quick")).count();
        assertThat(ModelFile.all())
                .hasSize((int) (ModelFile.good().count() + ModelFile.bad().count() + other));
    }

    @Test
    void readsAModelThatFails() {
        ModelFile.Entry e = named("no-pins");
        assertThat(e.without()).contains(Rule.Pins);
        assertThat(e.check()).containsExactly("P1RefSafe").containsExactly(e.expect());
        assertThat(e.bug()).matches("Z\\d\\d, .+");
        assertThat(e.why()).isNotBlank();
        assertThat(e.depth()).contains(8);
        assertThat(List.of(e.states(), (int) e.edges())).containsExactly(0, 0);
        assertThat(e).hasToString("no-pins");
        assertThat(e.model().without()).containsExactly(Rule.Pins);
        assertThat(e.model().names()).containsExactly("a");
    }

    @Test
    void readsAModelThatHolds() {
        ModelFile.Entry e = ModelFile.good()
                .filter(m -> !m.isLive() && m.model().crashes())
                .findFirst()
                .orElseThrow();
        assertThat(e.check())
                .hasSize(ModelFile.names("invariants").size()
                        + ModelFile.names("actionProperties").size());
        assertThat(e.states()).isPositive();
        assertThat(e.edges()).isGreaterThan(e.states());
        assertThat(e.model().without()).isEmpty();
        assertThat(e.bug()).isEmpty();
        assertThat(Arrays.asList(e.constants().keySet().toArray())).contains("Names", "MaxNodeid");
        assertThat(named("live").check()).isNotEmpty().isSubsetOf(ModelFile.names("liveness"));
    }
}
