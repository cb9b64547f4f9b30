package org.holdfast.replay;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.holdfast.fuse.Opcode;
import org.holdfast.kernel.Answer;
import org.holdfast.kernel.Body;
import org.holdfast.kernel.DaemonKind;
import org.holdfast.kernel.KernelClient;
import org.holdfast.os.Errno;
import org.holdfast.replay.HostTree.Place;
import org.holdfast.spec.Action;
import org.holdfast.spec.Cooling;
import org.holdfast.spec.Entry;
import org.holdfast.spec.Forgetting;
import org.holdfast.spec.Model;
import org.holdfast.spec.Naming;
import org.holdfast.spec.Req;
import org.holdfast.spec.Shutting;
import org.holdfast.spec.State;
import org.holdfast.spec.Work;
import org.holdfast.spec.sequence.Actor;
import org.holdfast.spec.sequence.Line;
import org.holdfast.spec.sequence.Rest;
import org.holdfast.spec.sequence.Sequence;
import org.holdfast.testkit.Await;
import org.holdfast.trace.Event;

/** Plays one sequence of class interleaved: the daemon's threads take its steps in the sequence's order. */
final class SteeredPlayer {
    private static final Map<String, Class<? extends Event>> EVENTS = Map.ofEntries(
            Map.entry("Open", Event.Open.class),
            Map.entry("Resolve", Event.Resolve.class),
            Map.entry("Link", Event.Link.class),
            Map.entry("LinkFailed", Event.LinkFailed.class),
            Map.entry("Adopt", Event.Adopt.class),
            Map.entry("Pin", Event.Pin.class),
            Map.entry("Operate", Event.Operate.class),
            Map.entry("Remove", Event.Remove.class),
            Map.entry("Rename", Event.Rename.class),
            Map.entry("Reach", Event.Reach.class),
            Map.entry("Regain", Event.Regain.class));
    private static final String LOST = "lost";
    private static final String LINK_ERROR = "link-error";
    /** Longer than one step of the clock that file systems take ctime from. */
    private static final Duration TICK = Duration.ofMillis(10);

    private static final String COOL = "cool";
    private static final String LOOKUP = "lookup";

    private final Sequence sequence;
    private final Bench bench;
    private final Steering steering;
    private final HostTree tree;
    private final Known known;
    private final Requests host;
    private final AtRest rest;
    private final Window window;
    private final Map<Integer, Slot> slots = new HashMap<>();
    private final Map<Integer, Long> lost = new HashMap<>();
    private final Map<Integer, Long> resolved = new HashMap<>();
    private State model;

    /** A request in flight. */
    private record Slot(long request, Walker walker, String ask, boolean lost, int from) {
        boolean isEntry() {
            return ask.startsWith(LOOKUP);
        }
    }

    private SteeredPlayer(Sequence sequence, Bench bench, Steering steering, Duration patience) {
        this.sequence = sequence;
        this.bench = bench;
        this.steering = steering;
        tree = new HostTree(bench.export());
        known = new Known(tree, bench);
        host = new Requests(bench, tree, known);
        rest = new AtRest(bench, tree, known, true, patience);
        window = new Window(tree);
        model = State.init(sequence.model());
    }

    /** Plays it; afterwards the daemon is fit for the next one, or abandoned. */
    static Outcome play(Sequence sequence, Bench bench, DaemonKind kind, Steering steering, Duration patience) {
        bench.prepare(kind);
        if (sequence.needs().contains(LINK_ERROR) || sequence.model().budget() > 0) {
            Await.pause(TICK); // what is left of a ctime must not meet a new file with the same inode number and time
        }
        SteeredPlayer player = new SteeredPlayer(sequence, bench, steering, patience);
        try {
            player.play();
            return new Outcome(List.of(), Optional.empty(), Optional.empty());
        } catch (Difference e) {
            steering.end();
            bench.abandon();
            return new Outcome(List.of(e), Optional.empty(), Optional.empty());
        }
    }

    private void play() throws Difference {
        steering.begin();
        int last = 0;
        for (Line line : sequence.lines()) {
            last = line.number();
            try {
                String got =
                        line instanceof Line.Step step ? take(step) : "rest    " + rest(((Line.AtRest) line).left());
                window.note();
                if (!got.equals(line.toString())) {
                    throw new Difference(line, got, null);
                }
                follow(line);
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new Difference(line, e.getMessage() == null ? e.toString() : e.getMessage(), e);
            }
        }
        steering.end();
        if (!sequence.quiescent()) {
            bench.forgetAll();
        }
        String left = rest.settled(Rest.EMPTY);
        if (!left.equals(Rest.EMPTY.toString())) {
            throw new Difference(last + 1, "end, with nothing left", left);
        }
    }

    /** Takes the line in the model too, which tells what a node is called that no reply has shown. */
    private void follow(Line line) {
        if (line instanceof Line.Step step && step.action().enabled(model)) {
            model = step.action().apply(model);
            if (step.action() instanceof Entry.Resolve resolve) {
                resolved.put(
                        model.req(resolve.r()).node(), slots.get(resolve.r()).walker().resolved);
            }
        }
    }

    /** The daemon goes on as it likes until nothing is left to do. */
    private String rest(Rest expected) {
        steering.end();
        String left = rest.settled(expected);
        steering.begin();
        return left;
    }

    /** Does what the line says; returns it with what came of it. */
    private String take(Line.Step step) throws IOException {
        Action a = step.action();
        if (step.actor() == Actor.HOST) {
            host.host(a);
            return step.toString();
        }
        if (step.actor() == Actor.CLIENT) {
            return client(step) ? step.toString() : "no such step of the daemon, whose thread has come to its end";
        }
        if (a instanceof Forgetting.Release release) {
            return steering.unlink(node(release.n())) ? step.toString() : "no release";
        }
        if (a instanceof Forgetting.Drop drop) {
            return steering.drop(node(drop.n())) ? step.toString() : "no drop";
        }
        if (a instanceof Shutting.Shut shut) {
            return steering.shut(begun(shut.n())) ? step.toString() : "not shut";
        }
        return daemon(step, slots.get(slot(a)));
    }

    /** Its nodeid, also while its first reply is under way. */
    private long begun(int name) {
        return known.shown(name).orElseGet(() -> resolved.get(name));
    }

    /** Its nodeid; one that no reply has shown is that of a lost reply, which is released unless it was before. */
    private long node(int name) {
        return known.shown(name)
                .orElseGet(() -> lost.computeIfAbsent(name, n -> {
                    Set<Long> others = new HashSet<>(known.shown());
                    others.addAll(lost.values());
                    return steering.stranger(others);
                }));
    }

    private static int slot(Action a) {
        try {
            return (int) a.getClass().getMethod("r").invoke(a);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("no step of a request: " + a, e);
        }
    }

    private boolean client(Line.Step step) {
        Action a = step.action();
        if (a instanceof Forgetting.Forget forget) {
            Walker walker = steering.taken(bench.client().forget(known.node(forget.n()), forget.k()));
            steering.until(walker, Event.Forget.class);
            return true;
        }
        String[] ask = step.ask().split(" ");
        if (a instanceof Entry.Open open) {
            return begin(step, open.r(), Opcode.LOOKUP, KernelClient.ROOT, Body.name(open.x()));
        }
        if (a instanceof Naming.Remove remove) {
            return remove(step, remove);
        }
        if (a instanceof Naming.Rename rename) {
            return rename(step, rename);
        }
        Work.Pin pin = (Work.Pin) a;
        long nodeid = known.node(pin.n());
        return switch (ask[0]) {
            case "getattr" ->
                begin(step, pin.r(), Opcode.GETATTR, nodeid, Body.empty().u64(0, 0));
            case LOOKUP -> begin(step, pin.r(), Opcode.LOOKUP, nodeid, Body.name(ask[1]));
            default -> throw new IllegalArgumentException("no request that can be steered: " + step);
        };
    }

    private boolean remove(Line.Step step, Naming.Remove remove) {
        Place place = new Place(HostTree.TOP, remove.x());
        int object = tree.at(place);
        int opcode = tree.object(object).isDirectory() ? Opcode.RMDIR : Opcode.UNLINK;
        boolean done = begin(step, remove.r(), opcode, KernelClient.ROOT, Body.name(remove.x()));
        if (done) {
            tree.removed(place);
            host.changed(object);
        }
        return done;
    }

    private boolean rename(Line.Step step, Naming.Rename rename) {
        Place from = new Place(rename.d(), rename.from());
        Place to = new Place(rename.e(), rename.to());
        int replaced = tree.at(to);
        Body body = Body.empty().u64(KernelClient.ROOT).string(rename.from()).string(rename.to());
        boolean done = begin(step, rename.r(), Opcode.RENAME, KernelClient.ROOT, body);
        if (done) {
            tree.renamed(from, to);
            host.changed(replaced);
        }
        return done;
    }

    /** Sends a request and lets its thread take the first step. */
    private boolean begin(Line.Step step, int slot, int opcode, long nodeid, Body body) {
        boolean lost = isLost(step, slot);
        KernelClient client = bench.client();
        long request = lost ? client.post(opcode, nodeid, body) : client.send(opcode, nodeid, body);
        Walker walker = steering.taken(request);
        slots.put(slot, new Slot(request, walker, step.ask(), lost, window.now()));
        return steering.until(walker, event(step.action()));
    }

    private static Class<? extends Event> event(Action a) {
        return EVENTS.get(a.getClass().getSimpleName());
    }

    /** Whether the answer to the request that begins with this step does not arrive. */
    private boolean isLost(Line.Step asking, int slot) {
        return sequence.lines().stream()
                .dropWhile(line -> line != asking)
                .filter(line ->
                        line instanceof Line.Step step && !step.answer().isEmpty() && slot(step.action()) == slot)
                .findFirst()
                .filter(line -> ((Line.Step) line).answer().equals(LOST))
                .isPresent();
    }

    private String daemon(Line.Step step, Slot slot) {
        Action a = step.action();
        if (a instanceof Cooling.Cool cool) {
            Walker walker = steering.cool(begun(cool.n()));
            slots.put(cool.r(), new Slot(0, walker, COOL, false, window.now()));
            return steering.until(walker, Event.Cool.class) ? step.toString() : "no such step";
        }
        if (a instanceof Shutting.Stale stale) {
            slot.walker().handleError = isThere(model.req(stale.r())) ? Errno.EMFILE : 0;
        }
        if (!step.answer().isEmpty()) {
            return answer(step, slot);
        }
        if (a instanceof Work.Unpin) {
            unpin(slot);
            return step.toString();
        }
        if (a instanceof Work.Operate && slot.isEntry()) {
            steering.operate(slot.walker());
            return step.toString();
        }
        if (a instanceof Entry.LinkFailed failed) {
            slot.walker().linkError = failed.cause().equals("ENOENT") ? 0 : Errno.ENOSPC;
        }
        return steering.until(slot.walker(), event(a)) ? step.toString() : "no such step";
    }

    /** Whether what a request is to open by its file handle is there, so that there must be another reason not to. */
    private boolean isThere(Req q) {
        return model.alive(
                model.node(q.dir() != Model.NONE ? q.dir() : q.node()).obj());
    }

    /** Before the reply it is the directory that is given up; after it, all has been. */
    private void unpin(Slot slot) {
        if (slot != null && slot.ask().equals(COOL)) {
            slots.values().remove(slot);
            steering.toEnd(slot.walker());
        } else if (slots.containsValue(slot)) {
            steering.until(slot.walker(), Event.Unpin.class);
        }
    }

    private String answer(Line.Step step, Slot slot) {
        slots.values().remove(slot);
        slot.walker().loses = slot.lost();
        steering.toEnd(slot.walker());
        String got = slot.lost() ? LOST : told(bench.client().await(slot.request()), slot, step.answer());
        return new Line.Step(0, step.actor(), step.action(), step.ask(), got).toString();
    }

    private String told(Answer answer, Slot slot, String expected) {
        return switch (expected) {
            case "done" -> answer.ok() ? expected : "error (" + answer + ")";
            case "error" -> answer.ok() ? "done" : expected;
            case "stale" -> answer.errno() == Errno.ESTALE ? expected : answer.toString();
            default -> {
                String[] words = expected.split(" ");
                int object = Integer.parseInt(words[List.of(words).indexOf("object") + 1]);
                if (answer.ok() && window.changed(object, slot.from())) {
                    // A change at the same moment as the daemon's link cannot be told from it: the client sees the
                    // later.
                    tree.object(object).changed((slot.isEntry() ? answer.entry() : answer.attributes()).ctime());
                }
                String got = known.tell(answer, slot.isEntry(), words, 0);
                yield window.tell(got, expected, object, slot.from());
            }
        };
    }
}
