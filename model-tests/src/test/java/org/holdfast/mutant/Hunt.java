package org.holdfast.mutant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.holdfast.dialogue.Choice;
import org.holdfast.dialogue.Dialogue;
import org.holdfast.dialogue.DialogueText;
import org.holdfast.dialogue.Improviser;
import org.holdfast.dialogue.Played;
import org.holdfast.dialogue.Player;
import org.holdfast.dialogue.Shortening;
import org.holdfast.dialogue.Stage;
import org.holdfast.kernel.DaemonKind;
import org.holdfast.testkit.Project;
import org.holdfast.testkit.Scratch;
import org.holdfast.testkit.Usage;

/**
 * Plays dialogues against one mutant until one shows a difference, makes that one short, and holds the real daemon to it: a
 * difference that the real daemon shows as well says nothing about the mutant.
 */
final class Hunt implements AutoCloseable {
    /** The real daemon passes the same dialogues with more patience; what a busy machine makes late is looked at again. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Path DIALOGUES = Project.top().resolve("model-tests/dialogues");

    private final Scratch scratch = Scratch.create();
    private final Mutant mutant;
    private final Stage stage;
    private final Controls controls;

    Hunt(Mutant mutant, DaemonKind kind, Controls controls) {
        this.mutant = mutant;
        this.controls = controls;
        stage = new Stage(kind, scratch.directory("stage"));
    }

    /** Random dialogues, the same in every run. */
    Optional<Kill> random(int most) {
        for (int i = 1; i <= most; i++) {
            Improviser improviser = new Improviser(Choice.ofDialogue(new Random(i)));
            Played played = Player.play(improviser, stage, PATIENCE, new Usage());
            if (!(played instanceof Played.Passed)) {
                Optional<Kill> kill = kill(improviser.dialogue(mutant.id()), played, i, "random dialogue " + i);
                if (kill.isPresent()) {
                    return kill;
                }
            }
        }
        return Optional.empty();
    }

    /** Those in files, beginning with those of the mutant's row. */
    Optional<Kill> zoo() {
        int tries = 0;
        for (Dialogue dialogue : dialogues()) {
            tries++;
            Played played = Player.play(dialogue, stage, PATIENCE, new Usage());
            if (played instanceof Played.Different || played instanceof Played.Ended) {
                Optional<Kill> kill = kill(dialogue, played, tries, dialogue.name());
                if (kill.isPresent()) {
                    return kill;
                }
            }
        }
        return Optional.empty();
    }

    private List<Dialogue> dialogues() {
        try (Stream<Path> files = Files.walk(DIALOGUES)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .map(Hunt::read)
                    .sorted(Comparator.comparing((Dialogue d) -> !d.row().equals(mutant.row()))
                            .thenComparing(Dialogue::name))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Dialogue read(Path file) {
        try {
            return DialogueText.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The shortest form, if it shows again what the whole showed, and that is what the mutant is to break. */
    private Optional<Kill> kill(Dialogue whole, Played first, int tries, String by) {
        String property = Shortening.property(first);
        Dialogue shortest = property.isEmpty() ? whole : Shortening.shorten(whole, property, stage);
        Played again = Player.play(shortest, stage, PATIENCE, new Usage());
        boolean shows = Shortening.property(again).equals(property);
        Played real = controls.play(shows ? shortest : whole, mutant.policy());
        boolean fails = Shortening.property(real).equals(property) || real instanceof Played.Ended;
        if (fails) {
            throw new AssertionError("the daemon without a planted bug fails as well: " + real + "\n"
                    + DialogueText.write(shows ? shortest : whole));
        }
        Played shown = shows ? again : first;
        String text = shown instanceof Played.Different d ? d.describe() : ((Played.Ended) shown).describe();
        return shows && mutant.properties().contains(Kill.property(again))
                ? Optional.of(
                        new Kill(Kill.property(again), tries, shortest.steps().size(), by, text))
                : Optional.empty();
    }

    @Override
    public void close() {
        try (scratch) {
            stage.abandon();
        }
    }
}
