package org.holdfast.spec;

/** How a node keeps its object alive and reachable. */
public enum Hold {
    /** There is no node. */
    NONE,
    /** An O_PATH fd. */
    FD,
    /** A work link. */
    LINK,
    /** Nothing but a file handle, by which the object is found as long as it is there. */
    HANDLE,
    /** The same of a directory, which is opened by its name in its parent. */
    PLACE;

    /** Of a node that has neither fd nor link; TLA+: Away(n). */
    public boolean away() {
        return this == HANDLE || this == PLACE;
    }
}
