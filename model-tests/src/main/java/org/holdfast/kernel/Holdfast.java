package org.holdfast.kernel;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.holdfast.testkit.Project;

/** Our own daemon, by its policy; with one worker unless something else is said. */
public final class Holdfast implements DaemonKind {
    /** Holds with work links. */
    public static final Holdfast LINK = new Holdfast("link");

    /** Holds with descriptors. */
    public static final Holdfast FD = new Holdfast("fd");

    /** Holds with so few descriptors that what is not in use is cooled to work links all the time. */
    public static final Holdfast ADAPTIVE = new Holdfast("adaptive");

    /**
     * The same without CAP_DAC_READ_SEARCH, which opens no file handle: a directory without a descriptor is opened by its
     * place.
     */
    public static final Holdfast BY_PLACE = new Holdfast("adaptive", "adaptive-by-place");

    /** Leaves what is not in use with nothing but its file handle all the time. */
    public static final Holdfast HANDLE = new Holdfast("handle");

    /** All of these. */
    public static final List<Holdfast> ALL = List.of(LINK, FD, ADAPTIVE, BY_PLACE, HANDLE);

    private static final List<String> WITHOUT_THE_CAPABILITY = List.of("setpriv", "--bounding-set", "-dac_read_search");
    private final String policy;
    private final String word;
    private final String mutant;
    private final List<String> launcher;
    private final int workers;
    private final Duration patience;
    private final Optional<Path> traces;
    private final AtomicInteger started = new AtomicInteger();

    private Holdfast(String policy) {
        this(policy, policy);
    }

    private Holdfast(String policy, String word) {
        this(policy, word, "", Project.launcher(), 1, ServedDaemon.PATIENCE, Optional.empty());
    }

    private Holdfast(
            String policy,
            String word,
            String mutant,
            List<String> launcher,
            int workers,
            Duration patience,
            Optional<Path> traces) {
        this.policy = policy;
        this.word = word;
        this.mutant = mutant;
        this.launcher = List.copyOf(launcher);
        this.workers = workers;
        this.patience = patience;
        this.traces = traces;
    }

    /** The same, which writes the events of each daemon to a file of its own in the directory. */
    public DaemonKind tracing(Path directory) {
        return new Holdfast(policy, word, mutant, launcher, workers, patience, Optional.of(directory));
    }

    /** The same with a planted bug, started by {@code words} instead of {@link Project#launcher}. */
    public Holdfast planted(String mutant, List<String> words) {
        return new Holdfast(policy, word, mutant, words, workers, patience, traces);
    }

    /** The same, started by {@code words} that end with those of the launcher: limits, another user. */
    public Holdfast startedWith(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(launcher);
        return new Holdfast(policy, word, mutant, all, workers, patience, traces);
    }

    /** The same with several workers: then requests that were sent together are served at once. */
    public Holdfast withWorkers(int count) {
        return new Holdfast(policy, word, mutant, launcher, count, patience, traces);
    }

    /** The same, of which it is said after that time that it does not answer. */
    public Holdfast withPatience(Duration time) {
        return new Holdfast(policy, word, mutant, launcher, workers, time, traces);
    }

    /** The one of that name, which is a policy or {@code adaptive-by-place}; if there is one. */
    public static Optional<Holdfast> of(String word) {
        return ALL.stream().filter(kind -> kind.word.equals(word)).findFirst();
    }

    @Override
    public String name() {
        return "holdfast-" + word + (mutant.isEmpty() ? "" : "+" + mutant);
    }

    @Override
    public boolean tellsOfEachOverForget() {
        return !mutant.isEmpty();
    }

    @Override
    public String replayOptions() {
        return mutant.isEmpty() ? "" : "--mutant " + mutant + " ";
    }

    @Override
    public Daemon start(Path export, Path scratch) {
        Path workdir = scratch.resolve("work");
        List<String> command = new ArrayList<>(findsWhatTheHostMoves() ? List.of() : WITHOUT_THE_CAPABILITY);
        command.addAll(launcher);
        command.addAll(List.of("serve", "--fd", "0", "--policy", policy, "--workers", Integer.toString(workers)));
        if (hasBudget()) {
            command.addAll(List.of("--fds", Integer.toString(budget() + 1)));
        }
        traces.ifPresent(directory -> {
            Path trace = directory.resolve(name() + "-" + started.incrementAndGet() + ".trace");
            command.addAll(List.of("--trace", trace.toString()));
        });
        command.addAll(List.of("--workdir", workdir.toString(), export.toString()));
        return ServedDaemon.start(command, scratch.resolve("log"), Optional.of(workdir), patience);
    }

    /** One descriptor is kept free for the next node. */
    @Override
    public int budget() {
        return policy.equals(ADAPTIVE.policy) ? 1 : 0;
    }

    private boolean hasBudget() {
        return policy.equals(ADAPTIVE.policy) || policy.equals(HANDLE.policy);
    }

    @Override
    public boolean findsWhatTheHostMoves() {
        return !word.equals(BY_PLACE.word);
    }

    @Override
    public boolean can(Ability ability) {
        return ability != Ability.NEGATIVE_ENTRIES && (ability != Ability.WORKDIR || !policy.equals(HANDLE.policy));
    }

    @Override
    public Optional<String> policy() {
        return Optional.of(policy);
    }
}
