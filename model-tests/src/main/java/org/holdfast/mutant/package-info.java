/**
 * Planted bugs: a {@link org.holdfast.mutant.Mutant} is a text file that alters a few lines of the daemon's sources. {@link
 * org.holdfast.mutant.Planting} compiles what is altered into a directory that comes first on the class path of a daemon.
 * Nothing of this is in the daemon itself.
 */
package org.holdfast.mutant;
