package org.holdfast.dialogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.holdfast.kernel.DaemonKind;
import org.holdfast.testkit.Scratch;
import org.holdfast.testkit.Usage;

/** Plays files of dialogues, one after the other. */
public final class Dialogues {
    /** Enough for a daemon on a busy machine. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Consumer<String> report;
    private final Usage usage = new Usage();
    private final Map<String, Integer> left = new TreeMap<>();
    private int played;
    private int different;

    /** {@code report} gets a text for each difference. */
    public Dialogues(Consumer<String> report) {
        this.report = report;
    }

    /** Whether a file is one, by its first line. */
    public static boolean isDialogue(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return DialogueText.isDialogue(lines.limit(1).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Plays them all on a daemon of that kind. */
    public void play(List<Path> files, DaemonKind kind) throws IOException {
        try (Scratch scratch = Scratch.create();
                Stage stage = new Stage(kind, scratch.directory("stage"))) {
            for (Path file : files) {
                play(DialogueText.read(file), file, stage);
            }
        }
    }

    private void play(Dialogue dialogue, Path file, Stage stage) {
        Played result = Player.play(dialogue, stage, PATIENCE, usage);
        if (result instanceof Played.LeftOut out) {
            left.merge(out.reason(), 1, Integer::sum);
            return;
        }
        played++;
        if (result instanceof Played.Different d) {
            different(dialogue, file, stage, d.describe());
        } else if (result instanceof Played.Ended e) {
            different(dialogue, file, stage, e.describe());
        }
    }

    private void different(Dialogue dialogue, Path file, Stage stage, String text) {
        different++;
        report.accept(dialogue.name() + " with " + stage.kind().name() + ", " + text + "\nreplay it: ./holdfast replay "
                + stage.kind().replayOptions() + file);
    }

    /** How many were played, those with a difference among them. */
    public int played() {
        return played;
    }

    /** How many showed a difference. */
    public int differences() {
        return different;
    }

    /** What was asked and answered, and what was left out. */
    public String table() {
        StringBuilder text = new StringBuilder();
        text.append(String.format("%,7d  dialogues played, %,d steps%n", played, usage.total()));
        text.append(String.format("%,7d  of them different%n", different));
        left.forEach((reason, count) -> text.append(String.format("%,7d  left out: %s%n", count, reason)));
        return text + usage.table();
    }
}
