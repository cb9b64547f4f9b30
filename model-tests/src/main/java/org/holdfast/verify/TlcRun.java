package org.holdfast.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.holdfast.spec.Model;
import org.holdfast.trace.Event;

/**
 * A trace as steps of {@code tla/Trace.tla}: numbers the nodes, objects and requests, and puts in the steps that nobody
 * records. It looks at no guard: whether the steps can happen is TLC's to say.
 */
final class TlcRun {
    private static final int ENOENT = 2;
    private static final int ALL = 1_000_000;

    /** A request of the model: one claim of one of the daemon's. */
    private static final class Slot {
        private final int r;
        private final long nodeid;
        private boolean entry;
        private boolean opened;
        private int directory;
        private boolean answered;
        private boolean settled;

        Slot(int r, long nodeid) {
            this.r = r;
            this.nodeid = nodeid;
        }
    }

    private final List<TlcStep> steps = new ArrayList<>();
    private final List<TraceLine> lines;
    private final Map<Long, Integer> nodes = new HashMap<>();
    private final TlcNames names = new TlcNames(steps);
    private final Map<String, List<Slot>> slots = new HashMap<>();
    private final Set<Long> shut = new HashSet<>();
    private final Set<Integer> busy = new HashSet<>();
    private String policy = "link";
    private int lastNode = Model.ROOT;
    private int requests = 1;
    private long line;
    private boolean over;
    private boolean places;

    /** Reads the whole trace; an IllegalArgumentException if it is one that Trace.tla has no steps for. */
    TlcRun(List<TraceLine> lines) {
        this.lines = lines;
        for (int i = 0; i < lines.size(); i++) {
            line = lines.get(i).number();
            take(i, lines.get(i));
        }
        line++;
        if (over) {
            steps.add(TlcStep.of(line, "End", 0, 0));
        }
    }

    List<TlcStep> steps() {
        return steps;
    }

    String policy() {
        return policy;
    }

    int objects() {
        return names.objects();
    }

    /** Whether directories were found by their places. */
    boolean hasPlaces() {
        return places;
    }

    int lastNode() {
        return lastNode;
    }

    int requests() {
        return requests;
    }

    private void take(int at, TraceLine l) {
        Event e = l.event();
        String who = l.thread();
        if (e instanceof Event.Restart x) {
            policy = x.policy();
        } else if (e instanceof Event.Pin x) {
            pin(who, x.nodeid());
        } else if (e instanceof Event.Cool x) {
            Slot s = slot(who, x.nodeid());
            s.settled = true;
            steps.add(step("Cool", s));
        } else if (e instanceof Event.Guard x) {
            Slot s = slot(who, x.nodeid());
            s.settled = true;
            steps.add(step("Guard", s));
        } else if (e instanceof Event.Shut x) {
            steps.add(node("Shut", x.nodeid()));
            shut.add(x.nodeid());
        } else if (e instanceof Event.Attach x) {
            places = true;
            names.move(names.of(x.nodeid()), names.dir(x.parent()), line);
            steps.add(node("Attach", x.nodeid()).number(nodes.getOrDefault(x.parent(), Model.ROOT)));
        } else if (e instanceof Event.Detach x) {
            steps.add(node("Detach", x.nodeid()));
        } else if (e instanceof Event.Open x) {
            open(who, x, at);
        } else if (e instanceof Event.Resolve x) {
            resolve(who, x, at);
        } else if (e instanceof Event.LinkFailed x) {
            linkFailed(who, x);
        } else if (e instanceof Event.Operate x) {
            operate(who, x);
        } else if (e instanceof Event.Reply x) {
            reply(who, x);
        } else if (e instanceof Event.Undelivered x) {
            undelivered(who, x);
        } else if (e instanceof Event.Unpin x) {
            unpin(who, x.nodeid());
        } else if (e instanceof Event.Remove x) {
            named(who, x.parent());
        } else if (e instanceof Event.Rename x) {
            named(who, x.parent());
        } else if (e instanceof Event.Forget x) {
            int k = x.lookups() < 0 || x.lookups() > ALL ? ALL : (int) x.lookups();
            steps.add(node("Forget", x.nodeid()).mount(k).number(x.left()));
        } else if (e instanceof Event.Release x) {
            steps.add(node("Release", x.nodeid()).whether(x.link()));
        } else if (e instanceof Event.ReleaseFailed x) {
            steps.add(node("ReleaseFailed", x.nodeid()));
        } else if (e instanceof Event.Drop x) {
            steps.add(node("Drop", x.nodeid()));
            names.drop(x.nodeid());
            shut.remove(x.nodeid());
        } else if (e instanceof Event.Reset) {
            steps.add(TlcStep.of(line, "Reset", 0, 0));
            over = true;
        } else if (!(e instanceof Event.Sweep || e instanceof Event.Refuse)) {
            work(who, e);
        }
    }

    private static String budget(boolean within) {
        return within ? "budget" : "";
    }

    private TlcStep node(String action, long nodeid) {
        return TlcStep.of(line, action, 0, nodes.getOrDefault(nodeid, 0));
    }

    private TlcStep step(String action, Slot s) {
        return TlcStep.of(line, action, s.r, nodes.getOrDefault(s.nodeid, 0));
    }

    private Slot slot(String who, long nodeid) {
        int r = 1;
        while (!busy.add(r)) {
            r++;
        }
        requests = Math.max(requests, r);
        Slot s = new Slot(r, nodeid);
        slots.computeIfAbsent(who, k -> new ArrayList<>()).add(s);
        return s;
    }

    /** The thread's youngest claim on a node; a request that cannot be if it has none. */
    private Slot on(String who, long nodeid) {
        List<Slot> all = slots.getOrDefault(who, List.of());
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).nodeid == nodeid && !all.get(i).opened) {
                return all.get(i);
            }
        }
        return new Slot(1, nodeid);
    }

    /** What the thread has opened, and a claim from now on; a request that cannot be if it has opened nothing. */
    private Slot opened(String who, long nodeid) {
        for (Slot s : slots.getOrDefault(who, List.of())) {
            if (s.opened) {
                s.opened = false;
                return s;
            }
        }
        return new Slot(1, nodeid);
    }

    private void pin(String who, long nodeid) {
        if (nodeid != Model.ROOT) {
            steps.add(step("Pin", slot(who, nodeid)));
        }
    }

    /** The host gives what is looked up its name there, unless nothing comes of the request. */
    private void open(String who, Event.Open e, int at) {
        Event.Resolve resolve = resolveOf(who, at);
        if (resolve == null) {
            return;
        }
        if (resolve.mount() != 0) {
            throw new IllegalArgumentException("line " + line + ": Trace.tla knows of one mount only");
        }
        int dir = names.dir(e.parent());
        if (resolve.fresh() && isShut(names.seen(resolve))) { // and was not found again by its handle
            names.forget(resolve, line);
        }
        TlcNames.Thing thing = names.lookedUp(resolve, dir, line);
        Slot s = slot(who, resolve.nodeid());
        s.entry = true;
        s.opened = true;
        if (dir != TlcNames.TOP) {
            steps.add(TlcStep.of(line, "Pin", s.r, nodes.getOrDefault(e.parent(), 0)));
            s.directory = nodes.getOrDefault(e.parent(), 0);
        }
        steps.add(TlcStep.of(line, "Open", s.r, 0).mount(1).name(thing.object).number(thing.object));
    }

    /** What comes of the Open of a thread; null if nothing. */
    private Event.Resolve resolveOf(String who, int at) {
        for (int i = at + 1; i < lines.size(); i++) {
            TraceLine l = lines.get(i);
            if (l.thread().equals(who)) {
                if (l.event() instanceof Event.Resolve r) {
                    return r;
                }
                if (l.event() instanceof Event.Refuse || l.event() instanceof Event.Open) {
                    return null;
                }
            }
        }
        return null;
    }

    private void resolve(String who, Event.Resolve e, int at) {
        over = false;
        if (e.fresh()) {
            nodes.put(e.nodeid(), ++lastNode);
            names.means(e);
        }
        shut.remove(e.nodeid());
        Slot s = opened(who, e.nodeid());
        steps.add(step("Resolve", s).number(e.count()).whether(e.fresh()).word(budget(e.budgeted())));
        if (e.fresh() && !e.linking() && !e.budgeted() && !e.directory() && Model.links(policy)) {
            failed(s, causeAfter(who, at));
        }
    }

    /** The link that is not tried fails at once; the event tells of it a little later. */
    private int causeAfter(String who, int at) {
        for (int i = at + 1; i < lines.size(); i++) {
            if (lines.get(i).thread().equals(who)) {
                return lines.get(i).event() instanceof Event.LinkFailed f ? f.cause() : 0;
            }
        }
        return 0;
    }

    private final Set<Integer> told = new HashSet<>();

    private void linkFailed(String who, Event.LinkFailed e) {
        Slot s = on(who, e.nodeid());
        if (!told.remove(s.r)) {
            failed(s, e.cause());
            told.remove(s.r);
        }
    }

    private void failed(Slot s, int cause) {
        if (cause == ENOENT) {
            names.loseName(names.of(s.nodeid), line);
        }
        steps.add(step("LinkFailed", s).word(cause == ENOENT ? "ENOENT" : Shape.OTHER_CAUSE));
        told.add(s.r);
    }

    private boolean isShut(TlcNames.Thing thing) {
        return thing != null && shut.stream().anyMatch(nodeid -> names.of(nodeid) == thing);
    }

    private void operate(String who, Event.Operate e) {
        if (e.nodeid() == Model.ROOT) {
            return;
        }
        Slot s = on(who, e.nodeid());
        TlcNames.Thing thing = names.of(e.nodeid());
        if (e.nlink() == 0 && thing != null && !thing.directory) {
            names.loseName(thing, line);
        } else if (e.nlink() > 0) {
            names.mustHaveName(thing, line);
        }
        steps.add(step("Operate", s).mount(1).number(e.links()).whether(true));
        s.answered = true;
    }

    private void answer(Slot s) {
        if (!s.answered) {
            steps.add(step("Operate", s).mount(1));
            s.answered = true;
        }
        if (s.directory != 0) {
            steps.add(TlcStep.of(line, "Unpin", s.r, s.directory));
            s.directory = 0;
        }
    }

    private void reply(String who, Event.Reply e) {
        if (e.nodeid() != Model.ROOT) {
            Slot s = on(who, e.nodeid());
            answer(s);
            steps.add(step("Reply", s));
            s.settled = true;
        }
    }

    private void undelivered(String who, Event.Undelivered e) {
        Slot s = on(who, e.nodeid());
        if (s.entry && !s.settled) {
            answer(s);
            steps.add(step("Undelivered", s).number(e.left()));
            s.settled = true;
        } else {
            steps.add(node("Forget", e.nodeid()).mount(1).number(e.left()));
        }
    }

    private void unpin(String who, long nodeid) {
        if (nodeid == Model.ROOT) {
            return;
        }
        Slot s = on(who, nodeid);
        if (!s.settled && !s.entry) {
            answer(s);
            steps.add(step("Reply", s));
        }
        giveUpDirectory(who, nodes.getOrDefault(nodeid, 0));
        steps.add(step("Unpin", s));
        busy.remove(s.r);
        told.remove(s.r);
        slots.getOrDefault(who, new ArrayList<>()).remove(s);
    }

    /** Entries that were looked up in it have it no longer either; they are replied with a little later. */
    private void giveUpDirectory(String who, int directory) {
        for (Slot entry : slots.getOrDefault(who, List.of())) {
            if (entry.directory != 0 && entry.directory == directory && !entry.opened) {
                answer(entry);
            }
        }
    }

    private void named(String who, long parent) {
        if (parent != Model.ROOT) {
            Slot s = on(who, parent);
            steps.add(step("Named", s).mount(1));
            s.answered = true;
        }
    }

    /** An action of a request on a node, under its own name. */
    private void work(String who, Event e) {
        Slot s = on(who, Keys.nodeid(e));
        TlcStep step = step(e.getClass().getSimpleName(), s);
        if (e instanceof Event.Again x) {
            s.entry = true;
            step = step.number(x.count());
        } else if (e instanceof Event.Warm x) {
            step = step.whether(x.alone());
        } else if (e instanceof Event.Warmed x) {
            step = step.word(budget(x.budgeted()));
        } else if (e instanceof Event.Regain x) {
            shut.remove(x.nodeid());
        }
        s.settled |= e instanceof Event.Stale;
        steps.add(step);
    }
}
