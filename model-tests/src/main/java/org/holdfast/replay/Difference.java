package org.holdfast.replay;

import java.util.List;
import org.holdfast.spec.sequence.Line;

/** The daemon did not do what a line of a sequence says. */
public final class Difference extends Exception {
    private static final long serialVersionUID = 1;
    private static final List<String> SILENCE = List.of(
            "no reply came", "closed its end", "takes no request", "the daemon is gone", "a reply to no request");

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

    /** Whether the daemon does not speak to its client any more, or not as the protocol has it. */
    public boolean isSilence() {
        return SILENCE.stream().anyMatch(got::contains);
    }

    /** For a person: the line, what it says and what came instead. */
    public String describe() {
        return "line " + line + ": expected\n  " + expected + "\ngot\n  " + got;
    }
}
