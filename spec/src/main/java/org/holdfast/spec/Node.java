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
 */
public record Node(Phase phase, int mnt, int obj, int count, int pins, Hold hold, boolean fd, String why) {

    /** TLA+: NoNode. */
    public static final Node NONE = new Node(Phase.FREE, 0, Model.NONE, 0, 0, Hold.NONE, false, "none");

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

    /** As it is with an fd again, if it has nothing but its file handle; TLA+: WithFd(n). */
    Node withFd() {
        return hold == Hold.HANDLE ? hold(Hold.FD).fd(true).why("dir") : this;
    }

    Node phase(Phase next) {
        return new Node(next, mnt, obj, count, pins, hold, fd, why);
    }

    Node count(int next) {
        return new Node(phase, mnt, obj, next, pins, hold, fd, why);
    }

    Node pins(int next) {
        return new Node(phase, mnt, obj, count, next, hold, fd, why);
    }

    Node hold(Hold next) {
        return new Node(phase, mnt, obj, count, pins, next, fd, why);
    }

    Node fd(boolean next) {
        return new Node(phase, mnt, obj, count, pins, hold, next, why);
    }

    Node why(String next) {
        return new Node(phase, mnt, obj, count, pins, hold, fd, next);
    }
}
