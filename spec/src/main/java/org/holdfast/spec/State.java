package org.holdfast.spec;

import static org.holdfast.spec.Model.FOREIGN;
import static org.holdfast.spec.Model.NONE;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
 * @param names the file systems: place to object, 0 for none
 * @param object every object the host ever made; an object is its index, from 1
 * @param workdir the work directories: link name to object, 0 for none
 * @param node the node table by nodeid
 * @param last the highest nodeid given in this session
 * @param req the requests in flight, by slot
 * @param up whether a session is running
 * @param held the lookup counts as the client keeps them, by nodeid
 * @param means what each nodeid's first reply was about: an object through a mount, 0 for none
 */
public record State(
        Model model,
        Fn<Place, Integer> names,
        List<Obj> object,
        Fn<Integer, Integer> workdir,
        Fn<Integer, Node> node,
        int last,
        Fn<Integer, Req> req,
        boolean up,
        Fn<Integer, Integer> held,
        Fn<Integer, Integer> means) {

    /** TLA+: Init. */
    public static State init(Model m) {
        return new State(
                m,
                Fn.of(m.places(), p -> NONE),
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
        return n == NONE ? Node.NONE : node.get(n);
    }

    /** The request in a slot. */
    public Req req(int r) {
        return req.get(r);
    }

    /** An object by its index. */
    public Obj object(int o) {
        return object.get(o - 1);
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

    /** TLA+: DirFs(d). */
    int dirFs(int d) {
        return d < 0 ? -d : object(d).fs();
    }

    /** How many names an object has; TLA+: Cardinality(NamesOf(o)). */
    public int namesOf(int o) {
        return Collections.frequency(names.values(), o);
    }

    /** How many work links an object has; TLA+: Cardinality(LinksOf(o)). */
    int linksOf(int o) {
        return Collections.frequency(workdir.values(), o);
    }

    /** The link count as the host has it, work links included; TLA+: Nlink(o). */
    public int nlink(int o) {
        return namesOf(o) + linksOf(o);
    }

    /** TLA+: Empty(o), of a directory. */
    private boolean empty(int o) {
        return model.names().stream().allMatch(x -> names.get(new Place(o, x)) == NONE);
    }

    /** Where names can be made; TLA+: LiveDir(d). */
    boolean liveDir(int d) {
        return d < 0 || (d <= object.size() && object(d).isDir() && namesOf(d) > 0);
    }

    /** Whether what bears the name can be taken away; TLA+: Removable(p). */
    boolean removable(Place p) {
        int o = names.get(p);
        return o != NONE && (!object(o).isDir() || empty(o));
    }

    /** Whether what bears the name, if anything does, can be replaced by o; TLA+: Replaceable(q, o). */
    boolean replaceable(Place q, int o) {
        int old = names.get(q);
        return old == NONE || (object(old).isDir() == object(o).isDir() && removable(q));
    }

    /** How many nodeids in the table satisfy the predicate; TLA+: Cardinality({n \in Taken : ...}). */
    int taken(IntPredicate which) {
        int count = 0;
        for (int n : node.keys()) {
            if (node(n).phase() != Phase.FREE && which.test(n)) {
                count++;
            }
        }
        return count;
    }

    /** The lowest node that a request finds by an object's identity, 0 for none; TLA+: the least of Match(m, o). */
    public int match(int mount, int o) {
        for (int n : node.keys()) {
            Node nd = node(n);
            boolean found = nd.known() || (!has(Rule.HideDraining) && nd.phase() == Phase.DRAINING);
            boolean compared = has(Rule.CompareHandle) && nd.hold().away();
            if (found
                    && object(nd.obj()).ino() == object(o).ino()
                    && (!compared || nd.obj() == o)
                    && (!has(Rule.MountKey) || nd.mnt() == mount)) {
                return n;
            }
        }
        return NONE;
    }

    /** The lowest nodeid that can be given, 0 for none; TLA+: the least of Free. */
    public int free() {
        for (int n : node.keys()) {
            if (has(Rule.FreshNodeids) ? n > last : node(n).phase() == Phase.FREE) {
                return n;
            }
        }
        return NONE;
    }

    /** The name of the work link of nodeid n, whose object is o; TLA+: LinkName(n). */
    public int linkName(int n, int o) {
        return has(Rule.NameFromNodeid) ? n : object(o).ino();
    }

    /** Whether the request has an fd that is not a node's; TLA+: r \in OwnFd. */
    boolean ownFd(Req q) {
        return q.at(Step.OPENED, Step.FOUND, Step.REOPENED) || (!has(Rule.LinkBeforeReply) && q.at(Step.LINKING));
    }

    /** An object lives while it has a name, a work link or an fd; TLA+: Alive(o). */
    public boolean alive(int o) {
        return nlink(o) > 0
                || taken(n -> node(n).obj() == o && node(n).fd()) > 0
                || req.values().stream()
                        .anyMatch(q -> (ownFd(q) && q.obj() == o)
                                || (q.at(Step.REACHED) && node(q.target()).obj() == o));
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

    /** The directory in which a request looks for a name through a mount, 0 for none; TLA+: Dir(r, m). */
    public int dir(int r, int mount) {
        Req q = req(r);
        if (q.equals(Req.IDLE)) {
            return up ? Place.top(model.fsOf(mount)) : NONE;
        }
        if (!q.at(Step.READY)
                || q.op() != Op.ATTR
                || q.dir() != NONE
                || node(q.node()).mnt() != mount) {
            return NONE;
        }
        int o = through(q.node(), q.via());
        return o != NONE && object(o).isDir() ? o : NONE;
    }

    /** Whether a request on n is at one of the steps. */
    boolean anyOn(int n, Step... steps) {
        for (Req q : req.values()) {
            if (q.node() == n && q.at(steps)) {
                return true;
            }
        }
        return false;
    }

    /** TLA+: Linking(n). */
    private boolean linking(int n) {
        return anyOn(n, Step.LINKING, Step.LINKED);
    }

    /** TLA+: Warming(n). */
    private boolean warming(int n) {
        return anyOn(n, Step.WARMING, Step.UNLINKED);
    }

    /** Whether a link of the object is being made or removed; TLA+: Busy(o). */
    public boolean busy(int o) {
        return taken(n -> sameInode(n, o) && (linking(n) || warming(n) || node(n).releasing())) > 0;
    }

    /** Whether replies about the object may be made; TLA+: Still(o). */
    boolean still(int o) {
        return !has(Rule.MaskWaits)
                || taken(n -> sameInode(n, o)
                                && (linking(n) || (has(Rule.WarmWaits) && warming(n)) || node(n).releasing()))
                        == 0;
    }

    private boolean sameInode(int n, int o) {
        return object(node(n).obj()).sameInode(object(o));
    }

    /** The link count as a reply through a mount shows it; TLA+: ShownNlink(o, m). */
    public int shownNlink(int o, int mount) {
        int masked = !has(Rule.MaskNlink)
                ? 0
                : taken(n -> sameInode(n, o)
                        && node(n).hold() == Hold.LINK
                        && (has(Rule.MaskDraining) || node(n).known())
                        && (has(Rule.MaskAllMounts) || node(n).mnt() == mount));
        return Math.max(0, nlink(o) - masked);
    }

    /** The ctime as a reply shows it; TLA+: ShownCtime(o). */
    public Ctime shownCtime(int o) {
        Ctime ctime = object(o).ctime();
        return ctime != Ctime.MASKED ? ctime : has(Rule.MaskCtime) ? Ctime.LAST : Ctime.OWN;
    }

    /** The host changes o; TLA+: Changed(o). */
    State changed(int o) {
        return ctime(o, busy(o) ? Ctime.LATE : Ctime.LAST);
    }

    /** The daemon makes or removes a link of o; TLA+: Moved(o). */
    State moved(int o) {
        Ctime ctime = object(o).ctime();
        return ctime(o, ctime == Ctime.LATE ? Ctime.LATE : ctime == Ctime.OWN ? Ctime.TORN : Ctime.OWN);
    }

    /** The daemon notes, under the lock, what its own link or unlink has made of the ctime; TLA+: Noted(o). */
    State noted(int o) {
        return o != NONE && object(o).ctime() == Ctime.OWN ? ctime(o, Ctime.MASKED) : this;
    }

    /** The daemon removes the work link l; TLA+: Unlinked(l), and the link itself. */
    State unlinked(int l) {
        int o = workdir.get(l);
        return o == NONE ? this : moved(o).workdir(l, NONE);
    }

    private State ctime(int o, Ctime next) {
        List<Obj> objects = new ArrayList<>(object);
        objects.set(o - 1, object(o).ctime(next));
        return object(List.copyOf(objects));
    }

    /** TLA+: Lookups. */
    int lookups() {
        int sum = 0;
        for (int count : held.values()) {
            sum += Math.min(count, model.maxLookups());
        }
        for (Req q : req.values()) {
            sum += q.op() == Op.ENTRY && q.step() != Step.SETTLED ? 1 : 0;
        }
        return sum;
    }

    /** How many entries of n are counted and not yet delivered or taken back; TLA+: Cardinality(Owed(n)). */
    int owed(int n) {
        int count = 0;
        for (Req q : req.values()) {
            boolean owed = q.at(Step.LINKING, Step.LINKED, Step.READY, Step.ANSWERED);
            count += q.op() == Op.ENTRY && q.node() == n && owed ? 1 : 0;
        }
        return count;
    }

    /** Whether an object may have a work link at all; TLA+: Linkable(o). */
    boolean linkable(int o) {
        return Model.links(model.policy()) && !object(o).isDir();
    }

    /** A node as it is with an fd again, if it has neither fd nor link; TLA+: WithFd(n). */
    Node withFd(int n) {
        Node nd = node(n);
        return nd.hold().away()
                ? nd.hold(Hold.FD).fd(true).why(object(nd.obj()).whyFd()).at("none")
                : nd;
    }

    /** How many nodes have an fd by budget; TLA+: Cardinality(Budgeted). */
    int budgeted() {
        return taken(n -> node(n).why().equals("budget"));
    }

    /** Whether every known node on a mount of o has an fd or a link; TLA+: Guarded(m, o). */
    boolean guarded(int mount, int o) {
        return !has(Rule.GuardRemoved)
                || o == NONE
                || taken(n -> isKnownAs(n, mount, o) && node(n).hold().away()) == 0;
    }

    /** Whether o may be moved; TLA+: MayMove(m, o). */
    boolean mayMove(int mount, int o) {
        return !has(Rule.GuardMoved)
                || !object(o).isDir()
                || taken(n -> isKnownAs(n, mount, o) && node(n).hold() == Hold.PLACE) == 0;
    }

    private boolean isKnownAs(int n, int mount, int o) {
        return node(n).known() && node(n).mnt() == mount && node(n).obj() == o;
    }

    /** Whether one more node may have an fd. */
    public boolean withinBudget() {
        return model.policy().equals("adaptive") && budgeted() < model.budget();
    }

    State names(Fn<Place, Integer> next) {
        return new State(model, next, object, workdir, node, last, req, up, held, means);
    }

    State object(List<Obj> next) {
        return new State(model, names, next, workdir, node, last, req, up, held, means);
    }

    State workdir(int l, int o) {
        return new State(model, names, object, workdir.except(l, o), node, last, req, up, held, means);
    }

    State node(int n, Node next) {
        return new State(model, names, object, workdir, node.except(n, next), last, req, up, held, means);
    }

    State last(int next) {
        return new State(model, names, object, workdir, node, next, req, up, held, means);
    }

    State req(int r, Req next) {
        return new State(model, names, object, workdir, node, last, req.except(r, next), up, held, means);
    }

    State up(boolean next) {
        return new State(model, names, object, workdir, node, last, req, next, held, means);
    }

    State held(int n, int next) {
        return new State(model, names, object, workdir, node, last, req, up, held.except(n, next), means);
    }

    State means(int n, int next) {
        return new State(model, names, object, workdir, node, last, req, up, held, means.except(n, next));
    }

    /** Leaves out the model, which is the same for all states that are ever compared. */
    @Override
    public int hashCode() {
        return Objects.hash(names, object, workdir, node, last, req, up, held, means);
    }
}
