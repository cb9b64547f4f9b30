package org.holdfast.kernel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.holdfast.testkit.Project;

/** Our own daemon with one worker, by its policy. */
public final class Holdfast implements DaemonKind {
    /** Holds with work links. */
    public static final DaemonKind LINK = new Holdfast("link");

    /** Holds with descriptors. */
    public static final DaemonKind FD = new Holdfast("fd");

    private final String policy;

    private Holdfast(String policy) {
        this.policy = policy;
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
