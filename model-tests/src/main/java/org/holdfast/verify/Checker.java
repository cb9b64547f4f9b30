package org.holdfast.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.holdfast.spec.Entry;
import org.holdfast.spec.Forgetting;
import org.holdfast.spec.Hold;
import org.holdfast.spec.Model;
import org.holdfast.spec.Node;
import org.holdfast.spec.Req;
import org.holdfast.spec.Warming;
import org.holdfast.spec.Work;
import org.holdfast.trace.Event;

/** Takes the events of one daemon in their order and says when no run of the model explains them any more. */
public final class Checker {
    private static final int ENOENT = 2;
    private static final int ALL = Integer.MAX_VALUE / 2;

    /** Hears of every event that is explained, with what it was about. */
    interface Watcher {
        Watcher NOBODY = (line, world, claims) -> {};

        /** Either of the two may be null. */
        void saw(TraceLine line, World world, Claims claims);
    }

    private final Watcher watcher;
    private final Knowledge.Store store = new Knowledge.Store();
    private final Freshness freshness = new Freshness();
    private final Map<Long, World> byNodeid = new HashMap<>();
    private final Map<World.Identity, World> byIdentity = new HashMap<>();
    private final Map<String, Claims> threads = new HashMap<>();
    private String policy;
    private int live;
    private boolean over;
    private int worlds;
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
                List<String> left = new ArrayList<>();
                byNodeid.forEach((nodeid, w) -> {
                    if (w.at(nodeid).phase() != Node.Phase.STUCK) {
                        left.addAll(Allowed.of(w, nodeid));
                    }
                });
                if (!left.isEmpty()) {
                    throw new Diverged(left.stream().sorted().limit(5).toList());
                }
            }
            return Optional.empty();
        } catch (Diverged d) {
            return Optional.of(new Divergence(lines + 1, "the end of the trace", d.allowed()));
        }
    }

    /** An event as people read it. */
    static String said(Event e) {
        return e.toString().replace('[', '(').replace(']', ')').replace("=", " ");
    }

    private void apply(TraceLine line) {
        Event e = line.event();
        if (policy == null && !(e instanceof Event.Restart || e instanceof Event.Sweep)) {
            throw new Diverged("Sweep", "Restart");
        }
        World touched = null;
        Claims c = null;
        if (e instanceof Event.Pin pin) {
            c = claims(line.thread(), pin.request());
            touched = pin(c, pin.nodeid());
        } else if (e instanceof Event.Unpin unpin) {
            c = claims(line.thread(), unpin.request());
            touched = unpin(c, unpin.nodeid());
        } else if (e instanceof Event.Open open) {
            c = claims(line.thread(), open.request());
            touched = open(c, open.parent());
        } else if (e instanceof Event.Resolve resolve) {
            c = claims(line.thread(), resolve.request());
            touched = resolve(c, resolve);
        } else if (e instanceof Event.Refuse refuse) {
            c = claims(line.thread(), refuse.request());
            refuse(c);
        } else if (e instanceof Event.Undelivered undelivered) {
            c = claims(line.thread(), undelivered.request());
            touched = undelivered(c, undelivered);
        } else if (e instanceof Event.Remove remove) {
            c = claims(line.thread(), remove.request());
            touched = named(c, remove.parent());
        } else if (e instanceof Event.Rename rename) {
            c = claims(line.thread(), rename.request());
            claim(c, rename.newParent());
            touched = named(c, rename.parent());
        } else if (e instanceof Event.Forget forget) {
            Claims before = threads.remove(line.thread());
            if (before != null) {
                mustBeOver(before);
            }
            touched = forget(forget);
        } else if (e instanceof Event.Release release) {
            touched = release(release);
        } else if (e instanceof Event.ReleaseFailed failed) {
            touched = node(failed.nodeid(), new Forgetting.ReleaseFailed(number(failed.nodeid())));
        } else if (e instanceof Event.Drop drop) {
            touched = node(drop.nodeid(), new Forgetting.Drop(number(drop.nodeid())));
            touched.drop(drop.nodeid());
            byNodeid.remove(drop.nodeid());
        } else if (e instanceof Event.Restart restart) {
            restart(restart.policy());
        } else if (e instanceof Event.Reset) {
            reset();
        } else if (!(e instanceof Event.Sweep)) {
            Request request = Request.of(e);
            c = claims(line.thread(), request.unique());
            touched = work(c, request, e);
        }
        watcher.saw(line, touched, c);
        if (touched != null && touched.isEmpty()) {
            byIdentity.remove(touched.identity, touched);
        }
    }

    /** The request and node of an event of a request at work on a node. */
    private record Request(long unique, long nodeid) {
        static Request of(Event e) {
            if (e instanceof Event.Link x) {
                return new Request(x.request(), x.nodeid());
            } else if (e instanceof Event.LinkFailed x) {
                return new Request(x.request(), x.nodeid());
            } else if (e instanceof Event.Adopt x) {
                return new Request(x.request(), x.nodeid());
            } else if (e instanceof Event.Operate x) {
                return new Request(x.request(), x.nodeid());
            } else if (e instanceof Event.Again x) {
                return new Request(x.request(), x.nodeid());
            } else if (e instanceof Event.Reply x) {
                return new Request(x.request(), x.nodeid());
            } else if (e instanceof Event.Reopen x) {
                return new Request(x.request(), x.nodeid());
            } else if (e instanceof Event.Warm x) {
                return new Request(x.request(), x.nodeid());
            } else if (e instanceof Event.Unlink x) {
                return new Request(x.request(), x.nodeid());
            } else if (e instanceof Event.UnlinkFailed x) {
                return new Request(x.request(), x.nodeid());
            } else if (e instanceof Event.Warmed x) {
                return new Request(x.request(), x.nodeid());
            }
            throw new IllegalStateException("no event of a request: " + e);
        }
    }

    /** What the thread's request holds; a thread serves one after the other. */
    private Claims claims(String thread, long request) {
        Claims now = threads.get(thread);
        if (now == null || now.request != request) {
            if (now != null) {
                mustBeOver(now);
            }
            now = new Claims(request, thread, requests++);
            threads.put(thread, now);
        }
        return now;
    }

    private void mustBeOver(Claims c) {
        if (!c.all().isEmpty()) {
            throw new Diverged(Allowed.of(c, c.all().get(c.all().size() - 1)));
        }
        if (c.hasOpened()) {
            throw new Diverged("Resolve(request " + c.request + ")", "Refuse(request " + c.request + ")");
        }
    }

    private World known(long nodeid) {
        World w = byNodeid.get(nodeid);
        if (w == null) {
            throw new Diverged("nothing on nodeid " + Allowed.name(nodeid) + ", which is none");
        }
        return w;
    }

    private int number(long nodeid) {
        return known(nodeid).node(nodeid);
    }

    private Claims.Claim claim(Claims c, long nodeid) {
        Claims.Claim claim = c.on(nodeid);
        if (claim == null) {
            throw new Diverged(
                    c.all().isEmpty()
                            ? List.of("Pin" + Allowed.by(c, nodeid))
                            : Allowed.of(c, c.all().get(c.all().size() - 1)));
        }
        return claim;
    }

    private World pin(Claims c, long nodeid) {
        if (nodeid == Model.ROOT) {
            c.add(new Claims.Claim(null, nodeid, 0, false));
            return null;
        }
        World w = known(nodeid);
        int r = w.takeSlot();
        if (!w.step(new Step.Just(r, new Work.Pin(r, w.node(nodeid))))) {
            throw new Diverged(Allowed.of(w, nodeid));
        }
        c.add(new Claims.Claim(w, nodeid, r, false));
        return w;
    }

    private World unpin(Claims c, long nodeid) {
        Claims.Claim claim = claim(c, nodeid);
        if (claim.world() != null) {
            must(c, claim, new Step.Left(claim.r()));
            claim.world().freeSlot(claim.r());
        }
        c.remove(claim);
        return claim.world();
    }

    private static void must(Claims c, Claims.Claim claim, Step step) {
        if (!claim.world().step(step)) {
            throw new Diverged(Allowed.of(c, claim));
        }
    }

    private World open(Claims c, long parent) {
        Claims.Claim claim = claim(c, parent);
        if (c.hasOpened()) {
            mustBeOver(c);
        }
        World w = claim.world();
        if (w != null) {
            must(c, claim, new Step.Searched(claim.r(), w.at(parent).mnt()));
        }
        c.setOpened(true);
        return w;
    }

    /** No node can be given; the host's own errors to a request for an entry come to the same. */
    private void refuse(Claims c) {
        if (!c.hasOpened()) {
            throw new Diverged("Open(request " + c.request + ")");
        }
        c.setOpened(false);
    }

    private World resolve(Claims c, Event.Resolve e) {
        if (!c.hasOpened()) {
            throw new Diverged("Open(request " + c.request + ")");
        }
        World w = byIdentity.computeIfAbsent(
                new World.Identity(e.device(), e.ino()), i -> new World(worlds++, i, e.directory(), policy, store));
        int mount = w.mount(e.mount());
        int r = w.takeSlot();
        if (e.fresh() && !freshness.give(e.nodeid())) {
            throw new Diverged("Resolve to a nodeid that was never given in this session");
        }
        int n = e.fresh() ? w.freeNode() : w.node(e.nodeid());
        Step step = new Step.Resolved(r, mount, n, e.fresh(), e.linking());
        if (n == Model.NONE || w.isDirectory() != e.directory() || !w.step(step)) {
            throw new Diverged(resolutions(c, w, r, mount));
        }
        if (e.fresh()) {
            w.give(n, e.nodeid());
            byNodeid.put(e.nodeid(), w);
            live++;
            over = false;
        }
        c.setOpened(false);
        c.add(new Claims.Claim(w, e.nodeid(), r, true));
        mustCount(w, e.nodeid(), e.count());
        return w;
    }

    private static List<String> resolutions(Claims c, World w, int r, int mount) {
        List<String> all = new ArrayList<>();
        int free = w.freeNode();
        for (boolean linking : new boolean[] {true, false}) {
            if (w.allows(new Step.Resolved(r, mount, free, true, linking))) {
                all.add("Resolve(request " + c.request + ") to a new nodeid, linking " + linking);
            }
        }
        for (long nodeid : w.nodeids()) {
            if (w.allows(new Step.Resolved(r, mount, w.node(nodeid), false, false))) {
                all.add("Resolve" + Allowed.by(c, nodeid) + " as known");
            }
        }
        return all.isEmpty()
                ? List.of("no Resolve of this " + w.identity + " before its link has come or gone")
                : all;
    }

    private static void mustCount(World w, long nodeid, long count) {
        int is = w.at(nodeid).count();
        if (is != count) {
            throw new Diverged("count " + is + " on nodeid " + Allowed.name(nodeid));
        }
    }

    private World undelivered(Claims c, Event.Undelivered e) {
        Claims.Claim claim = c.on(e.nodeid());
        World w = known(e.nodeid());
        if (claim != null && claim.entry()) {
            must(c, claim, new Step.TakenBack(claim.r()));
        } else if (c.takeReplyBack(e.nodeid())) {
            // The reply went out and came back: the same as a client that has got it and forgets it at once.
            int n = w.node(e.nodeid());
            if (!w.step(new Step.Just(0, new Forgetting.Forget(n, 1)))) {
                throw new Diverged(Allowed.of(w, e.nodeid()));
            }
        } else {
            throw new Diverged("nothing that request " + c.request + " has replied with");
        }
        left(w, e.nodeid(), e.left());
        return w;
    }

    private void left(World w, long nodeid, long count) {
        mustCount(w, nodeid, count);
        if (count == 0) {
            live--;
        }
    }

    private World named(Claims c, long parent) {
        Claims.Claim claim = claim(c, parent);
        if (claim.world() != null) {
            must(c, claim, new Step.Named(claim.r(), claim.world().at(parent).mnt()));
        }
        return claim.world();
    }

    private World forget(Event.Forget e) {
        World w = known(e.nodeid());
        int k = e.lookups() < 0 || e.lookups() > ALL ? ALL : (int) e.lookups();
        int n = w.node(e.nodeid());
        if (!w.at(e.nodeid()).known() || !w.step(new Step.Just(0, new Forgetting.Forget(n, k)))) {
            throw new Diverged(Allowed.of(w, e.nodeid()));
        }
        left(w, e.nodeid(), e.left());
        return w;
    }

    private World release(Event.Release e) {
        World w = known(e.nodeid());
        boolean link = w.at(e.nodeid()).hold() == Hold.LINK;
        if (link != e.link() || !w.step(new Step.Just(0, new Forgetting.Release(w.node(e.nodeid()))))) {
            throw new Diverged(Allowed.of(w, e.nodeid()));
        }
        return w;
    }

    private World node(long nodeid, Forgetting action) {
        World w = known(nodeid);
        if (!w.step(new Step.Just(0, action))) {
            throw new Diverged(Allowed.of(w, nodeid));
        }
        return w;
    }

    /** An event of a request at work on a node that it has pinned. */
    private World work(Claims c, Request request, Event e) {
        Claims.Claim claim = claim(c, request.nodeid());
        World w = claim.world();
        if (w == null) {
            if (e instanceof Event.Operate || e instanceof Event.Reply) {
                return null;
            }
            throw new Diverged(Allowed.of(c, claim));
        }
        int r = claim.r();
        if (e instanceof Event.Operate x) {
            must(c, claim, new Step.Operated(r, x.links(), x.nlink() > 0));
        } else if (e instanceof Event.Reply) {
            must(c, claim, new Step.Replied(r));
            c.addReply(request.nodeid());
        } else if (e instanceof Event.Link) {
            must(c, claim, new Step.Just(r, new Entry.Link(r)));
        } else if (e instanceof Event.LinkFailed x) {
            String cause = x.cause() == ENOENT ? "ENOENT" : Shape.OTHER_CAUSE;
            if (!w.step(new Step.Told(r, cause))) {
                must(c, claim, new Step.Just(r, new Entry.LinkFailed(r, cause)));
            }
        } else if (e instanceof Event.Adopt) {
            must(c, claim, new Step.Just(r, new Entry.Adopt(r)));
        } else if (e instanceof Event.Again x) {
            if (!w.at(request.nodeid()).known()) {
                throw new Diverged(Allowed.of(c, claim));
            }
            must(c, claim, new Step.Just(r, new Work.Again(r)));
            mustCount(w, request.nodeid(), x.count());
        } else if (e instanceof Event.Reopen) {
            must(c, claim, new Step.Just(r, new Warming.Reopen(r)));
        } else if (e instanceof Event.Warm x) {
            must(c, claim, new Step.Just(r, new Warming.Warm(r)));
            boolean alone = w.knowledge().says(p -> p.state().req(r).step() == Req.Step.WARMING);
            if (alone != x.alone()) {
                throw new Diverged("Warm" + Allowed.by(c, request.nodeid()) + " alone " + alone);
            }
        } else if (e instanceof Event.Unlink) {
            must(c, claim, new Step.Just(r, new Warming.Unlink(r)));
        } else if (e instanceof Event.UnlinkFailed) {
            must(c, claim, new Step.Just(r, new Warming.UnlinkFailed(r)));
        } else {
            must(c, claim, new Step.Just(r, new Warming.Warmed(r)));
        }
        return w;
    }

    private void restart(String with) {
        byNodeid.clear();
        byIdentity.clear();
        threads.clear();
        freshness.clear();
        live = 0;
        over = false;
        policy = with;
    }

    private void reset() {
        threads.values().forEach(this::mustBeOver);
        if (live > 0) {
            List<String> left = new ArrayList<>();
            byNodeid.forEach((nodeid, w) -> {
                if (w.at(nodeid).known()) {
                    left.addAll(Allowed.of(w, nodeid));
                }
            });
            throw new Diverged(left.stream().sorted().limit(5).toList());
        }
        over = true;
    }
}
