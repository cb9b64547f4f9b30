package org.holdfast.conform;

import java.util.List;
import java.util.Optional;
import org.holdfast.replay.Outcome;

/**
 * Something that a daemon did and must not do.
 *
 * @param property what it breaks
 * @param trial the name of the sequence or dialogue
 * @param exchanges what was done up to there; the last one is what differs
 * @param end how the daemon ended, if it did
 * @param replay how it can be played again: the text of the file
 */
public record Failure(
        Property property, String trial, List<Exchange> exchanges, Optional<Outcome.End> end, String replay) {
    private static final int SIGNALS_FROM = 128;
    private static final String GOT = "got ";

    /** In one line. */
    public String summary() {
        Exchange last = exchanges.get(exchanges.size() - 1);
        String got = last.says().startsWith(GOT) ? last.says() : GOT + last.says();
        return got + "; must be: " + last.note()
                + end.map(e -> "; the daemon " + ending(e)).orElse("");
    }

    /** How a daemon ended: "was ended by signal 6", "ended with exit code 1". */
    public static String ending(Outcome.End end) {
        return end.exit() > SIGNALS_FROM
                ? "was ended by signal " + (end.exit() - SIGNALS_FROM)
                : "ended with exit code " + end.exit();
    }
}
