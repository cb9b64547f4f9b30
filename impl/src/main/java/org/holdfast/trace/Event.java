package org.holdfast.trace;

/**
 * One action of the lifecycle, under the name it has in Holdfast.tla and in org.holdfast.spec. {@code request} is the
 * unique number that the client gave the request; {@code nodeid} names the node and its work link.
 */
public sealed interface Event {
    /** An object was opened by name with O_PATH, for a request that replies with an entry. */
    record Open(long request, long parent, int fd) implements Event {}

    /**
     * An opened object was found in the table (count + 1) or became a new node with count 1, both pinned. {@code device}
     * is a number that mounts which show one device have in common; {@code linking}: its work link is made next;
     * {@code budgeted}: it is held by its fd within the budget.
     */
    record Resolve(
            long request,
            long nodeid,
            int mount,
            int device,
            long ino,
            boolean directory,
            boolean fresh,
            long count,
            boolean linking,
            boolean budgeted)
            implements Event {}

    /** No node could be given; the fd is closed and the errno replied. */
    record Refuse(long request, int errno) implements Event {}

    /** linkat from the fd to the work link succeeded; attribute replies for this object wait until Adopt. */
    record Link(long request, long nodeid) implements Event {}

    /** The node stays on its fd: linkat failed with the errno {@code cause}, or 0 where its mount has no workdir. */
    record LinkFailed(long request, long nodeid, int cause) implements Event {}

    /** The hold is the work link from now on; the fd closes with the last pin. */
    record Adopt(long request, long nodeid) implements Event {}

    /** A request on a known nodeid took a claim on its hold. */
    record Pin(long request, long nodeid) implements Event {}

    /** Attributes of a pinned node were taken; {@code links} work links are left out of {@code nlink}. */
    record Operate(long request, long nodeid, int nlink, int links) implements Event {}

    /** LINK counted one more lookup of the node that it has pinned. */
    record Again(long request, long nodeid, long count) implements Event {}

    /** A reply with an entry is handed to the client. */
    record Reply(long request, long nodeid) implements Event {}

    /**
     * An entry was counted and the client does not get it, because its reply was refused or is an error now; the count is
     * taken back, and {@code left} remains.
     */
    record Undelivered(long request, long nodeid, long left) implements Event {}

    /** A request gave its claim up. */
    record Unpin(long request, long nodeid) implements Event {}

    /** UNLINK or RMDIR removed a name in the directory {@code parent}. */
    record Remove(long request, long parent) implements Event {}

    /** RENAME changed a name in the directory {@code parent}, to one in {@code newParent}. */
    record Rename(long request, long parent, long newParent) implements Event {}

    /** The client forgot {@code lookups}; {@code left} is the count that remains. */
    record Forget(long nodeid, long lookups, long left) implements Event {}

    /** The hold of a draining node was released: its work link removed or its fd closed. */
    record Release(long nodeid, boolean link) implements Event {}

    /** The work link of a draining node could not be removed; it is masked until the next sweep. */
    record ReleaseFailed(long nodeid) implements Event {}

    /** A draining node left the table. */
    record Drop(long nodeid) implements Event {}

    /** A node that has an fd within the budget was pinned by the daemon itself, to make its work link. */
    record Cool(long request, long nodeid) implements Event {}

    /** A directory that nobody used has nothing but its file handle, or its place, from now on; its fd is closed. */
    record Shut(long nodeid) implements Event {}

    /** The directory {@code parent} stays known as long as that one has its place there. */
    record Attach(long nodeid, long parent) implements Event {}

    /** It does not have its place there any more. */
    record Detach(long nodeid) implements Event {}

    /** A directory of which the client is about to remove or move the name was pinned. */
    record Guard(long request, long nodeid) implements Event {}

    /** A pinned directory that had no fd was opened with O_PATH. */
    record Reach(long request, long nodeid, int fd) implements Event {}

    /** It could not be opened: ESTALE when the host has removed or moved it. */
    record Stale(long request, long nodeid, int errno) implements Event {}

    /** That fd is the node's, unless another request has brought one first. */
    record Regain(long request, long nodeid) implements Event {}

    /** A pinned node's work link was opened with O_PATH, to hold the node by that fd instead. */
    record Reopen(long request, long nodeid, int fd) implements Event {}

    /** Requests work through the fd from now on, or ({@code alone} is false) others work through the link and it stays. */
    record Warm(long request, long nodeid, boolean alone) implements Event {}

    /** The work link of a node that is held by an fd from now on was removed; attribute replies wait until Warmed. */
    record Unlink(long request, long nodeid) implements Event {}

    /** That work link could not be removed; it is the node's hold again. */
    record UnlinkFailed(long request, long nodeid) implements Event {}

    /** The node is held by its fd, within the budget or for good. */
    record Warmed(long request, long nodeid, boolean budgeted) implements Event {}

    /** A work link that an earlier daemon left was removed. */
    record Sweep(long nodeid) implements Event {}

    /**
     * A session begins with an empty table and this policy, "link", "fd" or "adaptive", the last with {@code budget} fds
     * for nodes that could have a link.
     */
    record Restart(String policy, int budget) implements Event {}

    /** INIT in a running session, or the end of the daemon, has forgotten every node. */
    record Reset() implements Event {}
}
