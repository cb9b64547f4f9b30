package org.holdfast.spec.sequence;

import org.holdfast.spec.Action;

/** One line of a sequence after its header. */
public sealed interface Line {

    /** The number of the line in the file that it was read from, from 1; 0 if it comes from no file. */
    int number();

    /**
     * A step.
     *
     * @param actor who takes it
     * @param action what happens
     * @param ask the request that begins with it, "" if none does
     * @param answer what the client gets of it, "" if nothing
     */
    record Step(int number, Actor actor, Action action, String ask, String answer) implements Line {
        /** What stands before a request. */
        static final String ASKS = " : ";

        /** What stands before an answer. */
        static final String GETS = " -> ";

        @Override
        public String toString() {
            return String.format("%-7s %s", actor, ActionText.of(action))
                    + (ask.isEmpty() ? "" : ASKS + ask)
                    + (answer.isEmpty() ? "" : GETS + answer);
        }
    }

    /**
     * The daemon has nothing left to do.
     *
     * @param left what there is
     */
    record AtRest(int number, Rest left) implements Line {
        /** The first word. */
        static final String WORD = "rest";

        @Override
        public String toString() {
            return String.format("%-7s %s", WORD, left);
        }
    }
}
