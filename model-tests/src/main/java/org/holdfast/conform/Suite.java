package org.holdfast.conform;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.holdfast.kernel.Ability;
import org.holdfast.kernel.DaemonKind;
import org.holdfast.replay.Outcome;
import org.holdfast.replay.Stage;
import org.holdfast.spec.sequence.Sequence;
import org.holdfast.spec.sequence.SequenceText;
import org.holdfast.testkit.Scratch;

/** Tries one kind of daemon, and notes on its scorecard what became of it. */
public final class Suite {
    /** A single thread has done all that was sent before when it answers; others are given time. */
    private static final Duration IN_ORDER = Duration.ofMillis(500);

    private static final Duration OUT_OF_ORDER = Duration.ofSeconds(2);

    private final DaemonKind kind;
    private final Scorecard card;
    private final Consumer<String> progress;
    private boolean interrupted;

    /** {@code progress} hears what is being done. */
    public Suite(DaemonKind kind, Scorecard card, Consumer<String> progress) {
        this.kind = kind;
        this.card = card;
        this.progress = progress;
    }

    /** Plays the sequences, each distinct one once; an interrupt of the thread ends it. */
    public void sequences(List<Sequence> all) {
        boolean holdsInBackground = kind.can(Ability.WORKDIR);
        Set<String> driven = new HashSet<>();
        int at = 0;
        try (Stage stage = new Stage(patience())) {
            try {
                for (Sequence q : all) {
                    if (Thread.currentThread().isInterrupted()) {
                        break;
                    }
                    progress.accept(String.format("%s: sequence %,d of %,d", kind.name(), ++at, all.size()));
                    if (holdsInBackground || driven.add(q.driven())) {
                        play(q, stage);
                    }
                }
            } catch (IllegalStateException | AssertionError e) {
                if (!Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            } finally {
                interrupted |= Thread.interrupted(); // cleaning up takes programs that an interrupt would end
            }
        }
        passOnInterrupt();
    }

    /** Plays the dialogues of the zoo; an interrupt of the thread ends it. */
    public void zoo() {
        Talks talks = new Talks(kind, card, patience());
        try (Scratch scratch = Scratch.create()) {
            try {
                for (Path file : Talks.files()) {
                    if (Thread.currentThread().isInterrupted()) {
                        break;
                    }
                    progress.accept(kind.name() + ": " + file.getFileName());
                    talks.play(file, scratch);
                }
            } catch (IllegalStateException | AssertionError e) {
                if (!Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            } finally {
                interrupted |= Thread.interrupted();
            }
        }
        passOnInterrupt();
    }

    private void passOnInterrupt() {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration patience() {
        return kind.can(Ability.FIFO_ORDER) && !kind.can(Ability.WORKDIR) ? IN_ORDER : OUT_OF_ORDER;
    }

    private void play(Sequence q, Stage stage) {
        Set<Property> properties = Verdict.looksAt(q, kind);
        Outcome outcome = stage.play(q, kind);
        if (outcome.leftOut().isPresent()) {
            card.leftOut(outcome.leftOut().get(), properties, Set.of());
        } else if (outcome.differences().isEmpty()) {
            card.passed(properties, Set.of());
        } else {
            String text = String.join("\n", SequenceText.write(q));
            card.failed(
                    outcome.differences().stream()
                            .map(d -> new Failure(
                                    Verdict.of(q, d, outcome.end()), q.name(), Story.of(q, d), outcome.end(), text))
                            .toList(),
                    Set.of());
        }
    }
}
