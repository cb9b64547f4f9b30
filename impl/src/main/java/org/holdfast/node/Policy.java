package org.holdfast.node;

/** Which hold a node gets, and when. */
public enum Policy {
    /** A work link at first lookup, as the RFC proposes; an fd where no link can be made, and for directories. */
    LINK,
    /**
     * An fd while the budget lasts, else a work link; nodes that are not in use are cooled from an fd to a link, directories
     * are left with nothing but their file handle.
     */
    ADAPTIVE,
    /** An O_PATH file descriptor for every node: classic passthrough. */
    FD
}
