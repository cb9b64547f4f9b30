package org.holdfast.spec.bounded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLC's output is understood. */
class TlcOutputTest {
    private static final ModelFile.Entry MODEL =
            ModelFile.all().findFirst().orElseThrow().checking(List.of("AnswersCome", "P7Emptied"));

    private static Tlc.Result result(String... lines) {
        return TlcOutput.result(MODEL, 3, String.join("\n", lines));
    }

    @Test
    void ofARunThatFoundNothing() {
        Tlc.Result got = result(
                "Progress(7) at 2026-01-01 00:00:00: 11 states generated, 5 distinct states found, 2 states left",
                "The coverage statistics at 1",
                "<Open line 1, col 1 to line 2, col 2 of module Holdfast>: 1:1",
                "The coverage statistics at 2",
                "<Init line 1, col 1 to line 2, col 2 of module Holdfast>: 1:1",
                "<Open line 1, col 1 to line 2, col 2 of module Holdfast>: 3:40",
                "<Open line 8, col 1 to line 9, col 2 of module Holdfast>: 0:2",
                "<Drop line 3, col 1 to line 4, col 2 of module Holdfast>: 0:0",
                "50 states generated, 20 distinct states found, 0 states left on queue.",
                "The depth of the complete state graph search is 9.");
        assertThat(got.exit()).isEqualTo(3);
        assertThat(got.broken()).isEmpty();
        assertThat(got.states()).isEqualTo(20);
        assertThat(got.edges()).isEqualTo(49);
        assertThat(got.depth()).isEqualTo(9);
        assertThat(got.trace()).isZero();
        assertThat(got.taken()).isEqualTo(Map.of("Open", 42L, "Drop", 0L));
        assertThat(got.output()).startsWith("Progress(7)").endsWith("is 9.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Error: Invariant P1RefSafe is violated.                                   | P1RefSafe",
                "Error: Action property P15Reset is violated.                              | P15Reset",
                "Error: Action property line 1, col 2 of module InodeContract is violated. | ImplementsContract",
                "Error: Temporal properties were violated.                                 | AnswersCome,P7Emptied",
            })
    void ofARunThatFoundSomething(String line, String property) {
        Tlc.Result got =
                result(line, "State 1: <Initial predicate>", "x = 1", "State 2: <Open>", "A State 3: in a line");
        assertThat(got.broken()).isEqualTo(property);
        assertThat(got.trace()).isEqualTo(2);
        assertThat(List.of(got.states(), (int) got.edges(), got.depth())).containsOnly(0);
        assertThat(got.taken()).isEmpty();
    }

    @Test
    void ofNothingButStatistics() {
        assertThat(result("The coverage statistics", "<Open line 1, col 1 of module Holdfast>: 0:2")
                        .taken())
                .isEqualTo(Map.of("Open", 2L));
    }

    @Test
    void progress() {
        assertThat(TlcOutput.progress(
                        "Progress(12) at 2026-01-01 00:00:00: 1,234 states generated (5 s/min), 567 distinct"
                                + " states found (8 ds/min), 9 states left on queue."))
                .contains("567 states, 1,234 steps, depth 12");
        assertThat(TlcOutput.progress("Starting...")).isEmpty();
    }
}
