package org.holdfast.testkit;

import java.nio.file.Path;
import java.util.Optional;

/** A directory that shows another: through the daemon, another daemon, or nothing but the kernel. */
public interface Mounted extends AutoCloseable {
    /** The tree as the host sees it. */
    Path source();

    /** The tree as the client sees it. */
    Path mountPoint();

    /** The Holdfast daemon in between, if it is one. */
    default Optional<DaemonProcess> daemon() {
        return Optional.empty();
    }

    /** Unmounts; a failure to do so cleanly is a failure of the test. */
    @Override
    void close();
}
