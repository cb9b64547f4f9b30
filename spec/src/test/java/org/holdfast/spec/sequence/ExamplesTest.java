package org.holdfast.spec.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.holdfast.spec.bounded.ModelFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sequences that are shown as examples: they are replayed, and no line of them can be left out or said twice. */
class ExamplesTest {
    private static final Path EXAMPLES = ModelFile.TLA.resolveSibling("model-tests/sequences/examples");

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isReplayed(Path example) throws IOException {
        List<String> text = Files.readAllLines(example);
        Sequence q = SequenceText.read(text);
        assertThat(Replay.of(q)).containsAll(q.covers());
        assertThat(SequenceText.write(q)).isEqualTo(text);
        assertThat(example).hasFileName(q.name().replace('/', '-') + ".txt");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyLineMatters(Path example) throws IOException {
        List<String> text = Files.readAllLines(example);
        for (int i = text.indexOf(SequenceText.BEGIN) + 1; i < text.size() - 1; i++) {
            List<String> without = new ArrayList<>(text);
            without.remove(i);
            assertThatThrownBy(() -> Replay.of(SequenceText.read(without)))
                    .as("without %s", text.get(i))
                    .isInstanceOf(BadSequence.class);
            List<String> twice = new ArrayList<>(text);
            twice.add(i, text.get(i));
            assertThatThrownBy(() -> Replay.of(SequenceText.read(twice)))
                    .as("twice %s", text.get(i))
                    .isInstanceOf(BadSequence.class);
        }
    }

    @Test
    void bothClassesAreShown() throws IOException {
        assertThat(examples()).anyMatch(p -> p.getFileName().toString().startsWith("serial-"));
        assertThat(examples()).anyMatch(p -> p.getFileName().toString().startsWith("interleaved-"));
    }
}
