package org.holdfast.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.holdfast.spec.bounded.ModelFile;
import org.junit.jupiter.api.Test;

/**
 * tla/FAILURES.md tells of every model that must fail what the explorer finds. After a change of the model,
 * {@code mvn -pl spec test -Dtest=FailuresTest -Dholdfast.write=true} writes it anew.
 */
class FailuresTest {
    private static final Path FILE = ModelFile.TLA.resolve("FAILURES.md");
    private static final int LIMIT = 100_000;
    private static final String INTRODUCTION = """
            # What breaks without a rule

            One section for each model of `models.json` that must fail: the rule it is without, what then goes wrong, the
            shortest way there, and the real bug that it stands for. `./holdfast explore NAME` prints the same way as a table
            with what client, daemon and host have after each step. This file is written by a test, which also holds it to
            the model.
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
        String way = IntStream.range(1, steps.size())
                .mapToObj(i -> steps.get(i).action().orElseThrow())
                .map(a -> StepTable.HEADS[StepTable.actor(a)] + " `" + StepTable.text(a) + "`")
                .collect(Collectors.joining(" → "));
        return "\n## " + e.name() + "\n\nWithout **" + e.without().orElseThrow() + "**, " + v.property() + " breaks.\n"
                + e.why() + "\n\n" + wrap(way) + "\n\nThe bug: " + e.bug() + ".\n";
    }

    /** Lines of at most 120 characters, broken between steps. */
    private static String wrap(String way) {
        StringBuilder lines = new StringBuilder();
        int width = 0;
        for (String step : way.split("(?<=→ )")) {
            if (width + step.length() > 120) {
                lines.setLength(lines.length() - 1);
                lines.append('\n');
                width = 0;
            }
            lines.append(step);
            width += step.length();
        }
        return lines.toString();
    }
}
