package org.holdfast.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.holdfast.kernel.DaemonKind;
import org.holdfast.kernel.Holdfast;
import org.holdfast.testkit.Project;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The dialogues for rows of the bug zoo, and those of what was found once. */
class ZooTest {
    private static final Path DIALOGUES = Project.top().resolve("model-tests/dialogues");

    static Stream<Holdfast> kinds() {
        return Holdfast.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void theDaemonDoesWhatItMay(DaemonKind kind) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(DIALOGUES)) {
            files = all.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
        List<String> differences = new ArrayList<>();
        Dialogues dialogues = new Dialogues(differences::add);
        dialogues.play(files, kind);
        System.out.print(dialogues.table());
        assertThat(differences).isEmpty();
        assertThat(dialogues.played()).isEqualTo(files.size());
    }
}
