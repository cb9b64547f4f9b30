package org.holdfast.dialogue;

import java.util.List;
import org.holdfast.kernel.Answer;

/** Where the lines of a dialogue come from: a file, or chance. */
interface Script {
    /** The next line, or several that are together; none at the end. */
    List<Step> next(Known known, Names names);

    /** Hears what was said, before it is sent. */
    default void saying(Step step) {}

    /** Hears that it could not be said. */
    default void left(Step step) {}

    /** Hears what a request got. */
    default void answered(Step step, Answer answer, Names names) {}

    /** Whether lines that cannot be played are left out, and what lines state beside the oracle is not looked at. */
    default boolean isLenient() {
        return false;
    }
}
