package org.holdfast.replay;

import java.time.Duration;
import java.util.Optional;
import org.holdfast.kernel.DaemonKind;
import org.holdfast.spec.sequence.Sequence;
import org.holdfast.testkit.Scratch;

/** Plays sequences one after the other, at the same daemon as long as nothing goes wrong. */
public final class Stage implements AutoCloseable {
    private final Scratch scratch = Scratch.create();
    private final Bench bench = new Bench(scratch);
    private final Duration patience;

    /** {@code patience} is how long a daemon may take to come to rest. */
    public Stage(Duration patience) {
        this.patience = patience;
    }

    /** Why a sequence cannot be played with that kind of daemon, if it cannot. */
    public static Optional<String> obstacle(Sequence q, DaemonKind kind) {
        return Obstacle.of(q, kind, System.getProperty("user.name").equals("root"));
    }

    /** Plays a sequence, if it can be played. */
    public Outcome play(Sequence q, DaemonKind kind) {
        return obstacle(q, kind).map(Outcome::leftOut).orElseGet(() -> Player.play(q, bench, kind, patience));
    }

    /** The daemon must end in good order. */
    @Override
    public void close() {
        try (scratch) {
            bench.close();
        }
    }
}
