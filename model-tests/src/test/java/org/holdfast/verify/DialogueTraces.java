package org.holdfast.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.holdfast.dialogue.Choice;
import org.holdfast.dialogue.Dialogues;
import org.holdfast.dialogue.Improviser;
import org.holdfast.dialogue.Player;
import org.holdfast.dialogue.Stage;
import org.holdfast.kernel.Holdfast;
import org.holdfast.testkit.Project;
import org.holdfast.testkit.Scratch;
import org.holdfast.testkit.Usage;

/** Traces of daemons, each of which served one dialogue. */
final class DialogueTraces {
    private static final int CHOICES = 55;
    private static final int NUMBERS = 1 << 16;

    private DialogueTraces() {}

    /** One for each dialogue of the bug zoo, and for those of what was found once. */
    static List<Path> ofTheZoo(String policy, Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(Project.top().resolve("model-tests/dialogues"))) {
            for (Path file :
                    all.filter(f -> f.toString().endsWith(".txt")).sorted().toList()) {
                Path own = Files.createDirectory(
                        directory.resolve(file.getFileName().toString()));
                new Dialogues(difference -> {})
                        .play(List.of(file), Holdfast.of(policy).orElseThrow().tracing(own));
            }
        }
        return in(directory);
    }

    /** So many, of random dialogues. */
    static List<Path> random(String policy, Path directory, int dialogues) throws IOException {
        for (int i = 0; i < dialogues; i++) {
            Path own = Files.createDirectory(directory.resolve("random-" + i));
            try (Scratch scratch = Scratch.create();
                    Stage stage =
                            new Stage(Holdfast.of(policy).orElseThrow().tracing(own), scratch.directory("stage"))) {
                Player.play(new Improviser(choices(new Random(i))), stage, Dialogues.PATIENCE, new Usage());
            }
        }
        return in(directory);
    }

    private static List<Choice> choices(Random random) {
        return IntStream.range(0, CHOICES)
                .mapToObj(i -> new Choice(
                        random.nextInt(NUMBERS),
                        random.nextInt(NUMBERS),
                        random.nextInt(NUMBERS),
                        random.nextInt(NUMBERS),
                        random.nextInt(NUMBERS)))
                .toList();
    }

    /** The traces below a directory. */
    static List<Path> in(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            return new ArrayList<>(
                    all.filter(f -> f.toString().endsWith(".trace")).sorted().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
