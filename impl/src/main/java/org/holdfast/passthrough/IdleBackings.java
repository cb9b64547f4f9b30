package org.holdfast.passthrough;

/**
 * The backings without an open file, in the order in which their last ones were closed: a chain of the backings themselves,
 * so that opening and closing a file makes no garbage.
 *
 * <p>Not thread-safe: guarded by {@link Backings}.
 */
final class IdleBackings {
    /** Before the eldest and after the youngest. */
    private final Backing ends = new Backing();

    private int size;

    IdleBackings() {
        ends.older = ends;
        ends.younger = ends;
    }

    int size() {
        return size;
    }

    /** The one that was closed first; there must be one. */
    Backing eldest() {
        return ends.younger;
    }

    void add(Backing backing) {
        backing.older = ends.older;
        backing.younger = ends;
        ends.older.younger = backing;
        ends.older = backing;
        size++;
    }

    /** Takes out one that is in it. */
    void remove(Backing backing) {
        backing.older.younger = backing.younger;
        backing.younger.older = backing.older;
        size--;
    }
}
