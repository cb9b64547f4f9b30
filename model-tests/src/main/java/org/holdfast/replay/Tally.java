package org.holdfast.replay;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What became of many sequences: played, different, left out and why; as a table. */
public final class Tally {
    private final Map<String, Integer> played = new TreeMap<>();
    private final Map<String, Integer> left = new LinkedHashMap<>();
    private int steps;
    private int different;

    void played(String model, int lines) {
        played.merge(model, 1, Integer::sum);
        steps += lines;
    }

    void different() {
        different++;
    }

    void leftOut(String reason) {
        left.merge(reason, 1, Integer::sum);
    }

    /** How many were played, those with a difference among them. */
    public int played() {
        return played.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** How many showed a difference. */
    public int differences() {
        return different;
    }

    /** One line for each model and each reason. */
    public String table() {
        StringBuilder text = new StringBuilder();
        row(text, played(), "sequences played, " + String.format(Locale.ROOT, "%,d", steps) + " lines");
        played.forEach((model, count) -> row(text, count, "  of model " + model));
        row(text, different, "of them different");
        row(text, left.values().stream().mapToInt(Integer::intValue).sum(), "left out");
        left.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .forEach(e -> row(text, e.getValue(), "  " + e.getKey()));
        return text.toString();
    }

    private static void row(StringBuilder text, int count, String what) {
        text.append(String.format(Locale.ROOT, "%,7d  %s%n", count, what));
    }
}
