package org.holdfast.conform;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.holdfast.conform.Exchange.Actor;
import org.holdfast.posix.Oracle;
import org.holdfast.posix.Programs;
import org.holdfast.posix.Shrinker;
import org.holdfast.replay.Outcome;
import org.holdfast.testkit.Scratch;

/** Tries one daemon at the mount that it makes, and notes on its scorecard what became of it. */
public final class MountSuite {
    private static final long SEED = 1;
    private static final int LONG = 40;

    /** Where nearly every long program fails, what is behind the first difference shows in short ones. */
    private static final int SHORT = 6;

    private static final int BATCH = 25;
    private static final int TRIES = 150;
    private static final Set<Property> LOOKED_AT =
            EnumSet.of(Property.P1, Property.P4, Property.P6, Property.P8, Property.P10, Property.P13, Property.P16);

    private final Peer peer;
    private final Scorecard card;
    private final Consumer<String> progress;
    private final Map<String, Failure> found = new HashMap<>();
    private Rig rig;
    private Oracle oracle;

    /** {@code progress} hears what is being done. */
    public MountSuite(Peer peer, Scorecard card, Consumer<String> progress) {
        this.peer = peer;
        this.card = card;
        this.progress = progress;
    }

    /** The zoo's programs, and as many random ones; an interrupt of the thread ends it. */
    public void run(int programs) {
        boolean interrupted = false;
        try (Scratch scratch = Scratch.create();
                Rig mounted = new Rig(peer, scratch)) {
            rig = mounted;
            oracle = new Oracle(rig.settings());
            try {
                MountedZoo.all().forEach(this::zoo);
                ListingWhileRemoving.tryOut(rig, card);
                int failed = random(programs, LONG);
                if (failed > programs / 3) {
                    random(programs, SHORT);
                }
            } catch (IllegalStateException | AssertionError e) {
                if (!Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            } finally {
                interrupted = Thread.interrupted(); // unmounting takes programs that an interrupt would end
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void zoo(MountedZoo.Trial trial) {
        progress.accept(peer.name() + ": " + trial.name());
        if (trial.lines().stream()
                .anyMatch(line -> ProgramLines.lacks(peer, line).isPresent())) {
            String reason = trial.lines().stream()
                    .flatMap(line -> ProgramLines.lacks(peer, line).stream())
                    .findFirst()
                    .orElseThrow()
                    .reason();
            card.leftOut(reason, trial.properties(), trial.rows());
            return;
        }
        Optional<Failure> failure = failure(trial.name(), trial.lines(), run(trial.lines()));
        if (failure.isEmpty()) {
            card.passed(trial.properties(), trial.rows());
        } else {
            card.failed(List.of(failure.get()), trial.rows());
        }
    }

    /** Runs that many; how many of them failed. */
    private int random(int count, int operations) {
        Programs source = new Programs(SEED, (world, line) -> ProgramLines.isLeftOut(peer, world, line));
        int failed = 0;
        for (int done = 0; done < count && !Thread.currentThread().isInterrupted(); done += BATCH) {
            progress.accept(String.format("%s: program %,d of %,d", peer.name(), done, count));
            List<List<String>> batch = new ArrayList<>();
            for (int i = done; i < Math.min(done + BATCH, count); i++) {
                batch.add(source.next(operations));
            }
            List<List<String>> results = runAll(batch);
            for (int i = 0; i < batch.size(); i++) {
                failed += judge("random/" + operations + "-" + (done + i), batch.get(i), results.get(i)) ? 0 : 1;
            }
        }
        return failed;
    }

    /** A daemon that ends is started anew, and what it has ended at is found by running one program after the other. */
    private List<List<String>> runAll(List<List<String>> batch) {
        try {
            return rig.run(batch);
        } catch (AssertionError e) {
            if (Thread.currentThread().isInterrupted() || rig.end().isEmpty()) {
                throw e;
            }
            return batch.stream().map(this::run).toList();
        }
    }

    /** What a program printed, up to where its daemon ended if it did. */
    private List<String> run(List<String> program) {
        try {
            return rig.run(List.of(program)).get(0);
        } catch (AssertionError e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return List.of();
        }
    }

    private boolean judge(String name, List<String> program, List<String> results) {
        Optional<Oracle.Wrong> wrong = oracle.find(program, results);
        if (wrong.isEmpty()) {
            card.passed(LOOKED_AT, Set.of());
            return true;
        }
        String kind = kind(program, wrong.get());
        Failure failure = found.computeIfAbsent(kind, k -> shortened(name, program, k));
        card.failed(List.of(failure), Set.of());
        return false;
    }

    private Failure shortened(String name, List<String> program, String kind) {
        int[] tries = {0};
        List<String> least = Shrinker.shrink(program, candidate -> {
            progress.accept(peer.name() + ": making " + name + " shorter");
            return tries[0]++ < TRIES && isOfKind(candidate, kind);
        });
        return failure(name, least, run(least))
                .or(() -> failure(name, program, run(program)))
                .orElseThrow(() -> new IllegalStateException("not at every run: " + kind + "\n" + program));
    }

    /** No also for what shrinking may come to: lines that open a handle that is open. */
    private boolean isOfKind(List<String> program, String kind) {
        try {
            return oracle.find(program, run(program))
                    .filter(wrong -> kind(program, wrong).equals(kind))
                    .isPresent();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String kind(List<String> program, Oracle.Wrong wrong) {
        return ProgramLines.kind(program.get(wrong.index()), wrong);
    }

    private Optional<Failure> failure(String name, List<String> program, List<String> results) {
        Optional<Outcome.End> end = rig.end();
        return oracle.find(program, results).map(wrong -> {
            List<Exchange> told = new ArrayList<>();
            for (int i = 0; i < wrong.index(); i++) {
                told.add(Exchange.of(Actor.CLIENT, program.get(i)));
                told.add(Exchange.of(Actor.DAEMON, Oracle.resultOf(results.get(i))));
            }
            String line = program.get(wrong.index());
            told.add(Exchange.of(Actor.CLIENT, line));
            told.add(new Exchange(Actor.DAEMON, "got " + wrong.got(), wrong.mustBe()));
            Property property = end.isPresent() ? Property.P13 : ProgramLines.broken(line, wrong);
            return new Failure(property, name, told, end, String.join("\n", program) + "\n");
        });
    }
}
