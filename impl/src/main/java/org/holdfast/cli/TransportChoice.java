package org.holdfast.cli;

import org.holdfast.os.EnvironmentException;
import org.holdfast.os.Sys;
import org.holdfast.transport.Rings;

/** What {@code --transport} asks for. */
enum TransportChoice {
    /** FUSE over io_uring where it can be had. */
    AUTO,
    /** FUSE over io_uring, or no mount. */
    URING,
    /** Reading and writing /dev/fuse. */
    DEV;

    /**
     * The rings for it, or none and why.
     *
     * @throws EnvironmentException for {@link #URING} when there can be none
     */
    Rings open(Sys sys, int workers) {
        if (this == DEV) {
            return Rings.none("asked for");
        }
        try {
            return Rings.open(sys, workers);
        } catch (EnvironmentException e) {
            if (this == URING) {
                throw new EnvironmentException("no FUSE over io_uring: " + e.getMessage());
            }
            return Rings.none(e.getMessage());
        }
    }
}
