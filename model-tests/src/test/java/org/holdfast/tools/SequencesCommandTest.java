package org.holdfast.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.holdfast.spec.sequence.Replay;
import org.holdfast.spec.sequence.SequenceFiles;
import org.holdfast.spec.sequence.SequenceText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code holdfast sequences}. */
class SequencesCommandTest {
    @TempDir
    private Path top;

    private final StringWriter errors = new StringWriter();

    @Test
    void writesWhatCanBeReplayed() throws IOException {
        Path dir = top.resolve("new/dir");
        assertThat(run("--model", "fd", dir.toString())).isZero();
        assertThat(run("--model", "fd", dir.toString())).as("again").isZero();
        assertThat(SequenceFiles.list(dir)).hasSizeGreaterThan(50);
        for (Path file : SequenceFiles.list(dir)) {
            assertThat(Replay.of(SequenceText.read(Files.readAllLines(file)))).isNotEmpty();
        }
    }

    @Test
    void refusesADirectoryOfOthers() throws IOException {
        Path mine = Files.writeString(top.resolve("mine"), "mine");
        assertThat(run("--model", "fd", top.toString())).isEqualTo(Tools.USAGE);
        assertThat(errors.toString()).contains("is not empty, and what is in it is not a set of sequences");
        assertThat(mine).hasContent("mine");
    }

    @Test
    void refusesModelsOfWhichNothingCanBeMade() {
        Path dir = top.resolve("new");
        assertThat(run("--model", "no-such", dir.toString())).isEqualTo(Tools.USAGE);
        assertThat(errors.toString()).contains("no model no-such; there are:");
        assertThat(run("--model", "no-pins", dir.toString())).isEqualTo(Tools.USAGE);
        assertThat(errors.toString()).contains("sequences are made of models that must hold");
        assertThat(dir).doesNotExist();
    }

    private int run(String... args) {
        return new CommandLine(new SequencesCommand())
                .setErr(new PrintWriter(errors))
                .execute(args);
    }
}
