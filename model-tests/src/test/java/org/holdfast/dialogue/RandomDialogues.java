package org.holdfast.dialogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.holdfast.kernel.DaemonKind;
import org.holdfast.testkit.Project;
import org.holdfast.testkit.Scratch;
import org.holdfast.testkit.Usage;

/** Plays random dialogues on one daemon after the other; a difference is made short and written to a file. */
final class RandomDialogues implements AutoCloseable {
    private static final Path FAILURES = Project.top().resolve("model-tests/target/dialogues");

    private final Scratch scratch = Scratch.create();
    private final DaemonKind kind;
    private final Stage stage;
    private final Usage usage = new Usage();
    private final long began = System.nanoTime();
    private int played;

    RandomDialogues(DaemonKind kind) {
        this.kind = kind;
        stage = new Stage(kind, scratch.directory("stage"));
    }

    /** Plays one; returns what the requests got. */
    Usage play(List<Choice> choices) {
        Usage one = new Usage();
        Improviser improviser = new Improviser(choices);
        Played result = Player.play(improviser, stage, Dialogues.PATIENCE, one);
        one.counts().forEach((verb, outcomes) -> outcomes.forEach((outcome, n) -> usage.count(verb, outcome, n)));
        played++;
        if (!(result instanceof Played.Passed)) {
            throw new AssertionError(describe(improviser, Shortening.property(result), result));
        }
        return one;
    }

    private String describe(Improviser improviser, String property, Played first) {
        Dialogue whole = improviser.dialogue(kind.name());
        Dialogue shortest = Shortening.shorten(whole, property, stage);
        try {
            Files.createDirectories(FAILURES);
            Files.writeString(FAILURES.resolve(kind.name() + "-whole.txt"), DialogueText.write(whole));
            Path file = Files.writeString(FAILURES.resolve(kind.name() + ".txt"), DialogueText.write(shortest));
            Dialogue read = DialogueText.read(file);
            Played again = Player.play(read, stage, Dialogues.PATIENCE, new Usage());
            boolean isSame = Shortening.property(again).equals(property);
            Played shown = isSame ? again : first;
            String text = shown instanceof Played.Different d ? d.describe() : ((Played.Ended) shown).describe();
            return "random dialogue %d with %s, made %d lines short%s:%n%s%n%nreplay it: ./holdfast replay %s%s"
                    .formatted(
                            played,
                            kind.name(),
                            shortest.steps().size(),
                            isSame ? "" : " (of which this cannot be said now)",
                            text,
                            kind.replayOptions(),
                            Project.top().relativize(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(
                "%s: %,d random dialogues, %,d steps in %.0f s, %.0f steps/s%n%s",
                kind.name(), played, usage.total(), seconds, usage.total() / seconds, usage.table());
        try {
            stage.close();
        } finally {
            scratch.close();
        }
    }
}
