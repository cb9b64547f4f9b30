package org.holdfast.spec;

import static org.holdfast.spec.Model.FOREIGN;
import static org.holdfast.spec.Model.NONE;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.holdfast.spec.Node.Phase;
import org.holdfast.spec.Req.Op;
import org.holdfast.spec.Req.Step;

/** The properties of Holdfast by name, each under its name in TLA+ and in the bug zoo. */
public final class Properties {
    private static final Map<String, Property> BY_NAME = new TreeMap<>();

    static {
        invariant("TypeOK", Properties::typeOk);
        invariant("P1RefSafe", Properties::p1RefSafe);
        invariant("P2RefExact", Properties::p2RefExact);
        action("P3NoResurrect", Properties::p3NoResurrect);
        invariant("P4Identity", Properties::p4Identity);
        action("P5GenFresh", Properties::p5GenFresh);
        invariant("P6KeepAlive", Properties::p6KeepAlive);
        invariant("P7NoLeak", Properties::p7NoLeak);
        invariant("P7OwnOnly", s -> s.workdir().get(FOREIGN) == s.model().stranger());
        action("P8Transparent", Properties::p8Transparent);
        invariant("P11BoundedFd", Properties::p11BoundedFd);
        invariant("P14Fallback", s -> s.node().values().stream()
                .allMatch(nd -> !nd.known() || nd.why().equals("none") || (nd.hold() == Hold.FD && nd.fd())));
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

    /** Most of TLA+'s TypeOK is the type checker's affair here; left are the ranges. */
    private static boolean typeOk(State s) {
        int objects = s.object().size();
        return objects <= s.model().maxObjects()
                && s.names().values().stream().allMatch(o -> o >= NONE && o <= objects)
                && s.workdir().values().stream()
                        .allMatch(o ->
                                (o >= NONE && o <= objects) || o == s.model().stranger())
                && s.node().values().stream()
                        .allMatch(nd -> nd.count() >= 0 && nd.pins() >= 0 && nd.phase() != Phase.STRAY)
                && s.req().values().stream().allMatch(q -> q.step() != Step.FOUND)
                && s.last() >= Model.ROOT
                && s.last() <= s.model().maxNodeid()
                && s.held().values().stream().allMatch(k -> k >= 0);
    }

    private static boolean p1RefSafe(State s) {
        for (Req q : s.req().values()) {
            Node nd = s.node(q.node());
            boolean there = nd.known() || nd.phase() == Phase.DRAINING;
            if (pinning(q) && !(there && (q.via() != Hold.FD || nd.fd()))) {
                return false;
            }
        }
        return s.model().nodeids().stream()
                .allMatch(n -> s.held().get(n) == 0 || s.node(n).known());
    }

    private static boolean p2RefExact(State s) {
        for (int n : s.model().nodeids()) {
            if (s.node(n).count() != s.held().get(n) + s.owed(n)) {
                return false;
            }
        }
        return true;
    }

    private static boolean p3NoResurrect(State s, State t) {
        return s.model().nodeids().stream()
                .allMatch(n -> s.node(n).phase() == Phase.FREE
                        || s.node(n).count() != 0
                        || t.node(n).count() == 0);
    }

    private static boolean p4Identity(State s) {
        for (int n : s.model().nodeids()) {
            Node nd = s.node(n);
            if (nd.known()
                    && s.taken(m -> m != n && s.node(m).known() && s.node(m).obj() == nd.obj()) > 0) {
                return false;
            }
            if (s.held().get(n) > 0 && nd.obj() != s.means().get(n)) {
                return false;
            }
        }
        return s.req().values().stream()
                .allMatch(q -> !pinning(q)
                        || q.op() != Op.ENTRY
                        || !s.node(q.node()).known()
                        || s.node(q.node()).obj() == q.obj());
    }

    private static boolean p5GenFresh(State s, State t) {
        return s.model().nodeids().stream()
                .allMatch(n -> s.node(n).phase() != Phase.FREE || t.node(n).phase() == Phase.FREE || n > s.last());
    }

    private static boolean p6KeepAlive(State s) {
        for (int n : s.model().nodeids()) {
            Node nd = s.node(n);
            if ((nd.known() || nd.phase() == Phase.DRAINING) && s.through(n, nd.hold()) != nd.obj()) {
                return false;
            }
        }
        return s.req().values().stream()
                .allMatch(q -> !q.at(Step.ANSWERED) || q.seen().obj() == q.obj());
    }

    private static boolean p7NoLeak(State s) {
        return !s.up()
                || s.ownLinks().stream()
                        .allMatch(l -> s.taken(n -> {
                                    Node nd = s.node(n);
                                    return s.linkName(n, nd.obj()) == l
                                            && nd.obj() == s.workdir().get(l)
                                            && (nd.phase() == Phase.MAKING
                                                    || s.warming(n, Step.WARMING)
                                                    || ((nd.phase() == Phase.LIVE || nd.phase() == Phase.DRAINING)
                                                            && nd.hold() == Hold.LINK));
                                })
                                > 0);
    }

    private static boolean p8Transparent(State s, State t) {
        return s.model().requests().stream()
                .allMatch(r -> !s.req(r).at(Step.READY)
                        || !t.req(r).at(Step.ANSWERED)
                        || t.req(r).seen().obj() == NONE
                        || t.req(r).seen().nlink() == s.namesOf(t.req(r).seen().obj()));
    }

    private static boolean p11BoundedFd(State s) {
        long fds = s.taken(n -> s.node(n).fd())
                + s.req().values().stream().filter(s::ownFd).count();
        long allowed = s.taken(n -> !s.node(n).why().equals("none"))
                + s.req().values().stream().filter(q -> !q.equals(Req.IDLE)).count()
                + s.req().values().stream().filter(q -> q.at(Step.REOPENED)).count();
        return !s.model().policy().equals("link") || fds <= allowed;
    }

    private static boolean p15Reset(State s, State t) {
        return s.up()
                || !t.up()
                || (t.ownLinks().isEmpty()
                        && t.node().values().stream().allMatch(Node.NONE::equals)
                        && t.req().values().stream().allMatch(Req.IDLE::equals)
                        && t.held().values().stream().allMatch(k -> k == 0));
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
        return s.req().values().stream().allMatch(Req.IDLE::equals) || owes(s);
    }

    private static boolean owes(State s) {
        return Action.all(s.model()).stream().anyMatch(a -> a.fair() && a.enabled(s));
    }

    private static boolean pinning(Req q) {
        return q.at(Step.READY, Step.REOPENED, Step.WARMING, Step.UNLINKED, Step.ANSWERED, Step.SETTLED);
    }
}
