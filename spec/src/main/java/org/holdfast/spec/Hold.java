package org.holdfast.spec;

/** How a node keeps its object alive and reachable. */
public enum Hold {
    /** There is no node. */
    NONE,
    /** An O_PATH fd. */
    FD,
    /** A work link. */
    LINK,
    /** Nothing but the file handle of a directory, which is found by it as long as it is there. */
    HANDLE,
    /** The same, and it is opened by its name in its parent. */
    PLACE;

    /** Of a directory that has no fd; TLA+: Away(n). */
    public boolean away() {
        return this == HANDLE || this == PLACE;
    }
}
