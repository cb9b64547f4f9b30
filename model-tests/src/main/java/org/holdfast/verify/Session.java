package org.holdfast.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.holdfast.spec.Forgetting;
import org.holdfast.spec.Hold;
import org.holdfast.spec.Model;
import org.holdfast.spec.Node;
import org.holdfast.spec.Work;
import org.holdfast.trace.Event;

/** The inodes that are known in a session, and the events that make them known and forgotten. */
final class Session {
    private static final int ALL = Integer.MAX_VALUE / 2;

    private final String policy;
    private final Knowledge.Store store;
    private final Freshness freshness = new Freshness();
    private final Map<Long, World> byNodeid = new HashMap<>();
    private final Map<World.Identity, World> byIdentity = new HashMap<>();
    private int serials;

    /** One that begins with nothing. */
    Session(String policy, Knowledge.Store store) {
        this.policy = policy;
        this.store = store;
    }

    /** The inode that a nodeid means now, null if it means none. */
    World worldOf(long nodeid) {
        return byNodeid.get(nodeid);
    }

    /** The inode of that identity, null if nothing is known of it. */
    World worldOf(World.Identity identity) {
        return byIdentity.get(identity);
    }

    /** The nodes that are left, but for those whose link could not be removed. */
    Stream<Long> left() {
        return byNodeid.keySet().stream()
                .filter(nodeid -> byNodeid.get(nodeid).at(nodeid).phase() != Node.Phase.STUCK)
                .sorted();
    }

    /** An inode that a divergence at the end is about, null if none. */
    World firstLeft() {
        return left().findFirst().map(byNodeid::get).orElse(null);
    }

    /** Forgets an inode of which nothing is left. */
    void tidy(World w) {
        if (w.isEmpty()) {
            byIdentity.remove(w.identity, w);
        }
    }

    private World known(long nodeid) {
        World w = byNodeid.get(nodeid);
        if (w == null) {
            throw new Diverged("nothing on nodeid " + nodeid + ", which is none");
        }
        return w;
    }

    int number(long nodeid) {
        return known(nodeid).node(nodeid);
    }

    static Claims.Claim claim(Claims c, long nodeid) {
        Claims.Claim claim = c.on(nodeid);
        if (claim == null) {
            throw new Diverged(
                    c.all().isEmpty()
                            ? List.of("Pin" + Allowed.by(c, nodeid))
                            : Allowed.of(c, c.all().get(c.all().size() - 1)));
        }
        return claim;
    }

    World pin(Claims c, long nodeid) {
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

    World unpin(Claims c, long nodeid) {
        Claims.Claim claim = claim(c, nodeid);
        if (claim.world() != null) {
            must(c, claim, new Step.Left(claim.r()));
            claim.world().freeSlot(claim.r());
        }
        c.remove(claim);
        return claim.world();
    }

    static void must(Claims c, Claims.Claim claim, Step step) {
        if (!claim.world().step(step)) {
            throw new Diverged(Allowed.of(c, claim));
        }
    }

    World open(Claims c, long parent) {
        Claims.Claim claim = claim(c, parent);
        if (c.hasOpened()) {
            throw new Diverged(resolved(c));
        }
        World w = claim.world();
        if (w != null) {
            must(c, claim, new Step.Searched(claim.r(), w.at(parent).mnt()));
        }
        c.setOpened(true);
        return w;
    }

    /** What must come after an Open. */
    static List<String> resolved(Claims c) {
        return List.of("Resolve(request " + c.request + ")", "Refuse(request " + c.request + ")");
    }

    /** No node can be given; the host's own errors to a request for an entry come to the same. */
    void refuse(Claims c) {
        if (!c.hasOpened()) {
            throw new Diverged("Open(request " + c.request + ")");
        }
        c.setOpened(false);
    }

    World resolve(Claims c, Event.Resolve e) {
        if (!c.hasOpened()) {
            throw new Diverged("Open(request " + c.request + ")");
        }
        World w = byIdentity.computeIfAbsent(
                new World.Identity(e.device(), e.ino()), i -> new World(serials++, i, e.directory(), policy, store));
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
        }
        c.setOpened(false);
        if (e.fresh() && !e.linking() && !e.directory() && policy.equals("link")) {
            c.setUnexplained(e.nodeid());
        }
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
        return all.isEmpty() ? List.of("no Resolve of this " + w.identity + " before its link has come or gone") : all;
    }

    static void mustCount(World w, long nodeid, long count) {
        int is = w.at(nodeid).count();
        if (is != count) {
            throw new Diverged("count " + is + " on nodeid " + nodeid);
        }
    }

    World undelivered(Claims c, Event.Undelivered e) {
        Claims.Claim claim = c.on(e.nodeid());
        World w = known(e.nodeid());
        if (claim != null && claim.entry()) {
            c.mustBeExplained(e.nodeid());
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
        mustCount(w, e.nodeid(), e.left());
        return w;
    }

    World named(Claims c, long parent) {
        Claims.Claim claim = claim(c, parent);
        if (claim.world() != null) {
            must(c, claim, new Step.Named(claim.r(), claim.world().at(parent).mnt()));
        }
        return claim.world();
    }

    World forget(Event.Forget e) {
        World w = known(e.nodeid());
        int k = e.lookups() < 0 || e.lookups() > ALL ? ALL : (int) e.lookups();
        int n = w.node(e.nodeid());
        if (!w.at(e.nodeid()).known() || !w.step(new Step.Just(0, new Forgetting.Forget(n, k)))) {
            throw new Diverged(Allowed.of(w, e.nodeid()));
        }
        mustCount(w, e.nodeid(), e.left());
        return w;
    }

    World release(Event.Release e) {
        World w = known(e.nodeid());
        boolean link = w.at(e.nodeid()).hold() == Hold.LINK;
        if (link != e.link() || !w.step(new Step.Just(0, new Forgetting.Release(w.node(e.nodeid()))))) {
            throw new Diverged(Allowed.of(w, e.nodeid()));
        }
        return w;
    }

    World node(long nodeid, Forgetting action) {
        World w = known(nodeid);
        if (!w.step(new Step.Just(0, action))) {
            throw new Diverged(Allowed.of(w, nodeid));
        }
        return w;
    }

    World drop(long nodeid) {
        World w = node(nodeid, new Forgetting.Drop(number(nodeid)));
        w.drop(nodeid);
        byNodeid.remove(nodeid);
        return w;
    }
}
