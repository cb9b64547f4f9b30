package org.holdfast.os;

/**
 * Something around Holdfast is not as it must be (a directory, a file system, a limit, a capability). The message is one
 * line for the user: what was found, with its numbers, and what to do about it. No stack trace is ever shown for it.
 */
public final class EnvironmentException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public EnvironmentException(String message) {
        super(message, null, false, false);
    }
}
