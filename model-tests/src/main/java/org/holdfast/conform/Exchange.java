package org.holdfast.conform;

/**
 * One step of what client, daemon and host did, as a person reads it.
 *
 * @param actor who did it
 * @param says what it was
 * @param note what should have been instead, empty where all was well
 */
public record Exchange(Actor actor, String says, String note) {
    /** The columns of a step table. */
    public enum Actor {
        CLIENT,
        DAEMON,
        HOST
    }

    static Exchange of(Actor actor, String says) {
        return new Exchange(actor, says, "");
    }

    /** Whether it is what differs. */
    public boolean wrong() {
        return !note.isEmpty();
    }
}
