package org.holdfast.spec.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sequences in a directory. */
class SequenceFilesTest {
    private static final List<Sequence> SEQUENCES = SmallSequences.make();

    @TempDir
    private Path top;

    @Test
    void theSameBytesEachTime() throws IOException {
        Path dir = top.resolve("one");
        write(dir, SEQUENCES);
        Map<Path, String> first = contents(dir);
        assertThat(first).hasSize(SEQUENCES.size() + 1);
        assertThat(SequenceFiles.list(dir)).hasSize(SEQUENCES.size());
        write(dir, SmallSequences.make());
        assertThat(contents(dir)).isEqualTo(first);
    }

    @Test
    void fewerReplaceMore() throws IOException {
        Path dir = top.resolve("one");
        write(dir, SEQUENCES);
        write(dir, SEQUENCES.subList(0, 3));
        assertThat(contents(dir)).hasSize(4);
    }

    @Test
    void whatIsNotOursIsRefused() throws IOException {
        Path mine = top.resolve("mine");
        Files.writeString(mine, "mine");
        assertThatThrownBy(() -> write(top, SEQUENCES))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("is not empty");
        Files.writeString(top.resolve(SequenceFiles.INDEX), "my own index\n");
        assertThatThrownBy(() -> write(top, SEQUENCES)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(mine).hasContent("mine");
    }

    /** What an interrupted run has left is replaced as well: the index has it before it is closed. */
    @Test
    void theIndexIsWrittenAtOnce() throws IOException {
        Path dir = top.resolve("one");
        SequenceFiles interrupted = new SequenceFiles(dir);
        new SequenceFiles(dir).close();
        interrupted.add(SEQUENCES.get(0));
        assertThat(SequenceFiles.list(dir)).hasSize(1).allMatch(Files::exists);
        write(dir, List.of());
        assertThat(contents(dir)).hasSize(1);
        interrupted.close();
    }

    /** An index tells which files to remove: none but sequences. */
    @Test
    void whatAnIndexNamesIsRemovedOnlyIfItIsASequence() throws IOException {
        Path dir = top.resolve("one");
        write(dir, SEQUENCES.subList(0, 1));
        Path other = top.resolve("other.txt");
        Files.writeString(other, "mine");
        Files.writeString(
                dir.resolve(SequenceFiles.INDEX),
                Files.readString(dir.resolve(SequenceFiles.INDEX)) + "../other.txt\nserial/../../other.txt\n");
        write(dir, SEQUENCES.subList(0, 1));
        assertThat(other).hasContent("mine");
    }

    private static void write(Path dir, List<Sequence> sequences) throws IOException {
        try (SequenceFiles files = new SequenceFiles(dir)) {
            for (Sequence q : sequences) {
                files.add(q);
            }
        }
    }

    private static Map<Path, String> contents(Path dir) throws IOException {
        Map<Path, String> contents = new HashMap<>();
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(dir.relativize(file), Files.readString(file));
            }
        }
        return contents;
    }
}
