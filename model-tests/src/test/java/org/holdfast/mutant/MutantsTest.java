package org.holdfast.mutant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.holdfast.kernel.Holdfast;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each planted bug of the daemon is noticed, by a property that its file names and at the depth that its file names. {@code
 * -Dholdfast.mutants=ID,ID} tries only these; {@code -Dholdfast.depths=true} tries every depth from the first one on, which takes
 * long; {@code -Dholdfast.write=true} writes the table of model-tests/mutants/README.md anew.
 */
class MutantsTest {
    private static final List<String> ONLY =
            List.of(System.getProperty("holdfast.mutants", "").split(","));
    private static final boolean ALL_DEPTHS = Boolean.getBoolean("holdfast.depths");
    private static final int RANDOM = 300;

    /** A request that is not answered within this time is not answered; includes the start of a daemon. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int FEWEST = 25;
    private static final int LONGEST_MEDIAN = 8;

    private static final Controls CONTROLS = new Controls();
    private static final Map<String, Kill> KILLS = new TreeMap<>();

    @TestFactory
    Stream<DynamicTest> plantedBugs() throws IOException {
        List<Mutant> all = Mutant.all();
        if (!ONLY.equals(List.of(""))) {
            return all.stream().filter(m -> ONLY.contains(m.id())).map(MutantsTest::test);
        }
        return Stream.concat(
                all.stream().map(MutantsTest::test), Stream.of(dynamicTest("the table", () -> isAsTheTableSays(all))));
    }

    private static DynamicTest test(Mutant mutant) {
        return dynamicTest(mutant.id(), () -> isNoticed(mutant));
    }

    private static void isNoticed(Mutant mutant) throws IOException {
        long began = System.nanoTime();
        Holdfast kind = Planting.in(Holdfast.of(mutant.policy()).orElseThrow(), mutant.id())
                .withPatience(PATIENCE);
        List<Depth> depths = ALL_DEPTHS ? List.of(Depth.values()) : List.of(mutant.depth());
        for (Depth depth : depths) {
            Optional<Kill> found = hunt(mutant, kind, depth);
            if (found.isPresent()) {
                Kill kill = found.get();
                System.out.printf("%-32s %s%n", mutant.id(), kill.line((System.nanoTime() - began) / 1e9));
                assertThat(depth).as("noticed by " + kill).isEqualTo(mutant.depth());
                assertThat(mutant.properties()).as(kill.toString()).contains(kill.property());
                KILLS.put(mutant.id(), kill);
                return;
            }
        }
        throw new AssertionError(mutant.id() + " is not noticed: " + mutant.shows());
    }

    private static Optional<Kill> hunt(Mutant mutant, Holdfast kind, Depth depth) throws IOException {
        return switch (depth) {
            case RANDOM -> {
                try (Hunt hunt = new Hunt(mutant, kind, CONTROLS)) {
                    yield hunt.random(RANDOM);
                }
            }
            case ZOO -> {
                try (Hunt hunt = new Hunt(mutant, kind, CONTROLS)) {
                    yield hunt.zoo();
                }
            }
            case BURST -> {
                Optional<Kill> kill = Races.bursts(kind);
                yield kill.isPresent() ? kill : Races.swaps(kind);
            }
            case PLIGHT -> plights(mutant, kind);
        };
    }

    private static Optional<Kill> plights(Mutant mutant, Holdfast kind) throws IOException {
        int tries = 0;
        for (Plight plight : Plight.beginningWith(mutant.row())) {
            tries++;
            try {
                plight.play(kind);
            } catch (Broken e) {
                return Optional.of(new Kill(e.property(), tries, 0, plight.said(), e.getMessage()));
            }
        }
        return Optional.empty();
    }

    private static void isAsTheTableSays(List<Mutant> all) throws IOException {
        assertThat(KILLS).hasSize(all.size()).hasSizeGreaterThanOrEqualTo(FEWEST);
        List<Integer> lines = KILLS.values().stream()
                .map(Kill::lines)
                .filter(count -> count > 0)
                .sorted()
                .toList();
        assertThat(lines.get(lines.size() / 2)).as("lines in the median").isLessThanOrEqualTo(LONGEST_MEDIAN);
        Table.of(all, KILLS).holds();
    }

    @AfterAll
    static void close() {
        CONTROLS.close();
    }
}
