package org.holdfast.tools;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.holdfast.spec.Action;
import org.holdfast.spec.bounded.ModelFile;

/** How often each action was a step, in all models that hold together. */
final class Coverage {
    private final Map<String, Long> taken = new TreeMap<>();
    private int models;

    /** What was taken in one more model; from any thread. */
    synchronized void add(ModelFile.Entry e, Map<String, Long> more) {
        Action.all(e.model()).forEach(a -> taken.merge(a.getClass().getSimpleName(), 0L, Long::sum));
        more.forEach((action, times) -> taken.merge(action, times, Long::sum));
        models++;
    }

    /** Prints the counts and what was never taken; whether that is nothing but what only a bad daemon does. */
    synchronized boolean print(PrintStream out) {
        out.printf("%nHow often each action was a step, in %d model(s) that hold:%n", models);
        taken.forEach((action, times) -> out.printf(Locale.ROOT, "  %-14s %,15d%n", action, times));
        Set<String> never = new TreeSet<>(taken.keySet());
        never.removeIf(action -> taken.get(action) > 0);
        out.println("Never taken: "
                + (never.isEmpty()
                        ? "none"
                        : never.stream()
                                .map(a -> Action.ONLY_WITHOUT_A_RULE.contains(a)
                                        ? a + " (only in a daemon without a rule)"
                                        : a)
                                .collect(Collectors.joining(", "))));
        return Action.ONLY_WITHOUT_A_RULE.containsAll(never);
    }
}
