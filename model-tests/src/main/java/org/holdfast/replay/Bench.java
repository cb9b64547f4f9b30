package org.holdfast.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.holdfast.kernel.Ability;
import org.holdfast.kernel.Answer;
import org.holdfast.kernel.Daemon;
import org.holdfast.kernel.DaemonKind;
import org.holdfast.kernel.KernelClient;
import org.holdfast.testkit.Await;
import org.holdfast.testkit.Scratch;

/**
 * An export with a daemon, for one sequence after the other. The same daemon serves as long as nothing goes wrong: that
 * nodeids are never given again holds for its whole life.
 */
final class Bench implements AutoCloseable {
    private static final Duration LAST_WORDS = Duration.ofMillis(20);
    private static final int LAST_WORDS_TRIES = 50;

    private final Path top;
    private final Path export;
    private final Set<Given> used = new HashSet<>();
    private DaemonKind kind;
    private Daemon daemon;
    private Map<Integer, String> own;
    private int daemons;
    private int overForgets;

    Bench(Scratch scratch) {
        top = scratch.directory("bench");
        try {
            export = Files.createDirectory(top.resolve("export"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A nodeid with its generation, by which the client knows a node. */
    private record Given(long nodeid, long generation) {}

    /** An empty export and a daemon of that kind, of which the client remembers nothing. */
    void prepare(DaemonKind wanted) {
        if (daemon != null && !wanted.equals(kind)) {
            unmount();
        }
        kind = wanted;
        empty();
        if (daemon == null) {
            start();
        }
        if (!kind.can(Ability.GENERATION)) {
            used.clear(); // what it gives again counts where the sequence itself shows it
        }
    }

    /** What serves the export. */
    DaemonKind kind() {
        return kind;
    }

    /** How the daemon has ended, if it has of its own accord; its socket closes a moment before. */
    Optional<Outcome.End> end(Difference difference) {
        if (daemon == null) {
            return Optional.empty();
        }
        for (int i = 0; i < LAST_WORDS_TRIES && difference.isSilence() && !daemon.hasEnded(); i++) {
            Await.pause(LAST_WORDS);
        }
        return daemon.hasEnded() ? Optional.of(new Outcome.End(daemon.unmount(), daemon.log())) : Optional.empty();
    }

    /** Starts a daemon where there is none, which sweeps what the one before has left. */
    void start() {
        daemon = kind.start(export, top);
        daemons++;
        overForgets = 0;
        used.clear();
        try {
            init();
            warmUp();
            own = daemon.descriptors();
        } catch (AssertionError | UncheckedIOException e) {
            String log = daemon.log();
            crash();
            throw new IllegalStateException(
                    kind.name() + " does not begin to serve: " + e.getMessage() + "\n" + log, e);
        }
    }

    private void init() {
        Answer answer = client().init(KernelClient.NEWEST_MINOR);
        if (!answer.ok()) {
            throw new AssertionError("INIT got " + answer);
        }
    }

    /** Lets the daemon load its classes, for which it opens files, and make what it makes with the first node. */
    private void warmUp() {
        Answer none = client().lookup(KernelClient.ROOT, "no such name");
        if (none.ok() && none.nodeid() != 0) {
            throw new AssertionError("LOOKUP of no name got " + none);
        }
        client().getattr(KernelClient.ROOT);
    }

    /** The reply to the next request does not arrive. */
    void loseNextReply() {
        daemon.loseNextReply();
    }

    /** INIT in the running session. */
    void reset() {
        init();
    }

    /** The client remembers nothing any more. */
    void forgetAll() {
        if (kind.can(Ability.INIT_AGAIN)) {
            reset();
        } else if (!client().counts().nodes().isEmpty()) {
            client().forgetAll();
        }
    }

    /** kill -9; {@link #start} begins the next. */
    void crash() {
        daemon.kill();
        daemon = null;
    }

    boolean isDown() {
        return daemon == null;
    }

    /** Whatever state the daemon is in, the next sequence gets another one. */
    void abandon() {
        if (daemon != null) {
            crash();
        }
    }

    KernelClient client() {
        return daemon.client();
    }

    /** What the daemon has said. */
    String log() {
        return daemon == null ? "" : daemon.log();
    }

    /**
     * Whether the daemon has logged anew that it was to forget more lookups than it has counted. It does so the 1st, 2nd,
     * 4th, 8th ... time.
     */
    boolean tellsOfOverForgets() {
        int times = log().split("over-FORGET number", -1).length - 1;
        boolean more = times > overForgets;
        overForgets = times;
        return more;
    }

    Path export() {
        return export;
    }

    /** What is left of all that the client and the host did. */
    Left left() {
        return Left.of(daemon, own, top);
    }

    /** A path by which the host reaches an object without a name. */
    Stream<Path> reach(long ino) {
        Left left = left();
        Stream<Path> links = left.links().entrySet().stream()
                .filter(e -> e.getValue() == ino)
                .map(e -> daemon.workdir()
                        .orElseThrow()
                        .resolve(String.format("%02x/%x", e.getKey() & 0xff, e.getKey())));
        Stream<Path> fds =
                left.fds().entrySet().stream().filter(e -> e.getValue() == ino).map(e -> daemon.reach(e.getKey()));
        return Stream.concat(links, fds);
    }

    /** True once for each nodeid with its generation: in a daemon's life, or in a sequence if the daemon repeats them. */
    boolean isNew(long nodeid, long generation) {
        return used.add(new Given(nodeid, generation));
    }

    /** How many daemons there were so far. */
    int daemons() {
        return daemons;
    }

    private void empty() {
        try (Stream<Path> files = Files.walk(export)) {
            List<Path> all = files.sorted((a, b) -> b.compareTo(a)).toList();
            for (Path file : all.subList(0, all.size() - 1)) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void unmount() {
        int exit = daemon.unmount();
        String log = daemon.log();
        Optional<Path> workdir = daemon.workdir();
        daemon = null;
        boolean left = workdir.filter(Files::exists).isPresent();
        if (left || exit != 0 && workdir.isPresent()) {
            throw new AssertionError("after the end of its client the daemon ended with exit code " + exit
                    + (left ? " and left its work directory" : "") + ". Its log:\n" + log);
        }
    }

    /** Unmounts; a daemon with a work directory must end in good order. Others say what they like. */
    @Override
    public void close() {
        if (daemon != null) {
            unmount();
        }
    }
}
