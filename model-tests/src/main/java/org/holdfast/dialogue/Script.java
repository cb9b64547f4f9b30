package org.holdfast.dialogue;

import java.util.List;
import org.holdfast.kernel.Answer;

/** Where the lines of a dialogue come from. */
interface Script {
    /** The next line, or several that are together; none at the end. */
    List<Step> next(Known known, Names names);

    /** Hears what a request got. */
    default void answered(Step step, Answer answer, Names names) {}
}
