package org.holdfast.spec;

import static org.holdfast.spec.Model.FOREIGN;
import static org.holdfast.spec.Model.NONE;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.holdfast.spec.Node.Phase;
import org.holdfast.spec.Req.Op;
import org.holdfast.spec.Req.Step;

/** The properties of Holdfast by name, each under its name in TLA+ and in the bug zoo. */
public final class Properties {
    private static final Map<String, Property> BY_NAME = new TreeMap<>();

    /** The actions that the daemon owes, of each model; the properties ask for them in every state. */
    private static final Map<Model, List<Action>> OWED = new ConcurrentHashMap<>();

    static {
        invariant("TypeOK", Properties::typeOk);
        invariant("P1RefSafe", Properties::p1RefSafe);
        invariant("P1HoldSafe", Properties::p1HoldSafe);
        invariant("P1ParentSafe", Properties::p1ParentSafe);
        invariant("P2RefExact", Properties::p2RefExact);
        invariant("P2PinsExact", Properties::p2PinsExact);
        invariant("P2KidsExact", Properties::p2KidsExact);
        action("P3NoResurrect", Properties::p3NoResurrect);
        invariant("P4OneNode", Properties::p4OneNode);
        invariant("P4Identity", Properties::p4Identity);
        action("P4Constant", Properties::p4Constant);
        invariant("P5Given", s -> s.taken(n -> n > s.last()) == 0);
        action("P5GenFresh", Properties::p5GenFresh);
        invariant("P6KeepAlive", Properties::p6KeepAlive);
        action("P6OnlyHost", OnlyHost::holds);
        invariant("P6Answer", Properties::p6Answer);
        invariant("P7NoLeak", Properties::p7NoLeak);
        invariant("P7OneLink", Properties::p7OneLink);
        invariant("P7Stuck", Properties::p7Stuck);
        invariant("P7OwnOnly", s -> s.workdir().get(FOREIGN) == s.model().stranger());
        action("P8Transparent", Properties::p8Transparent);
        invariant(
                "P8Ctime",
                s -> all(
                        s.req().values(),
                        q -> q.seen().ctime() != Ctime.OWN && q.seen().ctime() != Ctime.TORN));
        action("P10NoHalfStep", Properties::p10NoHalfStep);
        invariant("P11BoundedFd", Properties::p11BoundedFd);
        invariant(
                "P11Budget",
                s -> s.budgeted()
                        <= (s.model().policy().equals("adaptive") ? s.model().budget() : 0));
        invariant("P12MountKey", Properties::p12MountKey);
        invariant("P13NoDeadlock", Properties::p13NoDeadlock);
        invariant(
                "P14Fallback",
                s -> all(
                        s.node().values(),
                        nd -> !nd.known() || nd.why().equals("none") || (nd.hold() == Hold.FD && nd.fd())));
        action("P15Reset", Properties::p15Reset);
        action("ImplementsContract", (s, t) -> InodeContract.of(s).allows(InodeContract.of(t)));
        invariant("P7Emptied", Properties::p7Emptied);
        invariant("P13Progress", Properties::p13Progress);
    }

    private Properties() {}

    /** The property of that name, or an IllegalArgumentException. */
    public static Property byName(String name) {
        Property p = BY_NAME.get(name);
        if (p == null) {
            throw new IllegalArgumentException("no property " + name + "; there are " + BY_NAME.keySet());
        }
        return p;
    }

    /** Every property, by name. */
    public static List<Property> all() {
        return List.copyOf(BY_NAME.values());
    }

    private static void invariant(String name, java.util.function.Predicate<State> p) {
        BY_NAME.put(name, Property.invariant(name, p));
    }

    private static void action(String name, java.util.function.BiPredicate<State, State> p) {
        BY_NAME.put(name, Property.action(name, p));
    }

    private static <T> boolean all(Collection<T> of, Predicate<T> p) {
        for (T t : of) {
            if (!p.test(t)) {
                return false;
            }
        }
        return true;
    }

    /** Most of TLA+'s TypeOK is the type checker's affair here; left are the ranges. */
    private static boolean typeOk(State s) {
        int objects = s.object().size();
        return objects <= s.model().maxObjects()
                && all(s.names().values(), o -> o >= NONE && o <= objects)
                && all(
                        s.workdir().values(),
                        o -> (o >= NONE && o <= objects) || o == s.model().stranger())
                && all(s.node().values(), nd -> nd.count() >= 0 && nd.pins() >= 0 && nd.phase() != Phase.STRAY)
                && all(s.req().values(), q -> !q.at(Step.FOUND, Step.AIMED))
                && s.last() >= Model.ROOT
                && s.last() <= s.model().maxNodeid()
                && all(s.held().values(), k -> k >= 0);
    }

    /** Nothing is freed while a request uses it or the client holds it. */
    private static boolean p1RefSafe(State s) {
        return all(s.req().values(), q -> !q.working() || s.node(q.node()).holds())
                && all(s.held().keys(), n -> s.held().get(n) == 0 || s.node(n).known());
    }

    /** The fd that a request works through is open. */
    private static boolean p1HoldSafe(State s) {
        return all(
                s.req().values(),
                q -> !q.working() || q.via() != Hold.FD || s.node(q.node()).fd());
    }

    /** So is that of the directory in which it has looked for a name. */
    private static boolean p1ParentSafe(State s) {
        return all(
                s.req().values(),
                q -> q.dir() == NONE
                        || (s.node(q.dir()).holds()
                                && (s.node(q.dir()).fd()
                                        || (q.at(Step.AWAY, Step.REACHED, Step.SETTLED)
                                                && s.node(q.dir()).hold().away()))));
    }

    /** The daemon's count is the client's count and the replies under way. */
    private static boolean p2RefExact(State s) {
        return all(s.node().keys(), n -> s.node(n).count() == s.held().get(n) + s.owed(n));
    }

    /** A node's pins are the requests that use it. */
    private static boolean p2PinsExact(State s) {
        return all(s.node().keys(), n -> {
            int pins = 0;
            for (Req q : s.req().values()) {
                pins += q.working() && q.node() == n ? 1 : 0;
                pins += q.dir() == n ? 1 : 0;
            }
            return s.node(n).pins() == pins;
        });
    }

    /** A node is kept for the directories that need it for their places. */
    private static boolean p2KidsExact(State s) {
        return !s.has(Rule.KeepParent)
                || all(
                        s.node().keys(),
                        n -> s.node(n).kids() == s.taken(c -> s.node(c).kin() == n));
    }

    /** A node whose count is 0, and that is not kept for others, never counts again. */
    private static boolean p3NoResurrect(State s, State t) {
        return all(
                s.node().keys(),
                n -> s.node(n).phase() == Phase.FREE
                        || s.node(n).count() + s.node(n).kids() != 0
                        || t.node(n).count() == 0);
    }

    /** One known node for an object on a mount. */
    private static boolean p4OneNode(State s) {
        return all(s.node().keys(), n -> {
            Node nd = s.node(n);
            return !nd.known()
                    || s.taken(m -> m != n
                                    && s.node(m).known()
                                    && s.node(m).obj() == nd.obj()
                                    && s.node(m).mnt() == nd.mnt())
                            == 0;
        });
    }

    /** One object for a nodeid, from its first reply on; and the one that was asked for. */
    private static boolean p4Identity(State s) {
        return all(
                        s.node().keys(),
                        n -> s.held().get(n) == 0
                                || s.model().view(s.node(n).mnt(), s.node(n).obj())
                                        == s.means().get(n))
                && all(
                        s.req().values(),
                        q -> !q.working()
                                || !s.node(q.node()).known()
                                || s.node(q.node()).obj() == q.obj());
    }

    /** A node stands for one object as long as it is there. */
    private static boolean p4Constant(State s, State t) {
        return all(s.node().keys(), n -> {
            Node before = s.node(n);
            Node after = t.node(n);
            return before.phase() == Phase.FREE
                    || after.phase() == Phase.FREE
                    || (before.obj() == after.obj() && before.mnt() == after.mnt());
        });
    }

    /** A new node's nodeid was never given before in this session. */
    private static boolean p5GenFresh(State s, State t) {
        return all(
                s.node().keys(),
                n -> s.node(n).phase() != Phase.FREE || t.node(n).phase() == Phase.FREE || n > s.last());
    }

    /** A hold reaches the object that the node stands for; a file handle or a place as long as the host lets it. */
    private static boolean p6KeepAlive(State s) {
        return all(s.node().keys(), n -> {
            Node nd = s.node(n);
            return !nd.holds() || nd.hold().away() || s.through(n, nd.hold()) == nd.obj();
        });
    }

    /** So does every answer. */
    private static boolean p6Answer(State s) {
        return all(
                s.req().values(),
                q -> !q.at(Step.ANSWERED) || q.op() == Op.NAME || q.seen().obj() == q.obj());
    }

    /** Every work link belongs to a node, and to one that needs it. */
    private static boolean p7NoLeak(State s) {
        return !s.up()
                || all(
                        s.ownLinks(),
                        l -> s.taken(n -> {
                                    Node nd = s.node(n);
                                    return s.linkName(n, nd.obj()) == l
                                            && nd.obj() == s.workdir().get(l)
                                            && (((nd.holds() || nd.stuck()) && nd.hold() == Hold.LINK)
                                                    || linkedAside(s, n));
                                })
                                > 0);
    }

    /** An object has as many work links as nodes that have one. */
    private static boolean p7OneLink(State s) {
        if (!s.up()) {
            return true;
        }
        for (int o = 1; o <= s.object().size(); o++) {
            int object = o;
            int linked = s.taken(n -> {
                Node nd = s.node(n);
                boolean known = nd.hold() == Hold.LINK && !nd.releasing();
                return nd.obj() == object && (known || linkedAside(s, n));
            });
            if (s.linksOf(o) != linked) {
                return false;
            }
        }
        return true;
    }

    /** A link that could not be removed is still the one that the table knows, and nobody works with its node. */
    private static boolean p7Stuck(State s) {
        return all(s.node().keys(), n -> {
            Node nd = s.node(n);
            return !nd.stuck()
                    || (nd.hold() == Hold.LINK
                            && s.through(n, Hold.LINK) == nd.obj()
                            && nd.count() == 0
                            && nd.pins() == 0
                            && !nd.fd()
                            && all(s.req().values(), q -> q.node() != n && q.dir() != n));
        });
    }

    /** Whether n has a work link that the table does not know, or not any more. */
    private static boolean linkedAside(State s, int n) {
        return s.anyOn(n, Step.LINKED, Step.WARMING);
    }

    /** Replies show the names that the object has, and no work link. */
    private static boolean p8Transparent(State s, State t) {
        return all(s.req().keys(), r -> {
            Req.Attr seen = t.req(r).seen();
            boolean answered = s.req(r).at(Step.READY) && t.req(r).at(Step.ANSWERED);
            return !answered || seen.obj() == NONE || seen.nlink() == s.namesOf(seen.obj());
        });
    }

    /**
     * A step of a request changes names only for one that asks for it, and takes no directory for a file; one that is
     * refused, and a link that fails to be made or removed, leave everything as it was.
     */
    private static boolean p10NoHalfStep(State s, State t) {
        boolean hostAsBefore = s.names().equals(t.names()) && s.object().equals(t.object());
        return all(s.req().keys(), r -> {
            Req q = s.req(r);
            Req after = t.req(r);
            if (q.equals(after)) {
                return true;
            }
            boolean asked = s.up() && t.up() && after.op() == Op.NAME && after.at(Step.ANSWERED);
            boolean as = hostAsBefore && s.workdir().equals(t.workdir());
            boolean refused = q.at(Step.OPENED, Step.FOUND) && after.at(Step.IDLE, Step.SETTLED);
            boolean notLinked = q.at(Step.LINKING) && !after.at(Step.LINKED);
            boolean notUnlinked = q.at(Step.WARMING) && !after.at(Step.UNLINKED);
            return (asked || s.names().equals(t.names()))
                    && (!q.at(Step.AIMED) || keepsDirectories(s, t))
                    && (!t.up() || !refused || (as && s.node().equals(t.node()) && s.last() == t.last()))
                    && (!t.up()
                            || !notLinked
                            || (as
                                    && t.node(q.node()).count()
                                            == s.node(q.node()).count()))
                    && (!t.up() || !notUnlinked || (as && t.node(q.node()).hold() == Hold.LINK));
        });
    }

    private static boolean keepsDirectories(State s, State t) {
        return all(s.names().keys(), p -> {
            int o = s.names().get(p);
            return o == NONE || !s.object(o).isDir() || t.names().get(p) == o;
        });
    }

    /** fds are those of nodes that have no link, and one for each request in flight; two while it warms a node. */
    private static boolean p11BoundedFd(State s) {
        int fds = s.taken(n -> s.node(n).fd());
        int allowed = s.taken(n -> !s.node(n).why().equals("none"));
        for (Req q : s.req().values()) {
            fds += s.ownFd(q) ? 1 : 0;
            allowed += q.equals(Req.IDLE) ? 0 : q.at(Step.REOPENED) ? 2 : 1;
        }
        return s.model().policy().equals("fd") || fds <= allowed;
    }

    /** A node is on the mount through which it was asked for, and its object on that mount's file system. */
    private static boolean p12MountKey(State s) {
        return all(
                        s.node().values(),
                        nd -> nd.phase() == Phase.FREE
                                || s.object(nd.obj()).fs() == s.model().fsOf(nd.mnt()))
                && all(
                        s.req().values(),
                        q -> !q.working()
                                || !s.node(q.node()).known()
                                || s.node(q.node()).mnt() == q.mnt());
    }

    /** While there is something to do, somebody can do it. */
    private static boolean p13NoDeadlock(State s) {
        boolean toDo = !s.up()
                || !all(s.req().values(), Req.IDLE::equals)
                || !all(s.node().values(), nd -> nd.phase() != Phase.DRAINING && nd.phase() != Phase.RELEASED);
        return !toDo || owes(s);
    }

    /** A session begins with nothing of the one before. */
    private static boolean p15Reset(State s, State t) {
        return s.up()
                || !t.up()
                || (t.ownLinks().isEmpty()
                        && all(t.node().values(), Node.NONE::equals)
                        && all(t.req().values(), Req.IDLE::equals)
                        && all(t.held().values(), k -> k == 0));
    }

    /**
     * The part of TLA+'s P7Emptied that a single state shows: nothing of the daemon is left while the client wants
     * nothing and the daemon owes no further step. Each owed step brings a node or a request nearer to its end, so that
     * the daemon cannot go on for ever without reaching such a state; TLC checks the rest.
     */
    private static boolean p7Emptied(State s) {
        InodeContract client = InodeContract.of(s);
        return !client.quiet() || client.residue().isEmpty() || owes(s);
    }

    /** The part of TLA+'s P13Progress that a single state shows: a request is not over, and nobody owes a step. */
    private static boolean p13Progress(State s) {
        return all(s.req().values(), Req.IDLE::equals) || owes(s);
    }

    /** Whether the daemon owes a step, and can take it. */
    private static boolean owes(State s) {
        return OWED
                .computeIfAbsent(
                        s.model(),
                        m -> Action.all(m).stream().filter(Action::fair).toList())
                .stream()
                .anyMatch(a -> a.enabled(s));
    }
}
