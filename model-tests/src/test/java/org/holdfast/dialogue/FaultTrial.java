package org.holdfast.dialogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.holdfast.faults.DaemonHere;
import org.holdfast.faults.GatedSys;
import org.holdfast.faults.GatedSys.Call;
import org.holdfast.faults.GatedSys.Part;
import org.holdfast.fuse.Opcode;
import org.holdfast.kernel.Ability;
import org.holdfast.kernel.Answer;
import org.holdfast.kernel.Body;
import org.holdfast.kernel.Daemon;
import org.holdfast.kernel.DaemonKind;
import org.holdfast.kernel.KernelClient;
import org.holdfast.node.Policy;
import org.holdfast.os.EnvironmentException;
import org.holdfast.os.Errno;
import org.holdfast.os.LinuxSys;
import org.holdfast.os.Sys;
import org.holdfast.passthrough.Cache;
import org.holdfast.passthrough.Settings;
import org.holdfast.spec.posix.Kind;
import org.holdfast.spec.posix.World;

/**
 * A scenario in which one system call fails once: from the start of a daemon that finds what another has left, to its end.
 * After the first answer that the oracle would not allow the client closes and forgets what it has, asks whether it is still
 * served, and goes.
 */
final class FaultTrial implements FaultTalk.Circumstances {
    /** What came of it, in a word for the table, and what is wrong; {@code worlds}: after each line of the scenario. */
    record Outcome(String word, Optional<String> wrong, List<World> worlds) {}

    /** The threads that release nodes do not always make the same calls. */
    static final String NOT_REACHED = "not reached";

    static final String NO_SESSION = "no session";
    private static final Sys LINUX = new LinuxSys();
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SHORT_PATIENCE = Duration.ofMillis(1500);

    /** A policy's budget, if it has one, and how many nodes of it the cooler leaves warm after each line. */
    private static final int FDS = 2;

    private static final int WARM = 1;

    private final FaultScenarios.Scenario scenario;
    private final Policy policy;
    private final Call failing;
    private final int errno;
    private final Path scratch;
    private final List<Call> made = new ArrayList<>();
    private final List<World> worlds = new ArrayList<>();
    private volatile boolean failed;
    private volatile int replies;
    private volatile boolean probing;
    private DaemonHere here;
    private Stage stage;
    private Known known;
    private FaultTalk talk;
    private Optional<World> orDone = Optional.empty();
    private String log = "";

    /** {@code failing}: nothing fails if it is null. */
    FaultTrial(FaultScenarios.Scenario scenario, Policy policy, Call failing, int errno, Path scratch) {
        this.scenario = scenario;
        this.policy = policy;
        this.failing = failing;
        this.errno = errno;
        this.scratch = scratch;
    }

    /** The calls that were made, in their order. */
    List<Call> made() {
        synchronized (made) {
            return List.copyOf(made);
        }
    }

    private int gate(Call call) {
        synchronized (made) {
            if (!probing || call.part() != Part.WORKER) {
                made.add(call);
            }
        }
        boolean fails = call.equals(failing);
        failed |= fails;
        if (call.part() == Part.WORKER && call.name().equals("write")) {
            replies = call.number();
        }
        return fails ? errno : 0;
    }

    /** {@code healthy}: the model after each line where nothing fails. */
    Outcome run(List<World> healthy) {
        Optional<FaultLeftovers> leftovers =
                policy == Policy.LINK ? Optional.of(FaultLeftovers.in(scratch)) : Optional.empty();
        stage = new Stage(new Tried(), scratch);
        String word;
        List<String> wrong = new ArrayList<>();
        try {
            word = serve(healthy, wrong);
        } finally {
            if (stage.daemon() != null) {
                stage.daemon().close();
            }
        }
        looksAt(wrong, leftovers);
        return new Outcome(word, wrong.stream().findFirst(), worlds);
    }

    private String serve(List<World> healthy, List<String> wrong) {
        try {
            known = stage.prepare();
            talk = new FaultTalk(stage, known, this);
        } catch (EnvironmentException e) {
            boolean toldOtherwise = Set.of("getsockopt", "flock").contains(failing.name())
                    || Set.of(Errno.ENOENT, Errno.ELOOP, Errno.ENXIO).contains(errno); // no workdir, or none of ours
            if (!toldOtherwise && !e.getMessage().contains(Errno.describe(errno))) {
                wrong.add("the reason is not told: " + e.getMessage());
            }
            return "does not start";
        } catch (AssertionError e) {
            log = stage.daemon().log();
            stage.daemon().close();
            return e.getMessage().startsWith("INIT got") || isReply() ? NO_SESSION : bad(wrong, e.getMessage());
        }
        String word = failing == null ? "" : "success";
        try {
            for (int i = 0; i < scenario.steps().size(); i++) {
                Optional<String> other = talk.say(scenario.steps().get(i));
                worlds.add(known.world);
                if (other.isPresent()) {
                    orDone = Optional.of(healthy.get(i));
                    word = other.get();
                    break;
                }
            }
            end(word, wrong);
        } catch (Stop e) {
            wrong.add(e.complaint() + "\nallowed are only:\n  " + e.allowed());
        } catch (AssertionError e) {
            wrong.add(e.getMessage());
        }
        if (failing != null && !failed) {
            return NOT_REACHED;
        }
        return word;
    }

    private static String bad(List<String> wrong, String text) {
        wrong.add(text);
        return "wrong";
    }

    private boolean isReply() {
        return failing != null
                && failing.part() == Part.WORKER
                && failing.name().equals("write");
    }

    /** An entry without a node (P14), and a change time that the daemon's own link has moved, are less than was asked for. */
    @Override
    public boolean excuses(String complaint) {
        return complaint.contains("without an entry") || failing.name().equals("statx") && complaint.contains("ctime");
    }

    /** Nobody asks while a node is cooled. */
    @Override
    public boolean showsLater() {
        return failing.part() == Part.COOLER;
    }

    /** A link that could not be removed, or swept, stays until the unmount, and the log says so. */
    @Override
    public boolean keepsALink() {
        return failed
                && failing.name().equals("unlinkat")
                && stage.daemon().log().contains("cannot be removed");
    }

    @Override
    public boolean failed() {
        return failed;
    }

    @Override
    public int errno() {
        return errno;
    }

    /** EINVAL and EMSGSIZE are answered with another reply. */
    @Override
    public boolean mayLoseReply() {
        return isReply() && errno != Errno.EINVAL && errno != Errno.EMSGSIZE;
    }

    @Override
    public int replies() {
        return replies;
    }

    /** The coldest are the oldest objects; the order of nodeids is another each time. */
    @Override
    public void pause(Known known) {
        if (policy.hasBudget()) {
            List<Long> coldest = new ArrayList<>(known.nodes.keySet());
            coldest.sort(Comparator.comparing(nodeid -> known.nodes.get(nodeid).object()));
            Map<Boolean, List<Long>> directories = coldest.stream()
                    .collect(Collectors.partitioningBy(
                            nodeid -> known.object(known.nodes.get(nodeid)).is(Kind.DIRECTORY)));
            here.cool(directories.get(false), WARM, directories.get(true));
        }
    }

    @Override
    public void probing(boolean begins) {
        probing = begins;
    }

    private void end(String word, List<String> wrong) throws Stop {
        talk.as(0);
        talk.closeAll();
        probing = true;
        stillServes();
        probing = false;
        talk.forgetAll();
        talk.rest();
        if (stage.tellsOfOverForgets()) {
            wrong.add(stage.overForget());
        }
        Daemon daemon = stage.daemon();
        int exit = stage.unmount();
        log = daemon.log();
        if (!daemon.descriptors().isEmpty()) {
            wrong.add("descriptors after the end: " + daemon.descriptors());
        }
        if (exit != 0) {
            wrong.add("the end went wrong: " + log);
        }
        if (failing == null && !log.isEmpty()) {
            wrong.add("the log where nothing failed: " + log);
        }
    }

    private void stillServes() {
        KernelClient client = stage.client();
        Answer made = client.call(
                Opcode.CREATE,
                KernelClient.ROOT,
                Body.empty().u32(0102, 0100644, 0, 0).string("afterwards"));
        must("CREATE", made);
        long nodeid = made.nodeid();
        must("RELEASE", client.call(Opcode.RELEASE, nodeid, Body.empty().u64(made.u64(128), 0, 0)));
        must("LOOKUP", client.lookup(KernelClient.ROOT, "afterwards"));
        must("UNLINK", client.call(Opcode.UNLINK, KernelClient.ROOT, Body.name("afterwards")));
        client.forget(nodeid, 2);
    }

    private static void must(String what, Answer answer) {
        if (!answer.ok()) {
            throw new AssertionError("afterwards " + what + " got " + answer);
        }
    }

    /** What is at the host when the daemon is gone; a workdir may be left where its removal failed, until the next start. */
    private void looksAt(List<String> wrong, Optional<FaultLeftovers> leftovers) {
        if (log.contains("\tat ") || log.contains("Exception")) {
            wrong.add("the log has a stack trace:\n" + log);
        }
        if (log.lines().count() > 3) {
            wrong.add("the log says too much:\n" + log);
        }
        Path workdir = scratch.resolve("scratch/work");
        if (Files.exists(workdir)) {
            Settings settings = settings(Policy.LINK);
            try {
                DaemonHere.start(LINUX, settings, scratch, PATIENCE).unmount();
            } catch (EnvironmentException e) {
                wrong.add("the next daemon does not start: " + e.getMessage());
            }
            if (!isEmpty(workdir)) {
                wrong.add("the workdir is there after one more start and end");
            }
        }
        leftovers.flatMap(FaultLeftovers::wrong).ifPresent(wrong::add);
        if (known == null) {
            return;
        }
        Optional<Complaint> different = Tree.wrong(known.world, stage.export());
        if (different.isPresent()
                && orDone.flatMap(world -> Tree.wrong(world, stage.export())).isPresent() | orDone.isEmpty()) {
            wrong.add(different.get().toString());
        }
    }

    /** A workdir that is empty has no mark any more, and nobody's things; it stays. */
    private static boolean isEmpty(Path workdir) {
        String[] left = workdir.toFile().list();
        return left == null || left.length == 0;
    }

    private Settings settings(Policy by) {
        try {
            Path workdir = Files.createDirectories(scratch.resolve("scratch")).resolve("work");
            return new Settings(scratch.resolve("export"), Optional.of(workdir), by, FDS, Cache.AUTO, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The daemon of this trial; by what it holds is not told, because a failure may make it take the other way. */
    private final class Tried implements DaemonKind {
        @Override
        public String name() {
            return "holdfast here";
        }

        @Override
        public Daemon start(Path export, Path unused) {
            boolean greeting = isReply() && failing.number() <= 3;
            Sys sys = GatedSys.of(LINUX, FaultTrial.this::gate);
            here = DaemonHere.start(sys, settings(policy), scratch, greeting ? SHORT_PATIENCE : PATIENCE);
            return here;
        }

        @Override
        public boolean can(Ability ability) {
            return ability != Ability.NEGATIVE_ENTRIES;
        }
    }
}
