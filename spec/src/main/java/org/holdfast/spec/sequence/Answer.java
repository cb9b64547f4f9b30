package org.holdfast.spec.sequence;

import java.util.Map;
import java.util.stream.Collectors;
import org.holdfast.spec.Action;
import org.holdfast.spec.Req;
import org.holdfast.spec.Req.Op;
import org.holdfast.spec.State;

/** What the client sees of a step of the daemon. */
final class Answer {
    private static final String OBJECT = "obj";

    private Answer() {}

    /** The answer that the client gets with the step a in s, "" if it gets none. */
    static String of(State s, Action a) {
        Map<String, String> others = Map.of("Undelivered", "lost", "Refuse", "error");
        String name = ActionText.name(a);
        if (others.containsKey(name)) {
            return others.get(name);
        }
        int slot = ActionText.slot(a).orElse(0);
        if (name.equals("Again") && !s.node(s.req(slot).node()).known()) {
            return "stale";
        }
        if (name.equals("Stale") && s.req(slot).op() != Op.GUARD) {
            return "error";
        }
        return name.equals("Reply") ? reply(s.req(slot)) : "";
    }

    private static String reply(Req q) {
        if (q.op() == Op.NAME) {
            return "done";
        }
        String attributes = Records.values(q.seen()).entrySet().stream()
                .map(e -> (e.getKey().equals(OBJECT) ? "object" : e.getKey()) + " " + Records.words(e.getValue()))
                .collect(Collectors.joining(" "));
        return q.op() == Op.ENTRY ? "entry nodeid " + q.node() + " " + attributes : "attributes " + attributes;
    }
}
