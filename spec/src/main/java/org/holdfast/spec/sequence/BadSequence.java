package org.holdfast.spec.sequence;

/** A sequence that cannot be read, or that the model does not allow. */
public final class BadSequence extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int line;

    /**
     * At a line.
     *
     * @param line its number from 1; 0 if the sequence comes from no file
     * @param message what is wrong there
     */
    public BadSequence(int line, String message) {
        super("line " + line + ": " + message);
        this.line = line;
    }

    /** The number of the line, from 1. */
    public int line() {
        return line;
    }
}
