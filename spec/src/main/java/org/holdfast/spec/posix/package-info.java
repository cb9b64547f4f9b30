/**
 * What a program at a mount must see: the name space of a POSIX file system on Linux, as an immutable {@link
 * org.holdfast.spec.posix.World} and one record per system call.
 *
 * <p>{@link org.holdfast.spec.posix.Call#in} gives the <em>set</em> of outcomes that are allowed in a world: an errno, or a
 * result and the world after it, each with the rule that allows it. Where several errors apply at once, each of them is
 * allowed, as POSIX says (System Interfaces, 2.3 Error Numbers); the order in which one kernel checks is no promise. Path
 * resolution alone goes step by step and ends at the first error.
 *
 * <p>Read in this order: {@link org.holdfast.spec.posix.World} and {@link org.holdfast.spec.posix.Obj} (the state), {@link
 * org.holdfast.spec.posix.Lookup} (path_resolution(7)), {@link org.holdfast.spec.posix.Access} (permissions), {@link
 * org.holdfast.spec.posix.Outcome} and {@link org.holdfast.spec.posix.Verdict} (what a call answers), then the calls: {@link
 * org.holdfast.spec.posix.Opening}, {@link org.holdfast.spec.posix.Making}, {@link org.holdfast.spec.posix.Linking}, {@link
 * org.holdfast.spec.posix.Removing}, {@link org.holdfast.spec.posix.Renaming}, {@link org.holdfast.spec.posix.Data}, {@link
 * org.holdfast.spec.posix.Sizing}, {@link org.holdfast.spec.posix.Looking}, {@link org.holdfast.spec.posix.Attributes}, {@link
 * org.holdfast.spec.posix.Xattrs}. {@link org.holdfast.spec.posix.Tree} says what holds of every world.
 *
 * <p>Not modelled: limits of space, size and link counts, ACLs, quotas, capabilities other than all or none, locks, memory
 * maps, several processes at once, waiting (FIFOs are opened with O_NONBLOCK), extended
 * attributes outside {@code user.}.
 */
package org.holdfast.spec.posix;
