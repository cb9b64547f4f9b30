/**
 * How requests reach the handlers: mounting ({@link org.holdfast.transport.FuseMount}), and serving /dev/fuse with
 * several threads ({@link org.holdfast.transport.DevFuse}).
 *
 * <p>A transport knows the file system only as a {@link org.holdfast.fuse.RequestHandler} for each of its threads, so
 * that another one (io_uring, a socket, a virtio queue) can stand beside it without a change in any handler.
 */
package org.holdfast.transport;
