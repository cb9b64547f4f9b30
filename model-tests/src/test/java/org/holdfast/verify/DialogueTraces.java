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
import org.holdfast.kernel.DaemonKind;
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
            List<Path> files = all.filter(f -> f.toString().endsWith(".txt")).toList();
            files.parallelStream().forEach(file -> play(file, tracing(policy, directory.resolve(file.getFileName()))));
        }
        return in(directory);
    }

    private static void play(Path dialogue, DaemonKind kind) {
        try {
            new Dialogues(difference -> {}).play(List.of(dialogue), kind);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** So many, of random dialogues. */
    static List<Path> random(String policy, Path directory, int dialogues) {
        IntStream.range(0, dialogues).parallel().forEach(i -> {
            try (Scratch scratch = Scratch.create();
                    Stage stage =
                            new Stage(tracing(policy, directory.resolve("random-" + i)), scratch.directory("stage"))) {
                Player.play(new Improviser(choices(new Random(i))), stage, Dialogues.PATIENCE, new Usage());
            }
        });
        return in(directory);
    }

    /** A daemon that writes its trace into a new directory. */
    private static DaemonKind tracing(String policy, Path directory) {
        try {
            return Holdfast.of(policy).orElseThrow().tracing(Files.createDirectory(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
