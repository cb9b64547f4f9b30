package org.holdfast.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.holdfast.spec.Action;
import org.holdfast.spec.Cooling;
import org.holdfast.spec.Forgetting;
import org.holdfast.spec.Hold;
import org.holdfast.spec.Model;
import org.holdfast.spec.Node;
import org.holdfast.spec.Shutting;
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
    private final Map<Long, Long> parents = new HashMap<>();
    private final int budget;
    private int budgeted;
    private int serials;

    /** One that begins with nothing. */
    Session(String policy, int budget, Knowledge.Store store) {
        this.policy = policy;
        this.budget = budget;
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

    /** The daemon pins a node of its own accord, to make its work link. */
    World cool(Claims c, long nodeid) {
        World w = known(nodeid);
        int r = w.takeSlot();
        if (!w.step(new Step.Just(r, new Cooling.Cool(r, w.node(nodeid))))) {
            throw new Diverged(Allowed.of(w, nodeid));
        }
        budgeted--;
        c.add(new Claims.Claim(w, nodeid, r, false));
        return w;
    }

    /** The daemon pins a directory of its own accord, because the client is about to remove its name. */
    World guard(Claims c, long nodeid) {
        World w = known(nodeid);
        int r = w.takeSlot();
        if (!w.step(new Step.Just(r, new Shutting.Guard(r, w.node(nodeid))))) {
            throw new Diverged(Allowed.of(w, nodeid));
        }
        c.add(new Claims.Claim(w, nodeid, r, false));
        return w;
    }

    /** A node is held by an fd, within the budget or not. (P11) */
    void mustBeWithinBudget(boolean within) {
        budgeted += within ? 1 : 0;
        if (budgeted > budget) {
            throw new Diverged("no more than " + budget + " nodes that have an fd within the budget");
        }
    }

    World unpin(Claims c, long nodeid) {
        Claims.Claim claim = claim(c, nodeid);
        if (claim.world() != null) {
            mustNotBeLookedIn(c, claim);
            must(c, claim, new Step.Left(claim.r()));
            claim.world().freeSlot(claim.r());
        }
        c.remove(claim);
        return claim.world();
    }

    /** The directory of an entry, unless it is the top, stays pinned until the entry has its hold: P1ParentSafe. */
    private static void mustNotBeLookedIn(Claims c, Claims.Claim claim) {
        if (claim.nodeid() != c.directory() || c.claimsOn(claim.nodeid()) > 1) {
            return;
        }
        if (c.hasOpened()) {
            throw new Diverged(resolved(c));
        }
        for (Claims.Claim entry : c.all()) {
            if (entry.entry() && entry.world().isLinking(entry.r())) {
                throw new Diverged(Allowed.of(c, entry));
            }
        }
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
        c.opened(parent);
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
        c.resolved();
    }

    World resolve(Claims c, Event.Resolve e) {
        if (!c.hasOpened()) {
            throw new Diverged("Open(request " + c.request + ")");
        }
        World w = inode(new World.Identity(e.device(), e.ino()), e.directory(), e.fresh());
        int mount = w.mount(e.mount());
        int r = w.takeSlot();
        if (e.fresh() && !freshness.give(e.nodeid())) {
            throw new Diverged("Resolve to a nodeid that was never given in this session");
        }
        int n = e.fresh() ? w.freeNode() : w.node(e.nodeid());
        Step step = new Step.Resolved(r, mount, n, e.fresh(), e.linking(), e.budgeted());
        if (n == Model.NONE || e.budgeted() && !e.fresh() || w.isDirectory() != e.directory() || !w.step(step)) {
            throw new Diverged(resolutions(c, w, r, mount));
        }
        if (e.fresh()) {
            w.give(n, e.nodeid());
            byNodeid.put(e.nodeid(), w);
        }
        mustBeWithinBudget(e.budgeted());
        c.resolved();
        if (e.fresh() && !e.linking() && !e.budgeted() && !e.directory() && Model.links(policy)) {
            c.setUnexplained(e.nodeid());
        }
        c.add(new Claims.Claim(w, e.nodeid(), r, true));
        mustCount(w, e.nodeid(), e.count());
        return w;
    }

    /**
     * The inode that has the number now: another one than before if that one can only be dead, as its kind shows, or a
     * node with nothing but a file handle that was not found again.
     */
    private World inode(World.Identity identity, boolean directory, boolean fresh) {
        World w = byIdentity.get(identity);
        if (w == null || fresh && (w.isDirectory() != directory && w.isGoing() || w.isShut())) {
            w = new World(serials++, identity, directory, policy, store);
            byIdentity.put(identity, w);
        }
        return w;
    }

    private static List<String> resolutions(Claims c, World w, int r, int mount) {
        List<String> all = new ArrayList<>();
        int free = w.freeNode();
        for (boolean linking : new boolean[] {true, false}) {
            if (w.allows(new Step.Resolved(r, mount, free, true, linking, false))) {
                all.add("Resolve(request " + c.request + ") to a new nodeid, linking " + linking);
            }
        }
        if (w.allows(new Step.Resolved(r, mount, free, true, false, true))) {
            all.add("Resolve(request " + c.request + ") to a new nodeid, budgeted");
        }
        for (long nodeid : w.nodeids()) {
            if (w.allows(new Step.Resolved(r, mount, w.node(nodeid), false, false, false))) {
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

    /** Two directories are pinned for it, or the same one twice. */
    World renamed(Claims c, long parent, long newParent) {
        claim(c, newParent);
        if (parent == newParent && c.claimsOn(parent) < 2) {
            throw new Diverged(Allowed.of(c, claim(c, parent)));
        }
        return named(c, parent);
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

    World node(long nodeid, Action action) {
        World w = known(nodeid);
        if (!w.step(new Step.Just(0, action))) {
            throw new Diverged(Allowed.of(w, nodeid));
        }
        return w;
    }

    /** A directory is kept for another one; the root need not be. */
    World attach(Event.Attach e) {
        World child = known(e.nodeid());
        boolean parent =
                e.parent() == Model.ROOT || known(e.parent()).at(e.parent()).known();
        if (!parent || !child.isDirectory() || parents.putIfAbsent(e.nodeid(), e.parent()) != null) {
            throw new Diverged("no Attach(nodeid " + e.nodeid() + ", parent " + e.parent() + ")");
        }
        keep(e.parent(), 1);
        return child;
    }

    /** Only for one that has an fd, or goes. */
    World detach(Event.Detach e) {
        World child = known(e.nodeid());
        Node node = child.at(e.nodeid());
        Long parent = parents.get(e.nodeid());
        if (parent == null || (node.known() ? node.hold().away() : node.pins() > 0)) {
            throw new Diverged("no Detach(nodeid " + e.nodeid() + ")");
        }
        parents.remove(e.nodeid());
        keep(parent, -1);
        return child;
    }

    private void keep(long parent, int more) {
        if (parent != Model.ROOT) {
            World w = known(parent);
            w.step(new Step.Kept(w.node(parent), more));
        }
    }

    World drop(long nodeid) {
        if (parents.containsKey(nodeid)) {
            throw new Diverged("Detach(nodeid " + nodeid + ")");
        }
        budgeted -= known(nodeid).at(nodeid).why().equals("budget") ? 1 : 0;
        World w = node(nodeid, new Forgetting.Drop(number(nodeid)));
        w.drop(nodeid);
        byNodeid.remove(nodeid);
        return w;
    }
}
