package org.holdfast.fuse;

/**
 * Serves requests, one at a time, on the thread that it was made for.
 *
 * <p>A transport (/dev/fuse, an io_uring queue, a sequenced-packet socket, a virtio queue) has one handler per worker
 * thread and knows nothing else about the file system.
 */
public interface RequestHandler {
    /**
     * Serves one request: fills the reply, or marks it as {@linkplain Reply#none none} where the protocol has no reply.
     * Never throws for anything a client sends.
     */
    void handle(Request request, Reply reply);

    /**
     * The reply that {@link #handle} has just made could not be delivered, because the client has given the request up
     * (write to /dev/fuse gave ENOENT). Takes back what the reply promised: lookup counts and open handles.
     */
    void undelivered(Request request, Reply reply);
}
