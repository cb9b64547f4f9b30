package org.holdfast.dialogue;

import java.util.Map;
import java.util.TreeMap;

/** How often which request got which answer. */
public final class Usage {
    private final Map<String, Map<String, Integer>> counts = new TreeMap<>();

    void count(String verb, String outcome) {
        count(verb, outcome, 1);
    }

    void count(String verb, String outcome, int times) {
        counts.computeIfAbsent(verb, none -> new TreeMap<>()).merge(outcome, times, Integer::sum);
    }

    /** Verbs, each with its outcomes and how often they came. */
    public Map<String, Map<String, Integer>> counts() {
        return counts;
    }

    /** All steps. */
    public int total() {
        return counts.values().stream()
                .flatMap(outcomes -> outcomes.values().stream())
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** One line for each verb. */
    public String table() {
        StringBuilder text = new StringBuilder();
        counts.forEach((verb, outcomes) ->
                text.append(String.format("%-18s", verb)).append(outcomes).append('\n'));
        return text.toString();
    }
}
