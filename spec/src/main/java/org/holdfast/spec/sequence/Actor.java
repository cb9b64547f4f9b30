package org.holdfast.spec.sequence;

import java.util.Locale;
import java.util.Set;
import org.holdfast.spec.Action;
import org.holdfast.spec.Host;
import org.holdfast.spec.Req;
import org.holdfast.spec.State;

/** Who takes a step. A driver of a real daemon plays the client and the host. */
public enum Actor {
    /** The kernel or a guest: begins a request, forgets, sends INIT again. */
    CLIENT,
    /** The daemon: all other steps of a request, and what it does of its own. */
    DAEMON,
    /** Other programs on the host, which change names and kill the daemon. */
    HOST;

    private static final Set<String> CLIENTS = Set.of("Forget", "Reset");
    private static final Set<String> FIRST = Set.of("Pin", "Open", "Remove", "Rename");

    /**
     * Who takes the step a in s. What a client asks it asks at once, with the first step of the request: an Open in a
     * directory that the same request has pinned before is the daemon's, and so is the second pin of a Rename.
     */
    public static Actor of(State s, Action a) {
        String name = ActionText.name(a);
        if (a instanceof Host || name.equals("Crash")) {
            return HOST;
        }
        boolean client = CLIENTS.contains(name) || (FIRST.contains(name) && idle(s, a));
        return client ? CLIENT : DAEMON;
    }

    /** Whether a is to be the first step of a request. */
    static boolean idle(State s, Action a) {
        return ActionText.slot(a).isPresent()
                && s.req(ActionText.slot(a).getAsInt()).equals(Req.IDLE);
    }

    /** The actor of that name in lower case, or an IllegalArgumentException. */
    static Actor of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
