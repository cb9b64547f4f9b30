package org.holdfast.replay;

import org.holdfast.spec.sequence.Line;

/** The daemon did not do what a line of a sequence says. */
public final class Difference extends Exception {
    private static final long serialVersionUID = 1;

    private final int line;
    private final String expected;
    private final String got;

    /** {@code got} in the words of the line. */
    Difference(Line line, String got, Throwable cause) {
        super(got, cause);
        this.line = line.number();
        this.expected = line.toString();
        this.got = got;
    }

    /** At the end of a sequence, which is no line of it. */
    Difference(int line, String expected, String got) {
        super(got);
        this.line = line;
        this.expected = expected;
        this.got = got;
    }

    /** The number of the line in the sequence's text, from 1. */
    public int line() {
        return line;
    }

    /** What the line says. */
    public String expected() {
        return expected;
    }

    /** What came, in the words of the line; or what went wrong. */
    public String got() {
        return got;
    }

    /** For a person: the line, what it says and what came instead. */
    public String describe() {
        return "line " + line + ": expected\n  " + expected + "\ngot\n  " + got;
    }
}
