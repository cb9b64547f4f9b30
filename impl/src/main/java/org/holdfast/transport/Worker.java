package org.holdfast.transport;

/** One thread of {@link Workers}. */
interface Worker {
    /** How it serves a request. */
    Turn turn();

    /** Serves requests, on its own thread, until the client is gone. */
    void serve();

    /** Refuses all requests from now on; false while one is being handled, or its reply is on its way. */
    boolean seal();
}
