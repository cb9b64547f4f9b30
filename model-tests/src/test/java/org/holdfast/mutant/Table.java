package org.holdfast.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.holdfast.testkit.Section;

/**
 * The table of planted bugs in model-tests/mutants/README.md. It must name each with its row, what is wrong, the depth, and a
 * property that the mutant's file names; the numbers are those of the run that wrote it.
 */
final class Table {
    /** Whether it is to be written anew. */
    static final boolean WRITES = Boolean.getBoolean("holdfast.write");

    private static final Section SECTION = new Section(Mutant.DIRECTORY.resolve("README.md"), "planted bugs");
    private static final String HEAD =
            "| planted bug | with it | noticed by | breaks | tries | lines |\n|---|---|---|---|---|---|\n";
    private static final int PROPERTY = 4;

    private final List<Mutant> mutants;
    private final Map<String, Kill> kills;

    private Table(List<Mutant> mutants, Map<String, Kill> kills) {
        this.mutants = mutants;
        this.kills = kills;
    }

    static Table of(List<Mutant> mutants, Map<String, Kill> kills) {
        return new Table(mutants, kills);
    }

    /** Writes it, or compares it with the mutants. */
    void holds() throws IOException {
        if (WRITES) {
            write();
        }
        List<String> rows = SECTION.read()
                .lines()
                .skip(2)
                .filter(line -> line.startsWith("|"))
                .toList();
        assertThat(rows).as("rows: -Dholdfast.write=true writes them anew").hasSameSizeAs(mutants);
        for (int i = 0; i < rows.size(); i++) {
            Mutant mutant = mutants.get(i);
            assertThat(rows.get(i)).startsWith(begin(mutant));
            assertThat(mutant.properties()).contains(rows.get(i).split(" *\\| *")[PROPERTY]);
        }
    }

    private static String begin(Mutant mutant) {
        return "| " + mutant.id() + " | " + mutant.shows() + " | "
                + mutant.depth().said() + ": ";
    }

    private void write() throws IOException {
        StringBuilder text = new StringBuilder(HEAD);
        for (Mutant mutant : mutants) {
            Kill kill = kills.get(mutant.id());
            String by = kill.by().replaceFirst("^" + mutant.depth().said() + " ", "");
            text.append(begin(mutant)).append(by).append(" | ").append(kill.property());
            text.append(" | ").append(kill.tries()).append(" | ");
            text.append(kill.lines() == 0 ? "" : kill.lines()).append(" |\n");
        }
        SECTION.write(text + "\n" + summary() + "\n");
    }

    private String summary() {
        List<Integer> lines = kills.values().stream()
                .map(Kill::lines)
                .filter(n -> n > 0)
                .sorted()
                .toList();
        long random = mutants.stream().filter(m -> m.depth() == Depth.RANDOM).count();
        return kills.size() + " planted bugs, all of them noticed, " + random
                + " by random dialogues. Those that a text shows are made short to " + lines.get(lines.size() / 2)
                + " lines in the median, " + lines.get(lines.size() - 1) + " at most.";
    }
}
