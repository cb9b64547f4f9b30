package org.holdfast.transport;

/**
 * Mounting or unmounting failed. The message is one line for the user: what was refused, why, and what to do about it.
 */
public final class MountException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MountException(String message) {
        super(message, null, false, false);
    }
}
