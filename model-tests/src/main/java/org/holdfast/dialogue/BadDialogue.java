package org.holdfast.dialogue;

/** A text that is no dialogue, or one that cannot go on: a name in it stands for nothing yet. */
public final class BadDialogue extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadDialogue(int line, String what) {
        super("line " + line + ": " + what);
    }

    BadDialogue(String what) {
        super(what);
    }
}
