package org.holdfast.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Makes a {@link Tracer} that holds the events of a running daemon against the specification. The daemon knows nothing of
 * the specification: who starts it puts an implementation on the class path, where {@link java.util.ServiceLoader} finds it.
 */
public interface TraceVerifier {
    /**
     * Begins to check.
     *
     * @param trace where the events go as well; without, to a temporary file that is removed if all was as it must be
     * @param diverged is run once, by any thread, after the log has been told of a divergence
     */
    Tracer start(Optional<Path> trace, Runnable diverged) throws IOException;
}
