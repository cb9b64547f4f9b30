package org.holdfast.spec.sequence;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.holdfast.spec.Action;
import org.holdfast.spec.Model;
import org.holdfast.spec.State;

/** The actions of a model, in their order and by their words. */
final class Moves {
    private static final Map<Model, Moves> KNOWN = new ConcurrentHashMap<>();

    private final List<Action> all;
    private final Map<String, Action> byText = new HashMap<>();

    private Moves(List<Action> all) {
        this.all = all;
        all.forEach(a -> byText.put(ActionText.of(a), a));
    }

    /** Those of the model. */
    static Moves of(Model m) {
        return KNOWN.computeIfAbsent(m, k -> new Moves(Action.all(k)));
    }

    /** Every action that can ever be enabled. */
    List<Action> all() {
        return all;
    }

    /** The action with these words; nothing if the model has none. */
    Optional<Action> read(String text) {
        return Optional.ofNullable(byText.get(text));
    }

    /** Those that can happen in s. */
    List<Action> enabled(State s) {
        return all.stream().filter(a -> a.enabled(s)).toList();
    }

    /** Whether the daemon owes no step in s. */
    boolean rest(State s) {
        return all.stream().noneMatch(a -> a.fair() && a.enabled(s));
    }
}
