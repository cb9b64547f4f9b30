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
    private static final int MOST_SHOWN = 12;

    /** Two lines, without a line break at the end. */
    public String text() {
        int more = allowed.size() - MOST_SHOWN;
        return "line " + line + ": got " + got + "\nallowed are only: "
                + String.join("; ", allowed.subList(0, Math.min(MOST_SHOWN, allowed.size())))
                + (more > 0 ? "; and " + more + " more" : "");
    }

    /** Whether a longer run goes wrong in the same way: where that one is about several nodes, this is about the first. */
    boolean isLike(Divergence longer) {
        return got.equals(longer.got) && allowed.contains(longer.allowed.get(0));
    }
}
