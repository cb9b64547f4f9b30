package org.holdfast.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.holdfast.kernel.Holdfast;
import org.holdfast.spec.sequence.BadSequence;
import org.holdfast.spec.sequence.Sequence;
import org.holdfast.spec.sequence.SequenceFiles;
import org.holdfast.spec.sequence.SequenceText;

/** Plays files of sequences, one after the other. */
public final class Replays {
    /** Enough for a daemon on a busy machine. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Tally tally = new Tally();
    private final Consumer<String> report;
    private final Predicate<Sequence> share;
    private final int most;
    private final Duration patience;
    private final UnaryOperator<Holdfast> kinds;

    /**
     * A run.
     *
     * @param report gets a text for each difference
     * @param share which of the sequences that can be played are; the others count as left out
     * @param most how many differences end it
     * @param patience how long the daemon may take to come to rest
     */
    public Replays(Consumer<String> report, Predicate<Sequence> share, int most, Duration patience) {
        this(report, share, most, patience, UnaryOperator.identity());
    }

    /** The same on another daemon: {@code kinds} alters that of the sequence's policy. */
    public Replays(
            Consumer<String> report,
            Predicate<Sequence> share,
            int most,
            Duration patience,
            UnaryOperator<Holdfast> kinds) {
        this.kinds = kinds;
        this.report = report;
        this.share = share;
        this.most = most;
        this.patience = patience;
    }

    /** The sequences at {@code path}: a file, a directory made by {@code holdfast sequences}, or one of files. */
    public static List<Path> files(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        if (Files.exists(path.resolve(SequenceFiles.INDEX))) {
            return SequenceFiles.list(path);
        }
        try (var files = Files.list(path)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }

    /** Plays them all; a file that is no sequence is a BadSequence. */
    public Tally play(List<Path> files) throws IOException {
        try (Stage stage = new Stage(patience);
                SteeredStage steered = new SteeredStage(patience)) {
            for (Path file : files) {
                if (tally.differences() >= most) {
                    tally.leftOut("after " + most + " differences");
                } else {
                    play(read(file), file, stage, steered);
                }
            }
        }
        return tally;
    }

    /** The sequence in a file; one that holds none is an IOException. */
    public static Sequence read(Path file) throws IOException {
        try {
            return SequenceText.read(Files.readAllLines(file));
        } catch (BadSequence e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /** Which nodes are cooled or shut, and when, cannot be asked for from outside. */
    private static boolean isSteered(Sequence q) {
        return !q.serial() || List.of("adaptive", "handle").contains(q.model().policy());
    }

    private void play(Sequence q, Path file, Stage stage, SteeredStage steered) {
        Optional<Holdfast> kind = Holdfast.of(q.model().policy()).map(kinds);
        Optional<String> obstacle = kind.isEmpty()
                ? Optional.of("policy " + q.model().policy() + ", which the daemon has not")
                : !isSteered(q) ? Stage.obstacle(q, kind.get()) : SteeredStage.obstacle(q);
        if (obstacle.isPresent() || !share.test(q)) {
            tally.leftOut(obstacle.orElse("not in this share"));
            return;
        }
        tally.played(q.source(), q.lines().size());
        Outcome outcome = !isSteered(q) ? stage.play(q, kind.get()) : steered.play(q);
        outcome.differences().forEach(difference -> {
            tally.different();
            report.accept(q.name() + ", " + difference.describe() + "\nreplay it: ./holdfast replay "
                    + kind.get().replayOptions() + file);
        });
    }
}
