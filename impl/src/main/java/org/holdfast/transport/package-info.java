/**
 * How requests reach the handlers: mounting ({@link org.holdfast.transport.FuseMount}), and serving with several threads
 * /dev/fuse ({@link org.holdfast.transport.DevFuse}) or what the process was given
 * ({@link org.holdfast.transport.Inherited}). A mount's requests come over io_uring where the kernel offers it
 * ({@link org.holdfast.transport.Rings}).
 *
 * <p>A transport knows the file system only as a {@link org.holdfast.fuse.RequestHandler} for each of its threads, so
 * that another one (a virtio queue) can stand beside it without a change in any handler.
 */
package org.holdfast.transport;
