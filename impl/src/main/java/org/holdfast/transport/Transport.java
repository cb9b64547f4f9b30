package org.holdfast.transport;

import java.util.OptionalInt;

/** Threads that read requests from a client, have them handled and write the replies, until the client is gone. */
public interface Transport {
    /** Waits until every thread has ended, which is when the client is gone; then the descriptors are closed. */
    void awaitEnd() throws InterruptedException;

    /** As {@link #awaitEnd()}, for {@code millis} at most; false when threads are left then. */
    boolean awaitEnd(long millis) throws InterruptedException;

    /**
     * Lets the requests that are being handled finish and get their replies, and begins no other: what arrives later is
     * answered ENOTCONN. Waits {@code millis} at most; returns the number of requests still being handled then. When it
     * is 0, no handler runs any more, nor ever will.
     */
    int seal(long millis);

    /** "uring" (FUSE over io_uring), "dev" (reading and writing /dev/fuse) or "socket". */
    String name();

    /** Why it is this one, for people. */
    String reason();

    /** The errno for which requests could not be read any more; empty while they can, and after an end in good order. */
    OptionalInt readFailure();
}
