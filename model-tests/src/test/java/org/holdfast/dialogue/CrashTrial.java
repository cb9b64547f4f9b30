package org.holdfast.dialogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.holdfast.faults.DaemonHere;
import org.holdfast.faults.KilledDaemon;
import org.holdfast.kernel.Ability;
import org.holdfast.kernel.Daemon;
import org.holdfast.kernel.DaemonKind;
import org.holdfast.kernel.ServedDaemon;
import org.holdfast.node.Policy;
import org.holdfast.os.EnvironmentException;
import org.holdfast.os.LinuxSys;
import org.holdfast.passthrough.Cache;
import org.holdfast.passthrough.Settings;
import org.holdfast.spec.posix.Body;
import org.holdfast.spec.posix.World;
import org.holdfast.testkit.HostFile;

/** A scenario whose daemon is killed at a moment; then another one starts and ends, and the host is looked at. */
final class CrashTrial {
    /**
     * What came of it.
     *
     * @param at the system call or event at which it was killed; empty if its life had fewer moments
     * @param word whether the request in flight was done
     */
    record Outcome(String at, String word, Optional<String> wrong) {}

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String MARK = "user:mark";
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin/java").toString();

    private final FaultScenarios.Scenario scenario;
    private final Policy policy;
    private final String what;
    private final int number;
    private final Path scratch;
    private final List<String> flags;
    private final Set<Long> marked = new HashSet<>();
    private Stage stage;
    private Known known;

    /** {@code what}: "call" or "event"; {@code flags}: of the JVM. */
    CrashTrial(
            FaultScenarios.Scenario scenario,
            Policy policy,
            String what,
            int number,
            Path scratch,
            List<String> flags) {
        this.scenario = scenario;
        this.policy = policy;
        this.what = what;
        this.number = number;
        this.scratch = scratch;
        this.flags = flags;
    }

    /** {@code healthy}: the model after each line of the scenario. */
    Outcome run(List<World> healthy) {
        Optional<FaultLeftovers> leftovers =
                policy == Policy.LINK ? Optional.of(FaultLeftovers.in(scratch)) : Optional.empty();
        stage = new Stage(new Kind(), scratch);
        List<World> may = new ArrayList<>();
        try {
            may.add(play(healthy, may));
        } catch (Stop e) {
            return new Outcome("", "wrong", Optional.of(e.complaint() + ", allowed: " + e.allowed()));
        }
        String log = log();
        Optional<String> at = log.lines()
                .filter(line -> line.startsWith(KilledDaemon.SAYS))
                .findFirst()
                .map(line -> line.substring(KilledDaemon.SAYS.length()));
        if (at.isEmpty() && (log.contains("holdfast:") || log.contains("Exception"))) {
            return new Outcome("", "wrong", Optional.of(log));
        }
        Optional<String> wrong = restart(leftovers);
        String word = "not done";
        if (wrong.isEmpty()) {
            Optional<String> before = compare(may.get(may.size() - 1));
            wrong = before.isEmpty() ? before : compare(may.get(0));
            word = before.isEmpty() ? word : "done";
        }
        return new Outcome(at.orElse(""), wrong.isPresent() ? "wrong" : word, wrong);
    }

    /** Until the daemon is dead, or has ended; the model as it is then. What may be instead comes into {@code may}. */
    private World play(List<World> healthy, List<World> may) throws Stop {
        try {
            known = stage.prepare();
        } catch (AssertionError e) {
            awaitDeath();
            return World.empty(new org.holdfast.spec.posix.Settings(true, false, 0, 0, true, false, false));
        }
        FaultTalk talk = new FaultTalk(stage, known, new FaultTalk.Circumstances() {});
        int line = 0;
        try {
            for (; line < scenario.steps().size(); line++) {
                talk.say(scenario.steps().get(line));
                mark(scenario.steps().get(line));
            }
            talk.as(0);
            talk.closeAll();
            talk.forgetAll();
            talk.rest();
            stage.unmount();
        } catch (AssertionError | UncheckedIOException e) {
            awaitDeath();
            if (line < scenario.steps().size()) {
                may.add(healthy.get(line));
            }
        }
        return known.world;
    }

    /** Files of the host have an extended attribute, where the file system keeps any. */
    private void mark(Step step) {
        if (step.isHost() && step.verb().equals("write")) {
            Path path = stage.export().resolve(step.argument(0));
            try {
                Files.setAttribute(path, MARK, new byte[] {1});
                known.forgetTimes();
                marked.add(HostFile.at(path).orElseThrow().ino());
            } catch (IOException | UnsupportedOperationException e) {
                marked.clear();
            }
        }
    }

    private void awaitDeath() {
        if (stage.daemon() != null && !stage.daemon().hasEnded()) {
            stage.daemon().close();
        }
    }

    private String log() {
        try {
            return Files.readString(scratch.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Settings settings() {
        return new Settings(
                scratch.resolve("export"),
                Optional.of(scratch.resolve("scratch/work")),
                Policy.LINK,
                0,
                Cache.AUTO,
                false);
    }

    private Optional<String> restart(Optional<FaultLeftovers> leftovers) {
        try (Daemon next = DaemonHere.start(new LinuxSys(), settings(), scratch, PATIENCE)) {
            next.client().init(45);
            int exit = next.unmount();
            String[] left = scratch.resolve("scratch/work").toFile().list();
            if (exit != 0 || left != null && left.length > 0) {
                return Optional.of("the next daemon leaves " + String.join(" ", left == null ? new String[0] : left));
            }
        } catch (EnvironmentException e) {
            return Optional.of("the next daemon does not start: " + e.getMessage());
        }
        return leftovers.flatMap(FaultLeftovers::wrong);
    }

    /** Names, kinds, contents, modes, link counts; and that what the client knew is the same object as before. */
    private Optional<String> compare(World world) {
        Optional<Complaint> wrong = Tree.wrong(world, stage.export());
        if (wrong.isPresent() || known == null) {
            return wrong.map(Complaint::toString);
        }
        return otherObject(world, World.ROOT, stage.export());
    }

    private Optional<String> otherObject(World world, int number, Path path) {
        long ino = HostFile.at(path).orElseThrow().ino();
        if (known.inos.getOrDefault(number, ino) != ino) {
            return Optional.of(path + " is another object than before");
        }
        if (marked.contains(ino) && !isMarked(path)) {
            return Optional.of(path + " has lost its extended attribute");
        }
        if (world.at(number).body() instanceof Body.Names names) {
            for (Map.Entry<String, Integer> name : names.names().entrySet()) {
                Optional<String> wrong = otherObject(world, name.getValue(), path.resolve(name.getKey()));
                if (wrong.isPresent()) {
                    return wrong;
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isMarked(Path path) {
        try {
            return ((byte[]) Files.getAttribute(path, MARK)).length == 1;
        } catch (IOException e) {
            return false;
        }
    }

    /** The daemon that kills itself. */
    private final class Kind implements DaemonKind {
        @Override
        public String name() {
            return "holdfast, killed";
        }

        @Override
        public Daemon start(Path export, Path top) {
            List<String> command = new ArrayList<>(List.of(JAVA));
            command.addAll(flags);
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), KilledDaemon.class.getName()));
            command.addAll(List.of(
                    policy.name(), export.toString(), top.resolve("work").toString()));
            command.addAll(List.of(what, Integer.toString(number)));
            return ServedDaemon.start(command, scratch.resolve("log"), Optional.of(top.resolve("work")));
        }

        @Override
        public boolean can(Ability ability) {
            return ability != Ability.NEGATIVE_ENTRIES;
        }
    }
}
