/**
 * Holds a recorded run of the daemon against {@code org.holdfast.spec}: {@code holdfast trace verify}, and in lock-step
 * {@code holdfast mount --verify}.
 *
 * <p>An event of {@code org.holdfast.trace} is an action of the model, under its name. What an action on a request or a
 * node reads and changes is of one inode alone: its nodes, its work links, its names, and the requests at work on it. So
 * each inode has a small model to itself ({@link org.holdfast.verify.World}), in which the guards and effects are those
 * of {@link org.holdfast.spec.Action}. The states that explain what was recorded are kept as a set ({@link
 * org.holdfast.verify.Knowledge}), because the host acts unseen.
 *
 * <p>Not seen, and so allowed at any time: the host's actions, and an Operate that no event tells of, because a request
 * shows no attributes or took them while it was resolved. Seen where it happens, under the lock of the node's shard:
 * Resolve, Adopt, Pin, Unpin, Again, Undelivered, Forget, Release, ReleaseFailed, Drop, Warm, UnlinkFailed, Warmed. Seen
 * by the request's own thread, at once: Open, Refuse, Link, LinkFailed, Reply, Remove, Rename, Reopen, Unlink; no other
 * request on the object can be where the delay would make a difference. Seen later: Operate, which may be told of when a
 * link has come or gone since; every moment since the request's step before is remembered for it.
 */
package org.holdfast.verify;
