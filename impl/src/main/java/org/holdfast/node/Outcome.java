package org.holdfast.node;

/**
 * What the caller of a step that took a claim on a node away must do then, where it is not an fd to be closed nor nothing
 * ({@link Slots#NONE}): nobody wants the node any more.
 */
final class Outcome {
    /** Release it through the {@link Reaper}, for it has a work link. */
    static final int DRAINED = -2;

    /** Detach it from its parent, and end it: see {@link Placing#release}. */
    static final int ATTACHED = -3;

    private Outcome() {}
}
