package org.holdfast.spec;

import static org.holdfast.spec.Model.NONE;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.holdfast.spec.Req.Op;
import org.holdfast.spec.Req.Step;

/**
 * What a client may rely on; TLA+: the module InodeContract, one method per action. Objects are those of one mount here:
 * what the client takes for one thing.
 *
 * @param names what the client sees through each mount: place to object; TLA+ has one function of mount and place
 * @param held the lookup counts as the client keeps them
 * @param means the object of each nodeid's first reply
 * @param ask what the client is waiting for, by request slot
 * @param residue what the server has left in the file system
 */
public record InodeContract(
        List<Fn<Place, Integer>> names,
        Fn<Integer, Integer> held,
        Fn<Integer, Integer> means,
        Fn<Integer, Ask> ask,
        Set<Integer> residue) {

    /**
     * What a reply tells; TLA+: NoAttr and its like.
     *
     * @param obj the object, 0 for none
     * @param nlink its number of names
     */
    public record Told(int obj, int nlink) {
        static final Told NOTHING = new Told(NONE, 0);
    }

    /**
     * What the client is waiting for.
     *
     * @param state "idle", "asked" or "served"
     * @param op whether the reply carries an entry
     * @param obj the object that the client means
     * @param seen the answer, once served
     */
    public record Ask(String state, Op op, int obj, Told seen) {
        /** TLA+: Idle. */
        public static final Ask IDLE = new Ask("idle", Op.NONE, NONE, Told.NOTHING);
    }

    /** The client's view of a state; TLA+: Contract, the INSTANCE with its mapping. */
    public static InodeContract of(State s) {
        return new InodeContract(
                s.model().mounts().stream().map(m -> seenNames(s, m)).toList(),
                s.held(),
                s.means(),
                s.req().map(q -> ask(s, q)),
                residue(s));
    }

    /** TLA+: Residue. */
    private static Set<Integer> residue(State s) {
        Set<Integer> left = new TreeSet<>(s.ownLinks());
        s.node().forEach((n, nd) -> {
            if (nd.stuck()) {
                left.remove(s.linkName(n, nd.obj()));
            }
        });
        return left;
    }

    /** TLA+: SeenNames. */
    private static Fn<Place, Integer> seenNames(State s, int mount) {
        return s.names().map(o -> {
            boolean here = o != NONE && s.object(o).fs() == s.model().fsOf(mount);
            return here ? s.model().view(mount, o) : NONE;
        });
    }

    /** TLA+: Ask(r). */
    private static Ask ask(State s, Req q) {
        boolean over = q.at(Step.IDLE, Step.SETTLED, Step.AIMED)
                || q.op() == Op.COOL
                || q.op() == Op.GUARD
                || (q.op() == Op.NAME && q.node() == NONE)
                || (!s.has(Rule.LinkBeforeReply) && q.at(Step.LINKING, Step.LINKED));
        if (over) {
            return Ask.IDLE;
        }
        boolean served = q.at(Step.ANSWERED) && q.op() != Op.NAME;
        return new Ask(
                served ? "served" : "asked",
                q.op() == Op.ENTRY ? Op.ENTRY : Op.ATTR,
                s.model().view(q.mnt(), q.obj()),
                new Told(s.model().view(q.mnt(), q.seen().obj()), q.seen().nlink()));
    }

    /** TLA+: Init. */
    public boolean init() {
        return allNames().allMatch(o -> o == NONE) && ended(residue).equals(this) && residue.isEmpty();
    }

    private IntStream allNames() {
        return names.stream().flatMapToInt(f -> f.values().stream().mapToInt(o -> o));
    }

    /** Whether the contract allows the client's view to become {@code b}; TLA+: [Next]_vars. */
    public boolean allows(InodeContract b) {
        return equals(b)
                || b.equals(new InodeContract(b.names, held, means, ask, residue)) // Host
                || b.equals(new InodeContract(names, held, means, ask, b.residue)) // Keep
                || (b.equals(ended(b.residue)) && b.residue.containsAll(residue))
                || ask.keys().stream().anyMatch(r -> request(r, b))
                || held.keys().stream().anyMatch(n -> forget(n, b));
    }

    private boolean request(int r, InodeContract b) {
        Ask a = ask.get(r);
        return switch (a.state()) {
            case "idle" ->
                askEntry(r, b)
                        || held.keys().stream()
                                .anyMatch(n -> held.get(n) > 0 && b.equals(asked(r, Op.ATTR, means.get(n))));
            case "asked" ->
                b.equals(served(r))
                        || b.equals(ask(r, Ask.IDLE)) // Lost
                        || (a.op() == Op.ATTR && askEntry(r, b));
            default ->
                b.equals(ask(r, Ask.IDLE)) // ReplyAttr, Lost
                        || (a.op() == Op.ATTR && b.equals(ask(r, new Ask("served", Op.ENTRY, a.obj(), a.seen()))))
                        || (a.op() == Op.ENTRY && held.keys().stream().anyMatch(n -> replyEntry(r, n, b)));
        };
    }

    /** TLA+: AskEntry. */
    private boolean askEntry(int r, InodeContract b) {
        return allNames().anyMatch(o -> o != NONE && b.equals(asked(r, Op.ENTRY, o)));
    }

    /** TLA+: AskEntry and AskAttr. */
    private InodeContract asked(int r, Op op, int o) {
        return ask(r, new Ask("asked", op, o, Told.NOTHING));
    }

    /** TLA+: Serve. */
    private InodeContract served(int r) {
        Ask a = ask.get(r);
        int nlink = (int) allNames().filter(o -> o == a.obj()).count();
        return ask(r, new Ask("served", a.op(), a.obj(), new Told(a.obj(), nlink)));
    }

    /** TLA+: ReplyEntry. */
    private boolean replyEntry(int r, int n, InodeContract b) {
        int o = ask.get(r).obj();
        boolean allowed = (means.get(n) == NONE || means.get(n) == o)
                && held.keys().stream().noneMatch(m -> m != n && held.get(m) > 0 && means.get(m) == o);
        return allowed
                && b.equals(new InodeContract(
                        names, held.except(n, held.get(n) + 1), means.except(n, o), ask.except(r, Ask.IDLE), residue));
    }

    /** TLA+: Forget. */
    private boolean forget(int n, InodeContract b) {
        return b.held.get(n) < held.get(n)
                && b.equals(new InodeContract(names, held.except(n, b.held.get(n)), means, ask, residue));
    }

    /** TLA+: EndSession. */
    private InodeContract ended(Set<Integer> left) {
        return new InodeContract(names, held.everywhere(0), means.everywhere(NONE), ask.everywhere(Ask.IDLE), left);
    }

    private InodeContract ask(int r, Ask next) {
        return new InodeContract(names, held, means, ask.except(r, next), residue);
    }

    /** The client holds nothing and asks nothing; TLA+: Quiet. */
    public boolean quiet() {
        return held.values().stream().allMatch(k -> k == 0)
                && ask.values().stream().allMatch(Ask.IDLE::equals);
    }
}
