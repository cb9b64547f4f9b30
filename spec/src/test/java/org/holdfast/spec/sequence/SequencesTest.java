package org.holdfast.spec.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.holdfast.spec.Action;
import org.holdfast.spec.bounded.ModelFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All sequences of the quick models: written, read again, and taken on the model. */
@Tag("exhaustive")
class SequencesTest {
    private static final int DISTINCT = 5_000;
    private static final Path EXAMPLES = ModelFile.TLA.resolveSibling("model-tests/sequences/examples");

    /** Takes the examples from what is generated, after a change of the models. */
    private static final boolean WRITE = Boolean.getBoolean("holdfast.write");

    @TempDir
    static Path directory;

    private static Set<String> goals;
    private static final Set<String> COVERED = new HashSet<>();
    private static final Set<String> DRIVEN = new HashSet<>();
    private static final Set<String> WHOLE = new HashSet<>();
    private static final List<Set<String>> LEFT = new ArrayList<>();
    private static final Set<String> ACTIONS = new TreeSet<>();
    private static final Set<String> HEADERS = new HashSet<>();
    private static int serial;
    private static int written;

    @BeforeAll
    static void writeReadAndReplay() throws IOException {
        List<Generator.Source> models = ModelFile.good()
                .map(e -> new Generator.Source(e.name(), e.model()))
                .toList();
        try (SequenceFiles files = new SequenceFiles(directory)) {
            goals = Generator.generate(models, files::add, progress -> {});
        }
        for (Path file : SequenceFiles.list(directory)) {
            Sequence q = SequenceText.read(Files.readAllLines(file));
            COVERED.addAll(Replay.of(q));
            DRIVEN.add(q.driven());
            WHOLE.add(q.source() + q.lines().stream().map(Line::toString).toList());
            HEADERS.addAll(q.covers());
            q.actions().forEach(a -> ACTIONS.add(ActionText.name(a)));
            serial += q.serial() ? 1 : 0;
            if (!q.quiescent()) {
                LEFT.add(q.actions().stream().map(ActionText::name).collect(Collectors.toSet()));
            }
            written++;
        }
    }

    @Test
    void coverEveryGoal() {
        assertThat(COVERED).hasSameSizeAs(goals).containsAll(goals);
        assertThat(HEADERS).as("goals named in the headers").isEqualTo(goals);
    }

    @Test
    void areDistinctForWhoeverDrivesThem() {
        assertThat(DRIVEN).hasSizeGreaterThanOrEqualTo(DISTINCT);
        assertThat(WHOLE)
                .as("no two are the same, answers and steps of the daemon included")
                .hasSize(written);
    }

    /** But for a work link that could not be removed, in a model where no daemon comes after. */
    @Test
    void areOfBothClassesAndLeaveNothing() {
        assertThat(serial).isGreaterThan(1_000);
        assertThat(written - serial).isGreaterThan(1_000);
        assertThat(LEFT)
                .as("sequences at whose end something is left")
                .isNotEmpty()
                .allMatch(a -> a.contains("ReleaseFailed"));
    }

    /** All but what only bad daemons do. */
    @Test
    void takeEveryAction() {
        Set<String> all = ModelFile.good()
                .flatMap(e -> Action.all(e.model()).stream())
                .map(ActionText::name)
                .collect(Collectors.toCollection(TreeSet::new));
        all.removeAll(Action.ONLY_WITHOUT_A_RULE);
        assertThat(ACTIONS).isEqualTo(all);
    }

    @Test
    void examplesAreWhatIsGenerated() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            List<Path> examples = files.sorted().toList();
            assertThat(examples).hasSizeGreaterThanOrEqualTo(4);
            for (Path example : examples) {
                Path generated = directory.resolve(
                        example.getFileName().toString().replaceFirst("^(serial|interleaved)-", "$1/"));
                if (WRITE) {
                    Files.writeString(example, Files.readString(generated));
                }
                assertThat(example).hasSameTextualContentAs(generated);
            }
        }
    }
}
