package org.holdfast.verify;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.holdfast.spec.Forgetting;
import org.holdfast.spec.Shutting;
import org.holdfast.trace.Event;

/** Takes the events of one daemon in their order and says when no run of the model explains them any more. */
public final class Checker {
    /** Hears of every event that is explained, with what it was about. */
    interface Watcher {
        Watcher NOBODY = (line, world, claims) -> {};

        /** Either of the two may be null. */
        void saw(TraceLine line, World world, Claims claims);
    }

    private static final String COOLING = ", cooling";

    private final Watcher watcher;
    private final Knowledge.Store store = new Knowledge.Store();
    private final Map<String, Claims> threads = new HashMap<>();
    private Session session;
    private boolean over;
    private int requests;
    private long lines;

    /** Begins before the first session. */
    public Checker() {
        this(Watcher.NOBODY);
    }

    Checker(Watcher watcher) {
        this.watcher = watcher;
    }

    /** How many events were explained. */
    public long events() {
        return lines;
    }

    /** Takes one event; after a divergence no other one makes sense. */
    public Optional<Divergence> take(TraceLine line) {
        lines++;
        try {
            apply(line);
            return Optional.empty();
        } catch (Diverged d) {
            return Optional.of(new Divergence(line.number(), said(line.event()), d.allowed()));
        }
    }

    /** The end of the trace: of a daemon that has ended as it should nothing is left. */
    public Optional<Divergence> end() {
        try {
            if (over) {
                threads.values().forEach(this::mustBeOver);
                mustNotBe(session.left());
            }
            return Optional.empty();
        } catch (Diverged d) {
            return Optional.of(new Divergence(lines + 1, "the end of the trace", d.allowed()));
        }
    }

    /** The inodes that are known. */
    Session session() {
        return session;
    }

    /** What the thread's last request holds, null if there was none. */
    Claims claimsOf(String thread) {
        return threads.get(thread);
    }

    /** An event as people read it. */
    static String said(Event e) {
        return e.toString().replace('[', '(').replace(']', ')').replace("=", " ");
    }

    private void apply(TraceLine line) {
        Event e = line.event();
        if (session == null && !(e instanceof Event.Restart || e instanceof Event.Sweep)) {
            throw new Diverged("Sweep", "Restart");
        }
        World touched = null;
        Claims c = null;
        if (e instanceof Event.Pin pin) {
            c = claims(line.thread(), pin.request());
            touched = session.pin(c, pin.nodeid());
        } else if (e instanceof Event.Unpin unpin) {
            c = claims(line.thread(), unpin.request());
            touched = session.unpin(c, unpin.nodeid());
        } else if (e instanceof Event.Open open) {
            c = claims(line.thread(), open.request());
            touched = session.open(c, open.parent());
        } else if (e instanceof Event.Resolve resolve) {
            c = claims(line.thread(), resolve.request());
            touched = session.resolve(c, resolve);
            over = false;
        } else if (e instanceof Event.Refuse refuse) {
            c = claims(line.thread(), refuse.request());
            session.refuse(c);
        } else if (e instanceof Event.Cool cool) {
            c = claims(line.thread(), cool.request());
            touched = session.cool(c, cool.nodeid());
        } else if (e instanceof Event.Guard guard) {
            c = claims(line.thread(), guard.request());
            touched = session.guard(c, guard.nodeid());
        } else if (e instanceof Event.Shut shut) {
            touched = session.node(shut.nodeid(), new Shutting.Shut(session.number(shut.nodeid())));
        } else if (e instanceof Event.Attach attach) {
            touched = session.attach(attach);
        } else if (e instanceof Event.Detach detach) {
            touched = session.detach(detach);
        } else if (e instanceof Event.Warmed warmed) {
            c = claims(line.thread(), warmed.request());
            touched = AtWork.take(c, e);
            session.mustBeWithinBudget(warmed.budgeted());
        } else if (e instanceof Event.Undelivered undelivered) {
            c = claims(line.thread(), undelivered.request());
            touched = session.undelivered(c, undelivered);
        } else if (e instanceof Event.Remove remove) {
            c = claims(line.thread(), remove.request());
            touched = session.named(c, remove.parent());
        } else if (e instanceof Event.Rename rename) {
            c = claims(line.thread(), rename.request());
            touched = session.renamed(c, rename.parent(), rename.newParent());
        } else if (e instanceof Event.Forget forget) {
            Claims before = threads.remove(line.thread());
            if (before != null) {
                mustBeOver(before);
            }
            touched = session.forget(forget);
        } else if (e instanceof Event.Release release) {
            touched = session.release(release);
        } else if (e instanceof Event.ReleaseFailed failed) {
            touched = session.node(failed.nodeid(), new Forgetting.ReleaseFailed(session.number(failed.nodeid())));
        } else if (e instanceof Event.Drop drop) {
            touched = session.drop(drop.nodeid());
        } else if (e instanceof Event.Restart restart) {
            restart(restart);
        } else if (e instanceof Event.Reset) {
            reset();
        } else if (!(e instanceof Event.Sweep)) {
            c = claims(line.thread(), Keys.request(e));
            touched = AtWork.take(c, e);
        }
        watcher.saw(line, touched, c);
        if (touched != null) {
            session.tidy(touched);
        }
    }

    /**
     * What the thread's request holds; a thread serves one after the other. While it does it may cool a node, to find a
     * descriptor.
     */
    private Claims claims(String thread, long request) {
        return claimsOf(request < 0 ? thread + COOLING : thread, thread, request);
    }

    private Claims claimsOf(String key, String thread, long request) {
        Claims now = threads.get(key);
        if (now == null || now.request != request) {
            if (now != null) {
                mustBeOver(now);
            }
            now = new Claims(request, thread, requests++);
            threads.put(key, now);
        }
        return now;
    }

    private void mustBeOver(Claims c) {
        if (!c.all().isEmpty()) {
            throw new Diverged(Allowed.of(c, c.all().get(c.all().size() - 1)));
        }
        if (c.hasOpened()) {
            throw new Diverged(Session.resolved(c));
        }
    }

    private void restart(Event.Restart e) {
        threads.clear();
        over = false;
        session = new Session(e.policy(), e.budget(), store);
    }

    private void reset() {
        threads.values().forEach(this::mustBeOver);
        mustNotBe(session.left()
                .filter(nodeid -> session.worldOf(nodeid).at(nodeid).known()));
        over = true;
    }

    private void mustNotBe(Stream<Long> nodeids) {
        List<String> left = nodeids.flatMap(nodeid -> Allowed.of(session.worldOf(nodeid), nodeid).stream())
                .toList();
        if (!left.isEmpty()) {
            throw new Diverged(left);
        }
    }
}
