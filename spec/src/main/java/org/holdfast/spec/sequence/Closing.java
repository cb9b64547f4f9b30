package org.holdfast.spec.sequence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.holdfast.spec.Action;
import org.holdfast.spec.State;

/** The end of a sequence: the daemon does what it owes without a fault, and the client forgets all that it holds. */
final class Closing {
    private static final int LONGEST = 1_000;

    private Closing() {}

    /** The steps after which nothing is left, as far as that can be; the daemon's before the client's. */
    static List<Action> from(State s, Moves moves) {
        List<Action> steps = new ArrayList<>();
        State now = s;
        Optional<Action> next = next(now, moves.all());
        while (next.isPresent() && steps.size() < LONGEST) {
            steps.add(next.get());
            now = next.get().apply(now);
            next = next(now, moves.all());
        }
        return steps;
    }

    private static Optional<Action> next(State s, List<Action> actions) {
        return actions.stream()
                .filter(a -> a.fair() && !Need.fault(s, a) && a.enabled(s))
                .findFirst()
                .or(() -> actions.stream()
                        .filter(a -> forgetsAll(s, a) && a.enabled(s))
                        .findFirst());
    }

    private static boolean forgetsAll(State s, Action a) {
        return ActionText.name(a).equals("Forget")
                && s.held()
                        .get(ActionText.nodeid(a).orElseThrow())
                        .equals(ActionText.number(a, "k").orElseThrow());
    }
}
