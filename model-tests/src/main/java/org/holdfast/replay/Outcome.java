package org.holdfast.replay;

import java.util.List;
import java.util.Optional;

/**
 * What became of a sequence.
 *
 * @param differences where the daemon did something else: none, or the one that ended it and, before it, a nodeid given again
 * @param end how the daemon ended, if it did
 * @param leftOut why it was not played, if it was not
 */
public record Outcome(List<Difference> differences, Optional<End> end, Optional<String> leftOut) {
    /**
     * The end of a daemon that nobody has asked for.
     *
     * @param exit its exit code, or 128 + the signal that ended it
     * @param log what it has said
     */
    public record End(int exit, String log) {}

    static Outcome leftOut(String reason) {
        return new Outcome(List.of(), Optional.empty(), Optional.of(reason));
    }
}
