package org.holdfast.testkit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often which request got which answer. */
public final class Usage {
    private final Map<String, Map<String, Integer>> counts = new TreeMap<>();

    public void count(String verb, String outcome) {
        count(verb, outcome, 1);
    }

    public void count(String verb, String outcome, int times) {
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

    /** Those of the verbs and outcomes that came in fewer than one of {@code steps} steps. */
    public List<String> starved(List<String> verbsAndOutcomes, int steps) {
        Map<String, Integer> times = new TreeMap<>();
        counts.forEach((verb, outcomes) -> outcomes.forEach((outcome, n) -> {
            times.merge(verb, n, Integer::sum);
            times.merge(outcome, n, Integer::sum);
        }));
        return verbsAndOutcomes.stream()
                .filter(word -> (long) times.getOrDefault(word, 0) * steps < total())
                .toList();
    }

    /** One line for each verb. */
    public String table() {
        StringBuilder text = new StringBuilder();
        counts.forEach((verb, outcomes) ->
                text.append(String.format("%-19s", verb)).append(outcomes).append('\n'));
        return text.toString();
    }
}
