package org.holdfast.replay;

import org.holdfast.kernel.Answer;

/**
 * A request of which the reply has come.
 *
 * @param entry whether it is one of those whose reply has an entry
 * @param extra how many names more than the sequence knows the object had when the reply was made
 * @param touched the object that was changed once more after the reply, 0 if none was
 */
record Asked(Answer answer, boolean entry, int extra, int touched) {
    static Asked entry(Answer answer) {
        return new Asked(answer, true, 0, 0);
    }

    static Asked other(Answer answer) {
        return new Asked(answer, false, 0, 0);
    }
}
