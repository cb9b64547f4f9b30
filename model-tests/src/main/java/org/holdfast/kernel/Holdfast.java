package org.holdfast.kernel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.holdfast.testkit.Project;

/** Our own daemon with one worker, by its policy. */
public final class Holdfast implements DaemonKind {
    /** Holds with work links. */
    public static final DaemonKind LINK = new Holdfast("link");

    /** Holds with descriptors. */
    public static final DaemonKind FD = new Holdfast("fd");

    private final String policy;
    private final Path traces;
    private final AtomicInteger started = new AtomicInteger();

    private Holdfast(String policy) {
        this(policy, null);
    }

    private Holdfast(String policy, Path traces) {
        this.policy = policy;
        this.traces = traces;
    }

    /** One that writes the events of each daemon to a file of its own in the directory. */
    public static DaemonKind tracing(String policy, Path directory) {
        return new Holdfast(policy, directory);
    }

    /** The one of that policy, if there is one. */
    public static Optional<DaemonKind> of(String policy) {
        return Stream.of(LINK, FD)
                .filter(kind -> kind.policy().equals(Optional.of(policy)))
                .findFirst();
    }

    @Override
    public String name() {
        return "holdfast-" + policy;
    }

    @Override
    public Daemon start(Path export, Path scratch) {
        Path workdir = scratch.resolve("work");
        List<String> command = new ArrayList<>(Project.launcher());
        command.addAll(List.of("serve", "--fd", "0", "--policy", policy, "--workers", "1"));
        if (traces != null) {
            Path trace = traces.resolve(name() + "-" + started.incrementAndGet() + ".trace");
            command.addAll(List.of("--trace", trace.toString()));
        }
        command.addAll(List.of("--workdir", workdir.toString(), export.toString()));
        return ServedDaemon.start(command, scratch.resolve("log"), Optional.of(workdir));
    }

    @Override
    public boolean can(Ability ability) {
        return ability != Ability.NEGATIVE_ENTRIES;
    }

    @Override
    public Optional<String> policy() {
        return Optional.of(policy);
    }
}
