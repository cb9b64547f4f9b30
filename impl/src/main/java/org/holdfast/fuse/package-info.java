/**
 * The FUSE wire protocol (linux/fuse.h, 7.31 to 7.45): requests, replies and the structures in them. No input or
 * output, no state of a file system: a transport fills a {@link org.holdfast.fuse.Request}, a
 * {@link org.holdfast.fuse.RequestHandler} reads it and fills a {@link org.holdfast.fuse.Reply}, the transport sends it.
 *
 * <p>Requests and replies are views that are used again and again, one of each per thread: serving a request allocates
 * nothing. Depends on nothing else of Holdfast.
 */
package org.holdfast.fuse;
