package org.holdfast.spec.sequence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.holdfast.spec.Action;
import org.holdfast.spec.Req;
import org.holdfast.spec.State;

/**
 * What a client asks for with the first step of a request. In the model that turns out later; a driver needs to know it
 * when it sends the request.
 */
final class Ask {
    private static final String ATTRIBUTES = "getattr";
    private static final Map<String, String> WORDS =
            Map.of("Open", "lookup", "Remove", "remove", "Rename", "rename", "Again", "link", "Reopen", "warm");

    private static final Set<String> SLOT_AND_MOUNT = Set.of("r", "m");

    private Ask() {}

    /**
     * The request that begins with the step a in s, "" if none does.
     *
     * @param next the steps after a
     */
    static String of(State s, Action a, List<Action> next) {
        if (Actor.of(s, a) != Actor.CLIENT || !Actor.idle(s, a)) {
            return "";
        }
        List<String> words = new ArrayList<>();
        State now = s;
        List<Action> steps = new ArrayList<>(List.of(a));
        steps.addAll(next);
        int slot = ActionText.slot(a).orElseThrow();
        for (Action b : steps) {
            boolean mine = ActionText.slot(b).orElse(0) == slot;
            if (!b.enabled(now)) {
                break;
            }
            if (mine && WORDS.containsKey(ActionText.name(b))) {
                words.add(word(b, b != a));
            }
            now = b.apply(now);
            if (now.req(slot).equals(Req.IDLE)) {
                break;
            }
        }
        return words.isEmpty() ? ATTRIBUTES : String.join(" ", words);
    }

    /** What it is about is said with the request if a directory was pinned first; at the top it stands in the step. */
    private static String word(Action b, boolean later) {
        StringBuilder word = new StringBuilder(WORDS.get(ActionText.name(b)));
        Records.values(b).forEach((name, value) -> {
            if (later && !SLOT_AND_MOUNT.contains(name)) {
                word.append(' ').append(value);
            }
        });
        return word.toString();
    }
}
