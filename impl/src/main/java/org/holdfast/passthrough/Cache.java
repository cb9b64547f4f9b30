package org.holdfast.passthrough;

/** How long the client may believe what it was told without asking again. */
public enum Cache {
    /** Names and attributes for one second; file data as long as size and mtime stay the same. */
    AUTO(1),
    /** A day, and that there is no such name as well: for exports that nobody else changes. */
    ALWAYS(86_400),
    /** Not at all. */
    NEVER(0);

    private final int seconds;

    Cache(int seconds) {
        this.seconds = seconds;
    }

    /** How long names and attributes stay valid at the client, in seconds. */
    public int seconds() {
        return seconds;
    }
}
