package org.holdfast.kernel;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A FUSE daemon that serves a client at a socket. */
public interface Daemon extends AutoCloseable {
    /** The kernel's side. */
    KernelClient client();

    /** The next request that the client sends and waits for gets no reply. The daemon must have one worker. */
    void loseNextReply();

    /** Its open file descriptors, and what they are open on as /proc tells it. */
    Map<Integer, String> descriptors();

    /** A path that reaches what descriptor {@code fd} is open on. */
    Path reach(int fd);

    /** Where its work links are; empty if it keeps none. */
    Optional<Path> workdir();

    /** All that it has said. */
    String log();

    /** Whether its process has ended. */
    boolean hasEnded();

    /** kill -9. */
    void kill();

    /** Closes the client's end, which is the unmount; returns the exit code, or 128 + the signal that ended it. */
    int unmount();

    /** Whatever state it is in, it is gone afterwards. */
    @Override
    void close();
}
