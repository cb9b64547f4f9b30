package org.holdfast.spec.sequence;

import java.util.Locale;
import java.util.Map;
import org.holdfast.spec.Action;
import org.holdfast.spec.Fn;
import org.holdfast.spec.Model;
import org.holdfast.spec.Node;
import org.holdfast.spec.Req;
import org.holdfast.spec.State;

/**
 * What the sequences must cover, as text that is equal for what is not to be told apart. There are two abstract states
 * of a state, one kind of each step, and one turn for each step of the client or the host to a daemon at rest:
 *
 * <ul>
 *   <li><b>daemon</b>: whether a session runs; every request by step, reply and pinned hold; every node by phase, hold,
 *       fd and reason.
 *   <li><b>host</b>: whether a session runs; every object by kind and number of names (0, 1, many; or dead) with its
 *       nodes, as above.
 *   <li><b>step</b>: the action and those of its arguments that are words of the model (kinds and errors); the request
 *       and the node that it is a step of, with count and pins (0, 1, many), and their object with its names, work links
 *       and ctime; each other object that it changes, with the steps of its requests and the phases and holds of its nodes.
 *   <li><b>turn</b>, in serial sequences only: the action with its arguments; whether a session runs, the names, the
 *       objects and the node table, exactly as they are.
 * </ul>
 */
public final class Goals {
    private static final Req NO_REQUEST = Req.IDLE;

    private Goals() {}

    /** The abstract state of the daemon. */
    static String daemon(State s) {
        return "daemon " + session(s) + " requests "
                + Views.set(Views.requests(s, 0).map(Views::request)) + " nodes "
                + Views.set(Views.nodes(s, 0).map(Views::node));
    }

    /** The abstract state of the host. */
    static String host(State s) {
        return "host " + session(s) + " objects "
                + Views.set(Views.objects(s)
                        .mapToObj(o -> Views.object(s, o) + " nodes "
                                + Views.set(Views.nodes(s, o).map(Views::node))));
    }

    /** The kind of the step from s to t. */
    static String step(State s, Action a, State t) {
        StringBuilder kind = new StringBuilder("step ").append(action(a));
        Req q = ActionText.slot(a).isPresent() ? s.req(ActionText.slot(a).getAsInt()) : NO_REQUEST;
        int n = ActionText.nodeid(a).orElse(q.node());
        Node nd = s.node(n);
        int o = q.obj() != 0 ? q.obj() : nd.obj();
        if (!q.equals(Req.IDLE)) {
            kind.append(" request ").append(Views.request(q));
        }
        if (!nd.equals(Node.NONE)) {
            kind.append(" node ").append(Views.counted(nd));
        }
        if (o != 0) {
            kind.append(" object ").append(Views.linked(s, o));
        }
        String others = Views.set(Views.touched(s, t).filter(p -> p != o).mapToObj(p -> used(s, p)));
        return kind.append(others.equals("{}") ? "" : " changes " + others).toString();
    }

    /** The turn of the client or the host with the action a in s, where the daemon is at rest. */
    static String turn(State s, Action a) {
        return "turn " + ActionText.of(a) + " " + session(s) + " names " + exact(s.names()) + " objects "
                + s.object().stream().map(Records::words).toList() + " nodes " + exact(s.node());
    }

    private static String used(State s, int o) {
        return Views.object(s, o) + " requests "
                + Views.set(Views.requests(s, o).map(q -> q.step().toString().toLowerCase(Locale.ROOT)))
                + " nodes "
                + Views.set(Views.nodes(s, o).map(nd -> (nd.phase() + " " + nd.hold()).toLowerCase(Locale.ROOT)));
    }

    private static String action(Action a) {
        StringBuilder words = new StringBuilder(ActionText.name(a));
        for (Map.Entry<String, Object> e : Records.values(a).entrySet()) {
            if (e.getKey().equals("kind") || e.getKey().equals("cause")) {
                words.append(' ').append(e.getValue());
            }
        }
        return words.toString();
    }

    private static <K extends Comparable<K>> String exact(Fn<K, ?> f) {
        return Views.set(f.keys().stream()
                .filter(k -> !f.get(k).equals(Node.NONE) && !f.get(k).equals(Model.NONE))
                .map(k -> Records.words(k) + ": " + Records.words(f.get(k))));
    }

    private static String session(State s) {
        return s.up() ? "up" : "down";
    }
}
