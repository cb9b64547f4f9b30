package org.holdfast.spec;

/**
 * The daemon's record of an object that the client remembers; TLA+: node[n].
 *
 * @param phase where the node is in its life
 * @param obj the object whose identity was read when the node was inserted; 0 for none
 * @param count the lookup count
 * @param pins how many requests have a claim on the hold
 * @param hold how the object is kept alive
 * @param fd whether the node has an open fd, be it the hold or an fd that the link has replaced and somebody still uses
 * @param why why the hold is an fd for good: "dir", "policy", "warm", or the errno of the failed link; "none" otherwise
 */
public record Node(Phase phase, int obj, int count, int pins, Hold hold, boolean fd, String why) {

    /** TLA+: NoNode. */
    public static final Node NONE = new Node(Phase.FREE, Model.NONE, 0, 0, Hold.NONE, false, "none");

    /** The phases of a node, in order. */
    public enum Phase {
        /** There is no node. */
        FREE,
        /** Inserted, its link is not yet in the table; known by nodeid and by identity. */
        MAKING,
        /** Known by nodeid and by identity. */
        LIVE,
        /** Count 0: known by neither, kept for its pins and for the mask. */
        DRAINING,
        /** The link is removed or the fd closed, but the table does not say so yet. */
        RELEASED,
        /** Forgotten and never released: only without {@link Rule#ReleaseAtUnpin}. */
        STRAY
    }

    /** Whether a request finds this node; TLA+: Known(n). */
    public boolean known() {
        return phase == Phase.MAKING || phase == Phase.LIVE;
    }

    Node phase(Phase next) {
        return new Node(next, obj, count, pins, hold, fd, why);
    }

    Node count(int next) {
        return new Node(phase, obj, next, pins, hold, fd, why);
    }

    Node pins(int next) {
        return new Node(phase, obj, count, next, hold, fd, why);
    }

    Node hold(Hold next) {
        return new Node(phase, obj, count, pins, next, fd, why);
    }

    Node fd(boolean next) {
        return new Node(phase, obj, count, pins, hold, next, why);
    }

    Node why(String next) {
        return new Node(phase, obj, count, pins, hold, fd, next);
    }
}
