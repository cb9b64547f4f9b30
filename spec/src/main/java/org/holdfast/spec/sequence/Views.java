package org.holdfast.spec.sequence;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.holdfast.spec.Node;
import org.holdfast.spec.Req;
import org.holdfast.spec.State;

/**
 * Requests, nodes and objects without what does not matter: which slot, nodeid, object, inode number and name it is, and
 * how many exactly where there are many.
 */
final class Views {
    private static final Map<Req, String> REQUESTS = new ConcurrentHashMap<>();
    private static final Map<Node, String> NODES = new ConcurrentHashMap<>();

    private Views() {}

    /** How far a request has come, what it replies with and which hold it has pinned. */
    static String request(Req q) {
        return REQUESTS.computeIfAbsent(q, k -> words(k.step(), k.op(), k.via()));
    }

    /** A node's phase and hold, whether it has an fd beside a link, and why it has no link. */
    static String node(Node nd) {
        return NODES.computeIfAbsent(
                nd,
                k -> words(k.phase(), k.hold(), k.fd() ? "open" : "closed")
                        + (k.why().equals("none") ? "" : " " + k.why()));
    }

    /** The same with its lookup count and pins. */
    static String counted(Node nd) {
        return node(nd) + " count " + few(nd.count()) + " pins " + few(nd.pins());
    }

    /** An object's kind, and how many names it has. */
    static String object(State s, int o) {
        String kind = s.object().get(o - 1).kind();
        return kind + (s.alive(o) ? " names " + few(s.namesOf(o)) : " dead");
    }

    /** The same with its work links. */
    static String linked(State s, int o) {
        return object(s, o) + " links " + few(s.nlink(o) - s.namesOf(o));
    }

    /** The requests that are not idle, of an object or of all for object 0. */
    static Stream<Req> requests(State s, int o) {
        return s.req().values().stream().filter(q -> !q.equals(Req.IDLE) && (o == 0 || q.obj() == o));
    }

    /** The nodes of an object, or all for object 0. */
    static Stream<Node> nodes(State s, int o) {
        return s.node().values().stream().filter(nd -> !nd.equals(Node.NONE) && (o == 0 || nd.obj() == o));
    }

    /** The objects that have ever been. */
    static IntStream objects(State s) {
        return IntStream.rangeClosed(1, s.object().size());
    }

    /** The objects whose names change from s to t. */
    static IntStream renamed(State s, State t) {
        return s.names().entrySet().stream()
                .filter(e -> !e.getValue().equals(t.names().get(e.getKey())))
                .flatMap(e -> Stream.of(e.getValue(), t.names().get(e.getKey())))
                .filter(o -> o > 0 && o <= s.object().size())
                .mapToInt(Integer::intValue)
                .distinct();
    }

    /** Sorted, so that it does not matter which comes first. */
    static String set(Stream<String> views) {
        String[] sorted = views.toArray(String[]::new);
        Arrays.sort(sorted);
        return "{" + String.join(", ", sorted) + "}";
    }

    private static String few(int number) {
        return number > 1 ? "many" : Integer.toString(number);
    }

    private static String words(Object... words) {
        return Stream.of(words).map(w -> w.toString().toLowerCase(Locale.ROOT)).collect(Collectors.joining(" "));
    }
}
