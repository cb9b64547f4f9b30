package org.holdfast.verify;

import java.util.List;

/** Thrown where an event cannot be explained. */
final class Diverged extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> allowed;

    Diverged(List<String> allowed) {
        super("diverged", null, false, false);
        this.allowed = allowed;
    }

    Diverged(String... allowed) {
        this(List.of(allowed));
    }

    List<String> allowed() {
        return allowed;
    }
}
