package org.holdfast.spec;

/**
 * TLA+: P6OnlyHost. What the client knows goes only by the host, which removes a directory that has nothing but its file
 * handle, or moves one that is found by its place.
 */
final class OnlyHost {
    private OnlyHost() {}

    static boolean holds(State s, State t) {
        if (s.node().equals(t.node()) && s.req().equals(t.req())) {
            return true;
        }
        for (int n : s.node().keys()) {
            if (wasFound(s, n) && t.node(n).known() && !isFound(t, n)) {
                return false;
            }
        }
        return true;
    }

    private static boolean wasFound(State s, int n) {
        Node nd = s.node(n);
        return nd.known() && (!nd.hold().away() || (Placing.findable(s, n) && s.namesOf(nd.obj()) > 0));
    }

    private static boolean isFound(State t, int n) {
        Node nd = t.node(n);
        return nd.hold().away() ? Placing.findable(t, n) : t.alive(nd.obj());
    }
}
