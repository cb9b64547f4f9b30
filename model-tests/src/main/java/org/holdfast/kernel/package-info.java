/**
 * A client that plays the kernel: it speaks FUSE with a daemon over a sequenced-packet socket, or as a guest's kernel over
 * vhost-user in shared memory, keeps lookup counts as a kernel does, and starts the daemon as a process of its own. No mount
 * is made and no privilege is needed.
 */
package org.holdfast.kernel;
