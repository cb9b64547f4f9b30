package org.holdfast.spec;

/**
 * The daemon's record of an object that the client remembers; TLA+: node[n].
 *
 * @param phase where the node is in its life
 * @param mnt the mount through which it was looked up; 0 for none
 * @param obj the object whose identity was read when the node was inserted; 0 for none
 * @param count the lookup count
 * @param pins how many requests have a claim on the hold
 * @param hold how the object is kept alive
 * @param fd whether the node has an open fd, be it the hold or an fd that the link has replaced and somebody still uses
 * @param why why the hold is an fd: "dir", "policy", "budget", "warm", or the errno of the failed link; "none" otherwise
 * @param kin the parent that is kept for this directory, the root among them; 0 for none
 * @param at the name by which this directory is found in its parent; "none" while it has an fd
 * @param kids how many directories this one is kept for
 */
public record Node(
        Phase phase,
        int mnt,
        int obj,
        int count,
        int pins,
        Hold hold,
        boolean fd,
        String why,
        int kin,
        String at,
        int kids) {

    /** TLA+: NoNode. */
    public static final Node NONE = new Node(Phase.FREE, 0, Model.NONE, 0, 0, Hold.NONE, false, "none");

    /** One that is not kept for others, and for which none is kept. */
    public Node(Phase phase, int mnt, int obj, int count, int pins, Hold hold, boolean fd, String why) {
        this(phase, mnt, obj, count, pins, hold, fd, why, Model.NONE, "none", 0);
    }

    /** The phases of a node, in order. */
    public enum Phase {
        /** There is no node. */
        FREE,
        /** Known by nodeid and by identity. */
        LIVE,
        /** Count 0: known by neither, kept for its pins and for the mask. */
        DRAINING,
        /** The link is removed or the fd closed, but the table does not say so yet. */
        RELEASED,
        /** The link could not be removed: it is kept for the mask, and goes with the next sweep. */
        STUCK,
        /** Forgotten and never released: only without {@link Rule#ReleaseAtUnpin}. */
        STRAY
    }

    /** Whether a request finds this node; TLA+: Known(n). */
    public boolean known() {
        return phase == Phase.LIVE;
    }

    /** Whether the node has its hold still. */
    boolean holds() {
        return phase == Phase.LIVE || phase == Phase.DRAINING;
    }

    /** Whether the link could not be removed. */
    boolean stuck() {
        return phase == Phase.STUCK;
    }

    /** Whether the work link is removed, which the table does not say yet; TLA+: Releasing(n). */
    boolean releasing() {
        return phase == Phase.RELEASED && hold == Hold.LINK;
    }

    Node phase(Phase next) {
        return new Node(next, mnt, obj, count, pins, hold, fd, why, kin, at, kids);
    }

    Node count(int next) {
        return new Node(phase, mnt, obj, next, pins, hold, fd, why, kin, at, kids);
    }

    Node pins(int next) {
        return new Node(phase, mnt, obj, count, next, hold, fd, why, kin, at, kids);
    }

    Node hold(Hold next) {
        return new Node(phase, mnt, obj, count, pins, next, fd, why, kin, at, kids);
    }

    Node fd(boolean next) {
        return new Node(phase, mnt, obj, count, pins, hold, next, why, kin, at, kids);
    }

    Node why(String next) {
        return new Node(phase, mnt, obj, count, pins, hold, fd, next, kin, at, kids);
    }

    Node kin(int next) {
        return new Node(phase, mnt, obj, count, pins, hold, fd, why, next, at, kids);
    }

    Node at(String next) {
        return new Node(phase, mnt, obj, count, pins, hold, fd, why, kin, next, kids);
    }

    Node kids(int next) {
        return new Node(phase, mnt, obj, count, pins, hold, fd, why, kin, at, next);
    }
}
