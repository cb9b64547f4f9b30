package org.holdfast.passthrough;

/**
 * The backing id of a node, and how many files the client has open with it: its own key among the {@link Backings}, and a
 * link of the chain of {@link IdleBackings}.
 */
final class Backing {
    long nodeid;
    int id = Backings.UNDECIDED;
    int opens;
    /** The id from before the first of them, while it is undecided. */
    int kept = Backings.NONE;

    Backing older;
    Backing younger;

    @Override
    public boolean equals(Object o) {
        return o instanceof Backing other && other.nodeid == nodeid;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(nodeid);
    }
}
