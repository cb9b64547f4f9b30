/**
 * The name-space model {@link org.holdfast.spec.posix} as a file system that programs can use: mounted through jnr-fuse, so
 * that suites written by others test the model itself, and the same program can be run on the model and on a daemon.
 *
 * <p>{@link org.holdfast.modelfs.ModelFs} turns each operation of libfuse into a call of the model, {@link
 * org.holdfast.modelfs.Machine} makes the calls, one at a time.
 *
 * <p>What the path-based interface of libfuse cannot carry, the mounted model cannot show: a second open of what has no name
 * left, flags of renameat2(2), O_TMPFILE, and whether an open is one for execution.
 */
package org.holdfast.modelfs;
