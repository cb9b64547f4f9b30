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

    /** How far a request has come, what is asked, which hold it has pinned and whether it has pinned a parent. */
    static String request(Req q) {
        return REQUESTS.computeIfAbsent(
                q, k -> words(k.step(), k.op(), k.via()) + (k.dir() == 0 ? "" : " in directory"));
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
        String kind = s.object(o).kind();
        return kind + (s.alive(o) ? " names " + few(s.namesOf(o)) : " dead");
    }

    /** The same with its work links and what its ctime is. */
    static String linked(State s, int o) {
        String ctime = Records.words(s.object(o).ctime());
        return object(s, o) + " links " + few(s.nlink(o) - s.namesOf(o)) + " ctime " + ctime;
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

    /** The objects that get or lose a name or are changed otherwise from s to t. */
    static IntStream touched(State s, State t) {
        IntStream renamed = s.names().keys().stream()
                .filter(p -> !s.names().get(p).equals(t.names().get(p)))
                .flatMapToInt(p -> IntStream.of(s.names().get(p), t.names().get(p)));
        IntStream changed = objects(s).filter(o -> !s.object(o).equals(t.object(o)));
        return IntStream.concat(renamed, changed)
                .filter(o -> o > 0 && o <= s.object().size())
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
