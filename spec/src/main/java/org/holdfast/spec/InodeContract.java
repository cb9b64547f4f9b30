package org.holdfast.spec;

import static org.holdfast.spec.Model.NONE;

import java.util.Map;
import java.util.Set;
import org.holdfast.spec.Req.Attr;
import org.holdfast.spec.Req.Op;
import org.holdfast.spec.Req.Step;

/**
 * What a client may rely on; TLA+: the module InodeContract, one method per action.
 *
 * @param names the export: name to object
 * @param held the lookup counts as the client keeps them
 * @param means the object of each nodeid's first reply
 * @param ask what the client is waiting for, by request slot
 * @param residue what the server has left in the file system
 */
public record InodeContract(
        Map<String, Integer> names,
        Map<Integer, Integer> held,
        Map<Integer, Integer> means,
        Map<Integer, Ask> ask,
        Set<Integer> residue) {

    /**
     * What the client is waiting for.
     *
     * @param state "idle", "asked" or "served"
     * @param op whether the reply carries an entry
     * @param obj the object that the client means
     * @param seen the answer, once served
     */
    public record Ask(String state, Op op, int obj, Attr seen) {
        /** TLA+: Idle. */
        public static final Ask IDLE = new Ask("idle", Op.NONE, NONE, Attr.NONE);
    }

    /** The client's view of a state; TLA+: Contract, the INSTANCE with its mapping. */
    public static InodeContract of(State s) {
        return new InodeContract(
                s.names(), s.held(), s.means(), Fn.of(s.req().keySet(), r -> ask(s, s.req(r))), s.ownLinks());
    }

    private static Ask ask(State s, Req q) {
        boolean idle =
                q.at(Step.IDLE, Step.SETTLED) || (!s.has(Rule.LinkBeforeReply) && q.at(Step.LINKING, Step.LINKED));
        Op op = q.op() == Op.WARM ? Op.ATTR : q.op();
        return idle ? Ask.IDLE : new Ask(q.at(Step.ANSWERED) ? "served" : "asked", op, q.obj(), q.seen());
    }

    /** TLA+: Init. */
    public boolean init() {
        return names.values().stream().allMatch(o -> o == NONE) && ended().equals(this) && residue.isEmpty();
    }

    /** Whether the contract allows the client's view to become {@code b}; TLA+: [Next]_vars. */
    public boolean allows(InodeContract b) {
        return equals(b)
                || b.equals(new InodeContract(b.names, held, means, ask, residue)) // Host
                || b.equals(new InodeContract(names, held, means, ask, b.residue)) // Keep
                || b.equals(ended())
                || ask.keySet().stream().anyMatch(r -> request(r, b))
                || held.keySet().stream().anyMatch(n -> forget(n, b));
    }

    private boolean request(int r, InodeContract b) {
        Ask a = ask.get(r);
        return switch (a.state()) {
            case "idle" ->
                names.values().stream().anyMatch(o -> o != NONE && b.equals(asked(r, Op.ENTRY, o)))
                        || held.keySet().stream()
                                .anyMatch(n -> held.get(n) > 0 && b.equals(asked(r, Op.ATTR, means.get(n))));
            case "asked" -> b.equals(served(r)) || b.equals(ask(r, Ask.IDLE)); // Serve, Lost
            default ->
                b.equals(ask(r, Ask.IDLE)) // ReplyAttr, Lost
                        || (a.op() == Op.ATTR && b.equals(ask(r, new Ask("served", Op.ENTRY, a.obj(), a.seen()))))
                        || (a.op() == Op.ENTRY && held.keySet().stream().anyMatch(n -> replyEntry(r, n, b)));
        };
    }

    /** TLA+: AskEntry and AskAttr. */
    private InodeContract asked(int r, Op op, int o) {
        return ask(r, new Ask("asked", op, o, Attr.NONE));
    }

    /** TLA+: Serve. */
    private InodeContract served(int r) {
        Ask a = ask.get(r);
        int nlink = (int) names.values().stream().filter(o -> o == a.obj()).count();
        return ask(r, new Ask("served", a.op(), a.obj(), new Attr(a.obj(), nlink)));
    }

    /** TLA+: ReplyEntry. */
    private boolean replyEntry(int r, int n, InodeContract b) {
        int o = ask.get(r).obj();
        boolean allowed = (means.get(n) == NONE || means.get(n) == o)
                && held.keySet().stream().noneMatch(m -> m != n && held.get(m) > 0 && means.get(m) == o);
        return allowed
                && b.equals(new InodeContract(
                        names,
                        Fn.except(held, n, held.get(n) + 1),
                        Fn.except(means, n, o),
                        Fn.except(ask, r, Ask.IDLE),
                        residue));
    }

    /** TLA+: Forget. */
    private boolean forget(int n, InodeContract b) {
        return b.held.get(n) < held.get(n)
                && b.equals(new InodeContract(names, Fn.except(held, n, b.held.get(n)), means, ask, residue));
    }

    /** TLA+: EndSession. */
    private InodeContract ended() {
        return new InodeContract(
                names,
                Fn.of(held.keySet(), n -> 0),
                Fn.of(means.keySet(), n -> NONE),
                Fn.of(ask.keySet(), r -> Ask.IDLE),
                residue);
    }

    private InodeContract ask(int r, Ask next) {
        return new InodeContract(names, held, means, Fn.except(ask, r, next), residue);
    }

    /** The client holds nothing and asks nothing; TLA+: Quiet. */
    public boolean quiet() {
        return held.values().stream().allMatch(k -> k == 0)
                && ask.values().stream().allMatch(Ask.IDLE::equals);
    }
}
