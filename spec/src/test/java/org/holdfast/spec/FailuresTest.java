package org.holdfast.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.holdfast.spec.bounded.ModelFile;
import org.junit.jupiter.api.Test;

/**
 * tla/FAILURES.md tells of every model that must fail what the explorer finds. After a change of the model,
 * {@code mvn -pl spec test -Dtest=FailuresTest -Dholdfast.write=true} writes it anew.
 */
class FailuresTest {
    private static final Path FILE = ModelFile.TLA.resolve("FAILURES.md");
    private static final int LIMIT = 100_000;
    /** Whoever stands further left begins, more often than not. */
    private static final List<String> COLUMNS = List.of("host", "client", "daemon");

    private static final String INTRODUCTION = """
            # What breaks without a rule

            One section for each model of `models.json` that must fail: the rule it is without, what then goes wrong, the
            shortest way there (row by row, from left to right), and the real bug that it stands for. `./holdfast explore
            NAME` prints the same way with what client, daemon and host have after each step. This file is written by a test,
            which also holds it to the model.
            """;

    @Test
    void tellsWhatTheExplorerFinds() throws IOException {
        String text = INTRODUCTION + ModelFile.bad().map(FailuresTest::essay).collect(Collectors.joining());
        if (Boolean.getBoolean("holdfast.write")) {
            Files.writeString(FILE, text);
        }
        assertThat(Files.readString(FILE)).isEqualTo(text);
    }

    private static String essay(ModelFile.Entry e) {
        Explorer.Violation v = Explorer.explore(e.model(), e.check(), LIMIT)
                .violation()
                .orElseThrow(() -> new AssertionError(e + " does not fail"));
        List<Explorer.Step> steps = v.steps();
        return "\n## " + e.name() + "\n\nWithout **" + e.without().orElseThrow() + "**, " + v.property() + " breaks.\n"
                + e.why() + "\n\n" + table(v.steps()) + "\nThe bug: " + e.bug() + ".\n";
    }

    /** Row by row, and from left to right: a step stands in the next row only if its column lies behind. */
    private static String table(List<Explorer.Step> steps) {
        List<List<List<String>>> rows = new ArrayList<>();
        int column = COLUMNS.size();
        for (Explorer.Step step : steps.subList(1, steps.size())) {
            Action a = step.action().orElseThrow();
            int next = COLUMNS.indexOf(StepTable.HEADS[StepTable.actor(a)]);
            if (next < column) {
                rows.add(COLUMNS.stream()
                        .<List<String>>map(c -> new ArrayList<>())
                        .toList());
            }
            column = next;
            rows.get(rows.size() - 1).get(column).add("`" + StepTable.text(a) + "`");
        }
        return "| " + String.join(" | ", COLUMNS) + " |\n" + "|---".repeat(COLUMNS.size()) + "|\n"
                + rows.stream().map(FailuresTest::row).collect(Collectors.joining());
    }

    private static String row(List<List<String>> cells) {
        return cells.stream()
                .map(steps -> " " + String.join(", ", steps) + " ")
                .collect(Collectors.joining("|", "|", "|\n"));
    }
}
