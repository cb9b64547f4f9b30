package org.holdfast.replay;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.holdfast.node.Policy;
import org.holdfast.spec.Action;
import org.holdfast.spec.Entry;
import org.holdfast.spec.Model;
import org.holdfast.spec.Req;
import org.holdfast.spec.Shutting;
import org.holdfast.spec.State;
import org.holdfast.spec.sequence.Line;
import org.holdfast.spec.sequence.Sequence;
import org.holdfast.testkit.Scratch;

/** Plays interleaved sequences one after the other, each policy's at a daemon in this process whose threads it steers. */
public final class SteeredStage implements AutoCloseable {
    private static final Map<String, Policy> POLICIES =
            Map.of("link", Policy.LINK, "fd", Policy.FD, "adaptive", Policy.ADAPTIVE, "handle", Policy.HANDLE);
    private static final Map<String, String> NOT_MET = new TreeMap<>(Map.of(
            "two-devices", "needs a mount below the export",
            "bind-mount", "needs a mount below the export",
            "unlink-error", "needs unlinkat to fail",
            "full-table", "needs a table of a few nodes",
            "kill", "needs the daemon killed, which is this process",
            "warm", "needs several requests for one",
            "link", "needs a name that the model has not",
            "init-again", "needs INIT held between its steps",
            "guard", "needs a node guarded before anybody asks for a name to be removed",
            "place", "needs directories that are found by their places"));
    private static final Set<String> ASKED = Set.of("lookup", "getattr", "remove", "rename");

    private final Scratch scratch = Scratch.create();
    private final Steering steering = new Steering();
    private final Bench bench = new Bench(scratch);
    private final Duration patience;

    /** {@code patience} is how long a daemon may take to come to rest. */
    public SteeredStage(Duration patience) {
        this.patience = patience;
    }

    /** Why a sequence cannot be played so, if it cannot. */
    public static Optional<String> obstacle(Sequence q) {
        if (!POLICIES.containsKey(q.model().policy())) {
            return Optional.of("policy " + q.model().policy() + ", which the daemon has not");
        }
        Optional<String> need = NOT_MET.keySet().stream()
                .filter(q.needs()::contains)
                .map(NOT_MET::get)
                .findFirst();
        if (need.isEmpty() && asks(q, SteeredStage::dependsOnALateRelease)) {
            return Optional.of(
                    "needs an fd to count although its node is forgotten: the daemon takes that in one step");
        }
        if (need.isEmpty() && asks(q, SteeredStage::reachesWhatIsBusy)) {
            return Optional.of(
                    "needs a file handle opened while a link of the object comes or goes: the daemon waits before");
        }
        if (need.isEmpty() && asksForALateRegain(q)) {
            return Optional.of("needs a step between Reach and Regain: the daemon makes no system call there");
        }
        return need.or(() -> q.lines().stream().allMatch(SteeredStage::isSteered)
                ? Optional.empty()
                : Optional.of("needs a rename or removal in a directory"));
    }

    private static boolean asksForALateRegain(Sequence q) {
        Action before = null;
        for (Line line : q.lines()) {
            Action now = line instanceof Line.Step step ? step.action() : null;
            if (before instanceof Shutting.Reach reach
                    && !(now instanceof Shutting.Regain regain && regain.r() == reach.r())) {
                return true;
            }
            before = now;
        }
        return false;
    }

    /** Whether there is such a step in such a state. */
    private static boolean asks(Sequence q, BiPredicate<State, Action> which) {
        State s = State.init(q.model());
        for (Line line : q.lines()) {
            if (line instanceof Line.Step step && step.action().enabled(s)) {
                if (which.test(s, step.action())) {
                    return true;
                }
                s = step.action().apply(s);
            }
        }
        return false;
    }

    /** Whether something depends on the fd of a node that is forgotten and not released yet. */
    private static boolean dependsOnALateRelease(State s, Action a) {
        return a instanceof Entry.Resolve && s.withinBudget() != isWithinBudgetOfKnown(s)
                || a instanceof Shutting.Reach reach && !isAliveByKnown(s, s.req(reach.r()));
    }

    private static boolean reachesWhatIsBusy(State s, Action a) {
        int r = a instanceof Shutting.Reach reach ? reach.r() : a instanceof Shutting.Stale stale ? stale.r() : 0;
        return r > 0 && s.busy(target(s, s.req(r)));
    }

    /** The object that a request is to open by its file handle. */
    private static int target(State s, Req q) {
        return s.node(q.dir() != Model.NONE ? q.dir() : q.node()).obj();
    }

    private static boolean isWithinBudgetOfKnown(State s) {
        return s.model().policy().equals("adaptive")
                && s.node().values().stream()
                                .filter(n -> n.known() && n.why().equals("budget"))
                                .count()
                        < s.model().budget();
    }

    /** Whether what a request is to open by its file handle has a name, or an fd of somebody else. */
    private static boolean isAliveByKnown(State s, Req q) {
        int o = target(s, q);
        return s.nlink(o) > 0
                || s.node().values().stream().anyMatch(n -> n.known() && n.fd() && n.obj() == o)
                || s.req().values().stream()
                        .anyMatch(other -> other != q
                                && other.obj() == o
                                && (other.step() == Req.Step.OPENED || other.step() == Req.Step.REACHED));
    }

    /** Removals and renames only at the top. */
    private static boolean isSteered(Line line) {
        if (!(line instanceof Line.Step step) || step.ask().isEmpty()) {
            return true;
        }
        String[] ask = step.ask().split(" ");
        boolean named = ask[0].equals("remove") || ask[0].equals("rename");
        return ASKED.contains(ask[0]) && !(named && ask.length > 1);
    }

    /** Plays a sequence, if it can be played. */
    public Outcome play(Sequence q) {
        return obstacle(q).map(Outcome::leftOut).orElseGet(() -> {
            Policy policy = POLICIES.get(q.model().policy());
            return SteeredPlayer.play(
                    q, bench, new SteeredDaemon.Kind(policy, q.model().budget(), steering), steering, patience);
        });
    }

    @Override
    public void close() {
        try (scratch) {
            bench.close();
        }
    }
}
