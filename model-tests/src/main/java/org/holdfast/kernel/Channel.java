package org.holdfast.kernel;

import java.io.Closeable;
import java.util.Optional;

/** What carries a kernel's requests to a daemon, and its replies. For one thread. */
public interface Channel extends Closeable {
    /**
     * Sends one request, from its {@code struct fuse_in_header} to its end.
     *
     * @throws AssertionError if the daemon does not take it
     */
    void send(byte[] request);

    /**
     * The next reply, from its {@code struct fuse_out_header} to its end, in the order of their coming; empty when the
     * daemon has closed its end.
     *
     * @throws AssertionError if none comes for a long time
     */
    Optional<byte[]> receive();

    /** Closes the client's end, which is the unmount. */
    @Override
    void close();
}
