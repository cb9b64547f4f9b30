package org.holdfast.node;

import org.holdfast.os.Statx;

/**
 * An object that a thread is working on: the pin on its node and its attributes as the client shall see them. One serves
 * a thread for ever.
 */
public final class Visit {
    private final Pin pin = new Pin();
    private final Statx attributes = new Statx();
    private final Statx before = new Statx();

    public Pin pin() {
        return pin;
    }

    /** Attributes with nlink and ctime masked, as the last call of {@link Nodes} that took them left them. */
    public Statx attributes() {
        return attributes;
    }

    /** The attributes before a link of ours was made or removed. */
    Statx before() {
        return before;
    }
}
