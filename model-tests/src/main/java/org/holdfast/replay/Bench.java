package org.holdfast.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.holdfast.kernel.Answer;
import org.holdfast.kernel.KernelClient;
import org.holdfast.kernel.ServedDaemon;
import org.holdfast.testkit.Scratch;

/**
 * An export with a daemon, for one sequence after the other. The same daemon serves as long as nothing goes wrong: that
 * nodeids are never given again holds for its whole life.
 */
final class Bench implements AutoCloseable {
    private final Path top;
    private final Path export;
    private final Path workdir;
    private final Set<Long> used = new HashSet<>();
    private String policy = "";
    private ServedDaemon daemon;
    private Map<Integer, String> own;
    private int daemons;
    private int overForgets;

    Bench(Scratch scratch) {
        top = scratch.directory("bench");
        workdir = top.resolve("work");
        try {
            export = Files.createDirectory(top.resolve("export"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An empty export and a daemon of that policy, of which the client remembers nothing. */
    void prepare(String wanted) {
        if (daemon != null && !policy.equals(wanted)) {
            unmount();
        }
        policy = wanted;
        empty();
        if (daemon == null) {
            start();
        }
    }

    /** Starts a daemon where there is none, which sweeps what the one before has left. */
    void start() {
        daemon = ServedDaemon.start(
                export, top.resolve("log"), "--policy", policy, "--workers", "1", "--workdir", workdir.toString());
        daemons++;
        overForgets = 0;
        used.clear();
        init();
        warmUp();
        own = daemon.descriptors();
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
        return Left.of(daemon, own, top, workdir);
    }

    /** A path by which the host reaches an object without a name. */
    Stream<Path> reach(long ino) {
        Left left = left();
        Stream<Path> links = left.links().entrySet().stream()
                .filter(e -> e.getValue() == ino)
                .map(e -> workdir.resolve(String.format("%02x/%x", e.getKey() & 0xff, e.getKey())));
        Stream<Path> fds =
                left.fds().entrySet().stream().filter(e -> e.getValue() == ino).map(e -> daemon.reach(e.getKey()));
        return Stream.concat(links, fds);
    }

    /** True once for each nodeid of a daemon's life. */
    boolean isNew(long nodeid) {
        return used.add(nodeid);
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
        daemon = null;
        if (exit != 0 || Files.exists(workdir)) {
            throw new AssertionError("after the end of its client the daemon ended with exit code " + exit
                    + (Files.exists(workdir) ? " and left its work directory" : "") + ". Its log:\n" + log);
        }
    }

    /** Unmounts; the daemon must end in good order. */
    @Override
    public void close() {
        if (daemon != null) {
            unmount();
        }
    }
}
