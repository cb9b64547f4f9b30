package org.holdfast.spec.sequence;

import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.holdfast.spec.Action;

/** Actions as words: the name of the TLA+ action, then its arguments, for example {@code Forget 2 1}. */
final class ActionText {
    private ActionText() {}

    /** The name of the action in TLA+. */
    static String name(Action a) {
        return a.getClass().getSimpleName();
    }

    /** The action in words. */
    static String of(Action a) {
        return name(a) + Records.values(a).values().stream().map(v -> " " + v).collect(Collectors.joining());
    }

    /** The slot of the request that the action is a step of; nothing for an action of no request. */
    static OptionalInt slot(Action a) {
        return number(a, "r");
    }

    /** The nodeid that the action names; nothing for an action that names none. */
    static OptionalInt nodeid(Action a) {
        return number(a, "n");
    }

    /** An argument that is a number; nothing for an action without it. */
    static OptionalInt number(Action a, String argument) {
        Object value = Records.value(a, argument);
        return value instanceof Integer i ? OptionalInt.of(i) : OptionalInt.empty();
    }
}
