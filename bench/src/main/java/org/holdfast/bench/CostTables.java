package org.holdfast.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Costs as tables for a terminal. */
final class CostTables {
    private static final double MIB = 1 << 20;

    private CostTables() {}

    static String of(List<Cost> costs) {
        if (costs.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        if (costs.stream()
                .anyMatch(cost -> !cost.start().isNone() || !cost.held().isEmpty())) {
            text.append("\nStart to first answer; memory and descriptors for what the kernel remembers\n");
            text.append(Columns.of(memory(costs)));
        }
        if (costs.stream().anyMatch(cost -> !cost.calls().isEmpty())) {
            text.append("\nSystem calls of the daemon for a step\n");
            text.append(Columns.of(calls(costs)));
        }
        return text.toString();
    }

    private static List<List<String>> memory(List<Cost> costs) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "daemon", "start, ms", "files", "RSS, MiB", "RSS, B/file", "fds", "kernel, B/file", "stopped by"));
        for (Cost cost : costs) {
            String start = cost.start().isNone()
                    ? ""
                    : String.format(
                            Locale.ROOT,
                            "%.0f (%.0f–%.0f)",
                            millis(cost.start().median()),
                            millis(cost.start().least()),
                            millis(cost.start().most()));
            if (cost.held().isEmpty()) {
                rows.add(List.of(cost.subject(), start));
            }
            for (Cost.Held held : cost.held()) {
                boolean first = held == cost.held().get(0);
                rows.add(List.of(
                        first ? cost.subject() : "",
                        first ? start : "",
                        String.format(Locale.ROOT, "%,d", held.files()),
                        String.format(Locale.ROOT, "%.1f", held.resident() / MIB),
                        each(held.resident() - cost.held().get(0).resident(), held.files()),
                        String.valueOf(held.descriptors()),
                        each(held.kernelBytes(), held.files()),
                        held.error() == 0 ? "" : "errno " + held.error()));
            }
        }
        return rows;
    }

    private static double millis(double seconds) {
        return seconds * 1000;
    }

    private static String each(long bytes, int files) {
        return files == 0 ? "" : String.format(Locale.ROOT, "%,.0f", bytes / (double) files);
    }

    private static List<List<String>> calls(List<Cost> costs) {
        Map<Phase, List<String>> rows = new EnumMap<>(Phase.class);
        List<String> head = new ArrayList<>(List.of("phase"));
        costs.forEach(cost -> head.add(cost.subject()));
        for (Cost cost : costs) {
            cost.calls().keySet().forEach(phase -> rows.putIfAbsent(phase, new ArrayList<>(List.of(phase.word()))));
        }
        rows.forEach((phase, row) -> costs.forEach(cost -> row.add(calls(cost, phase))));
        List<List<String>> all = new ArrayList<>(List.of(head));
        all.addAll(rows.values());
        return all;
    }

    private static String calls(Cost cost, Phase phase) {
        Map<String, Double> calls = cost.calls().get(phase);
        return calls == null
                ? "–"
                : String.format(
                        Locale.ROOT,
                        "%.1f",
                        calls.values().stream().mapToDouble(Double::doubleValue).sum());
    }
}
