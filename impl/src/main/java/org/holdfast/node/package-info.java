/**
 * Nodes and what keeps their objects alive: the heart of Holdfast, action by action as in tla/Holdfast.tla.
 *
 * <p>{@link org.holdfast.node.Nodes} makes the system calls; {@link org.holdfast.node.NodeTable} and its shards make the
 * steps between them atomic; a {@link org.holdfast.node.Pin} keeps a hold while somebody works through it;
 * {@link org.holdfast.node.Workdir} is where work links are; the {@link org.holdfast.node.Reaper} removes them after the
 * last FORGET; when the {@link org.holdfast.node.Budget} is scarce the {@link org.holdfast.node.Cooler} moves nodes from fds
 * to work links ({@link org.holdfast.node.Cooling}), and leaves what can have none with nothing but its file handle
 * ({@link org.holdfast.node.Shutting}), or its place ({@link org.holdfast.node.Placing}).
 *
 * <p>Lock order: Cooling, then Mounts, then one Shard, or the Reaper's queue; no two shards, and never a system call under a Shard.
 * A thread waits in a Shard only for a link or unlink of the same object, or for a node that is being shut. The thread
 * that does it waits for nobody and holds no lock but perhaps that of Cooling, which only INIT in a running session waits for. (Mounts makes system calls under its
 * lock, once for each mount; Cooling while it cools a node.)
 *
 * <p>Ownership: the fd of a node belongs to its row in the table; whoever takes it out ({@code takeFd}) closes it. An fd
 * of the budget is taken for a row and given back when the node is dropped or cooled, under the lock of its Shard. A
 * Visit with its Pin belongs to one thread.
 */
package org.holdfast.node;
