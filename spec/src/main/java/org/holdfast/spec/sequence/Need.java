package org.holdfast.spec.sequence;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.holdfast.spec.Action;
import org.holdfast.spec.Host;
import org.holdfast.spec.Model;
import org.holdfast.spec.State;

/** What a driver must be able to do to make a step happen in a real daemon, beside requests and changes of names. */
final class Need {
    private static final Map<String, String> BY_NAME = Map.ofEntries(
            Map.entry("Undelivered", "lost-reply"),
            Map.entry("UnlinkFailed", "unlink-error"),
            Map.entry("ReleaseFailed", "unlink-error"),
            Map.entry("Refuse", "full-table"),
            Map.entry("Crash", "kill"),
            Map.entry("Reset", "init-again"),
            Map.entry("Reopen", "warm"),
            Map.entry("Again", "link"),
            Map.entry("Cool", "cool"),
            Map.entry("Shut", "shut"),
            Map.entry("Guard", "guard"),
            Map.entry("Attach", "place"));
    private static final String ENOENT = "ENOENT";

    private Need() {}

    /** The needs of every sequence of the model. */
    static Collection<String> of(Model m) {
        return m.mounts().size() == 1 ? Set.of() : Set.of(m.bind() ? "bind-mount" : "two-devices");
    }

    /** The needs of a step, in one word each. */
    static Collection<String> of(State s, Action a) {
        TreeSet<String> needs = new TreeSet<>();
        String name = ActionText.name(a);
        if (BY_NAME.containsKey(name)) {
            needs.add(BY_NAME.get(name));
        }
        Map<String, Object> arguments = Records.values(a);
        if (name.equals("LinkFailed") && !arguments.get("cause").equals(ENOENT)) {
            needs.add("link-error");
        }
        if (name.equals("Forget")
                && (int) arguments.get("k") > s.held().get(ActionText.nodeid(a).orElseThrow())) {
            needs.add("over-forget");
        }
        if (a instanceof Host.HostCreate create && used(s, create)) {
            needs.add("same-ino");
        }
        return needs;
    }

    /** Whether something goes wrong in the step that could as well go right. */
    static boolean fault(State s, Action a) {
        return of(s, a).stream().anyMatch(need -> need.endsWith("-error") || need.equals("lost-reply"));
    }

    private static boolean used(State s, Host.HostCreate create) {
        int fs = create.d() < 0 ? -create.d() : s.object(create.d()).fs();
        return s.object().stream().anyMatch(o -> o.fs() == fs && o.ino() == create.ino());
    }
}
