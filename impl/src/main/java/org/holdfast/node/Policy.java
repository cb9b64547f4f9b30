package org.holdfast.node;

/** Which hold a node gets, and when. */
public enum Policy {
    /** A work link at first lookup, as the RFC proposes; an fd where no link can be made, and for directories. */
    LINK,
    /**
     * An fd while the budget lasts, else a work link; nodes that are not in use are cooled from an fd to a link. Directories,
     * and files of which no link can be made, are left with nothing but their file handle.
     */
    ADAPTIVE,
    /** An O_PATH file descriptor for every node: classic passthrough. */
    FD,
    /** An fd while the budget lasts, else nothing but the file handle; never a work link. */
    HANDLE;

    /** Whether files are given work links. */
    boolean links() {
        return this == LINK || this == ADAPTIVE;
    }

    /** Whether nodes give their fds up when these are short. */
    public boolean hasBudget() {
        return this == ADAPTIVE || this == HANDLE;
    }
}
