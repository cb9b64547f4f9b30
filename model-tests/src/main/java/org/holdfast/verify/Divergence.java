package org.holdfast.verify;

import java.util.List;

/**
 * The first event that no run of the model explains.
 *
 * @param line its number, from 1; one more than there are when what is missing is missed at the end
 * @param got what was recorded
 * @param allowed what the model allows instead
 */
public record Divergence(long line, String got, List<String> allowed) {
    /** Two lines, without a line break at the end. */
    public String text() {
        return "line " + line + ": got " + got + "\nallowed are only: " + String.join("; ", allowed);
    }

    /** Whether another run goes wrong in the same way. */
    boolean isLike(Divergence other) {
        return got.equals(other.got) && allowed.equals(other.allowed);
    }
}
