package org.holdfast.spec;

import static org.holdfast.spec.Model.FOREIGN;
import static org.holdfast.spec.Model.NONE;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.holdfast.spec.Node.Phase;
import org.holdfast.spec.Req.Op;
import org.holdfast.spec.Req.Step;

/**
 * Everything there is at one moment, in the host, the daemon and the client; TLA+: the VARIABLES and "Words" of Holdfast.
 *
 * @param model the bounds and rules
 * @param names the export: name to object, 0 for none
 * @param object every object the host ever made; an object is its index, from 1
 * @param workdir the work directory: link name to object, 0 for none
 * @param node the node table by nodeid
 * @param last the highest nodeid given in this session
 * @param req the requests in flight, by slot
 * @param up whether a session is running
 * @param held the lookup counts as the client keeps them, by nodeid
 * @param means the object of each nodeid's first reply, 0 for none
 */
public record State(
        Model model,
        Map<String, Integer> names,
        List<Obj> object,
        Map<Integer, Integer> workdir,
        Map<Integer, Node> node,
        int last,
        Map<Integer, Req> req,
        boolean up,
        Map<Integer, Integer> held,
        Map<Integer, Integer> means) {

    /** TLA+: Init. */
    public static State init(Model m) {
        return new State(
                m,
                Fn.of(m.names(), x -> NONE),
                List.of(),
                Fn.of(m.linkNames(), l -> l == FOREIGN ? m.stranger() : NONE),
                Fn.of(m.nodeids(), n -> Node.NONE),
                Model.ROOT,
                Fn.of(m.requests(), r -> Req.IDLE),
                true,
                Fn.of(m.nodeids(), n -> 0),
                Fn.of(m.nodeids(), n -> NONE));
    }

    boolean has(Rule rule) {
        return model.has(rule);
    }

    /** The node of a nodeid; none for nodeid 0. */
    public Node node(int n) {
        return node.getOrDefault(n, Node.NONE);
    }

    /** The request in a slot. */
    public Req req(int r) {
        return req.get(r);
    }

    /** TLA+: OwnLinks. */
    public Set<Integer> ownLinks() {
        Set<Integer> own = new TreeSet<>();
        workdir.forEach((l, o) -> {
            if (l != FOREIGN && o != NONE) {
                own.add(l);
            }
        });
        return own;
    }

    /** The inode number of an object; TLA+: Ino(o). */
    public int ino(int o) {
        return object.get(o - 1).ino();
    }

    /** What the daemon knows a node's object by; TLA+: Identity(n). */
    public int identity(int n) {
        return ino(node(n).obj());
    }

    /** How many nodeids in the table satisfy the predicate; TLA+: Cardinality({n \in Taken : ...}). */
    int taken(IntPredicate which) {
        int count = 0;
        for (Map.Entry<Integer, Node> e : node.entrySet()) {
            if (e.getValue().phase() != Phase.FREE && which.test(e.getKey())) {
                count++;
            }
        }
        return count;
    }

    /** The lowest node that a request finds by identity, 0 for none; TLA+: the least of Match(i). */
    public int match(int ino) {
        int least = NONE;
        for (Map.Entry<Integer, Node> e : node.entrySet()) {
            Node nd = e.getValue();
            boolean found = nd.known() || (!has(Rule.HideDraining) && nd.phase() == Phase.DRAINING);
            if (found && ino(nd.obj()) == ino && (least == NONE || e.getKey() < least)) {
                least = e.getKey();
            }
        }
        return least;
    }

    /** The lowest nodeid that can be given, 0 for none; TLA+: the least of Free. */
    public int free() {
        for (int n = Model.ROOT + 1; n <= model.maxNodeid(); n++) {
            if (has(Rule.FreshNodeids) ? n > last : node(n).phase() == Phase.FREE) {
                return n;
            }
        }
        return NONE;
    }

    /** The name of the work link of nodeid n, whose object is o; TLA+: LinkName(n). */
    public int linkName(int n, int o) {
        return has(Rule.NameFromNodeid) ? n : ino(o);
    }

    /** Whether the request has an fd that is not a node's; TLA+: r \in OwnFd. */
    boolean ownFd(Req r) {
        return r.at(Step.OPENED, Step.FOUND, Step.REOPENED) || (!has(Rule.LinkBeforeReply) && r.at(Step.LINKING));
    }

    /** How many names of the export an object has; TLA+: Cardinality(NamesOf(o)). */
    public int namesOf(int o) {
        return Collections.frequency(names.values(), o);
    }

    /** The link count as the host has it, work links included; TLA+: Nlink(o). */
    public int nlink(int o) {
        return namesOf(o) + Collections.frequency(workdir.values(), o);
    }

    /** An object lives while it has a name, a work link or an fd; TLA+: Alive(o). */
    public boolean alive(int o) {
        return nlink(o) > 0
                || taken(n -> node(n).obj() == o && node(n).fd()) > 0
                || req.values().stream().anyMatch(r -> ownFd(r) && r.obj() == o);
    }

    /** The object that an operation on n reaches through the given hold, 0 for none; TLA+: Through(n, via). */
    public int through(int n, Hold via) {
        Node nd = node(n);
        if (nd.phase() == Phase.FREE) {
            return NONE;
        }
        if (via == Hold.LINK) {
            return workdir.get(linkName(n, nd.obj()));
        }
        return nd.fd() ? nd.obj() : NONE;
    }

    /** The link count as a reply shows it; TLA+: Shown(o). */
    public int shown(int o) {
        int masked = !has(Rule.MaskNlink)
                ? 0
                : taken(n -> identity(n) == ino(o)
                        && node(n).hold() == Hold.LINK
                        && (has(Rule.MaskDraining) || node(n).phase() == Phase.LIVE));
        return Math.max(0, nlink(o) - masked);
    }

    /** Whether a link of the object is being made or removed; TLA+: Busy(o). */
    public boolean busy(int o) {
        return taken(n -> identity(n) == ino(o)
                        && (node(n).phase() == Phase.MAKING
                                || (node(n).phase() == Phase.RELEASED && node(n).hold() == Hold.LINK)
                                || (has(Rule.WarmWaits) && warming(n, Step.WARMING, Step.UNLINKED))))
                > 0;
    }

    /** Whether a request that replaces the link of n by an fd is at one of the steps. */
    boolean warming(int n, Step... steps) {
        return req.values().stream().anyMatch(q -> q.node() == n && q.at(steps));
    }

    /** TLA+: Lookups. */
    int lookups() {
        int sum = 0;
        for (int count : held.values()) {
            sum += count;
        }
        for (Req r : req.values()) {
            sum += r.op() == Op.ENTRY && r.step() != Step.SETTLED ? 1 : 0;
        }
        return sum;
    }

    /** How many entries of n are counted and not yet delivered or taken back; TLA+: Cardinality(Owed(n)). */
    long owed(int n) {
        return req.values().stream()
                .filter(q -> q.op() == Op.ENTRY
                        && q.node() == n
                        && q.at(Step.LINKING, Step.LINKED, Step.READY, Step.ANSWERED))
                .count();
    }

    /** Whether an object may have a work link at all; TLA+: Linkable(o). */
    boolean linkable(int o) {
        return model.policy().equals("link") && !object.get(o - 1).kind().equals("dir");
    }

    State names(Map<String, Integer> next) {
        return new State(model, next, object, workdir, node, last, req, up, held, means);
    }

    State object(List<Obj> next) {
        return new State(model, names, next, workdir, node, last, req, up, held, means);
    }

    State workdir(int l, int o) {
        return new State(model, names, object, Fn.except(workdir, l, o), node, last, req, up, held, means);
    }

    State node(int n, Node next) {
        return new State(model, names, object, workdir, Fn.except(node, n, next), last, req, up, held, means);
    }

    State last(int next) {
        return new State(model, names, object, workdir, node, next, req, up, held, means);
    }

    State req(int r, Req next) {
        return new State(model, names, object, workdir, node, last, Fn.except(req, r, next), up, held, means);
    }

    State up(boolean next) {
        return new State(model, names, object, workdir, node, last, req, next, held, means);
    }

    State held(int n, int next) {
        return new State(model, names, object, workdir, node, last, req, up, Fn.except(held, n, next), means);
    }

    State means(int n, int next) {
        return new State(model, names, object, workdir, node, last, req, up, held, Fn.except(means, n, next));
    }

    /** Leaves out the model, which is the same for all states that are ever compared. */
    @Override
    public int hashCode() {
        return Objects.hash(names, object, workdir, node, last, req, up, held, means);
    }
}
