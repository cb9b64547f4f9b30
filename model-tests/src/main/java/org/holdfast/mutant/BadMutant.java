package org.holdfast.mutant;

/** A mutant that cannot be planted: its file says nothing that can be done, or the daemon's sources have changed. */
public final class BadMutant extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadMutant(String message) {
        super(message);
    }

    BadMutant(String message, Throwable cause) {
        super(message, cause);
    }
}
