package org.holdfast.dialogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.holdfast.kernel.Holdfast;
import org.holdfast.mutant.Planting;
import org.holdfast.testkit.Program;
import org.holdfast.testkit.Project;
import org.holdfast.testkit.Section;
import org.junit.jupiter.api.Test;

/**
 * What somebody sees who has broken the daemon: the message of a failing random test, which model-tests/README.md shows, and
 * that the command in it fails in the same way. {@code -Dholdfast.write=true} writes that part of the README anew.
 */
class NewcomerTest {
    private static final String MUTANT = "Z44-work-link-counted";
    private static final Section SHOWN = new Section(Project.top().resolve("model-tests/README.md"), "a failure");
    private static final String COMMAND = "replay it: ./holdfast ";
    private static final int DIFFERENT = 4;

    @Test
    void theReplayFailsTheSameWay() throws IOException {
        String failure = failure();
        if (Boolean.getBoolean("holdfast.write")) {
            SHOWN.write(
                    ("./holdfast test -Dtest=RandomDialoguesTest -Dholdfast.mutant=" + MUTANT + "\n\n" + failure + "\n")
                            .indent(4)
                            .replaceAll(" +\n", "\n"));
        }
        assertThat(SHOWN.read().lines().map(String::strip))
                .as("model-tests/README.md: -Dholdfast.write=true writes it anew")
                .containsAll(failure.lines().map(String::strip).toList());

        String command = failure.substring(failure.indexOf(COMMAND) + COMMAND.length());
        assertThat(command).startsWith("replay --mutant " + MUTANT + " model-tests/target/dialogues/");
        Program.Result replay = tools(command.split(" "));
        assertThat(replay.exit()).as(replay.toString()).isEqualTo(DIFFERENT);
        String table = failure.substring(failure.indexOf("line "), failure.indexOf("\n\nreplay it"));
        assertThat(replay.out()).contains(table);

        Program.Result real = tools("replay", command.substring(command.lastIndexOf(' ') + 1));
        assertThat(real.exit()).as("without the planted bug: " + real).isZero();
    }

    private static String failure() {
        try (RandomDialogues dialogues = new RandomDialogues(Planting.in(Holdfast.LINK, MUTANT))) {
            return catchThrowableOfType(AssertionError.class, () -> dialogues.play(Choice.ofDialogue(new Random(1))))
                    .getMessage();
        }
    }

    /** {@code ./holdfast}, without the build that the launcher may find to be necessary. */
    private static Program.Result tools(String... words) {
        Path java = Path.of(System.getProperty("java.home"), "bin/java");
        List<Object> command = new ArrayList<>(List.of(java, "-cp", System.getProperty("java.class.path")));
        command.add("org.holdfast.tools.Tools");
        command.addAll(List.of(words));
        return Program.of(command.toArray()).in(Project.top()).run();
    }
}
