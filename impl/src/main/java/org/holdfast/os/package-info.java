/**
 * Linux system calls and the native memory they work on.
 *
 * <p>{@link org.holdfast.os.Sys} is the only door to the kernel: one method a system call, results as the kernel gives
 * them (a value, or a negated errno). Everything above it can therefore be run against a system that fails on purpose.
 * Nothing here allocates on the way of a call, and nothing here takes a lock.
 */
package org.holdfast.os;
