package org.holdfast.dialogue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.holdfast.faults.GatedSys.Call;
import org.holdfast.node.Policy;
import org.holdfast.os.Errno;

/** Which system calls were failed, where, with what errnos, and what came of it. */
final class FaultTable {
    private static final List<String> COLUMNS =
            List.of(FaultTalk.THAT, "success", FaultTalk.LESS, "another errno", FaultTalk.NO_REPLY, "does not start");

    private static final class Row {
        private final Set<String> positions = new HashSet<>();
        private final Set<String> errnos = new TreeSet<>();
        private final Map<String, Integer> words = new TreeMap<>();
    }

    private final Map<String, Row> rows = new TreeMap<>();
    private final Set<String> others = new TreeSet<>();
    private int trials;
    private int notReached;

    void add(Policy policy, String scenario, Call call, int errno, String word) {
        trials++;
        if (word.equals(FaultTrial.NOT_REACHED)) {
            notReached++;
            return;
        }
        Row row = rows.computeIfAbsent(call.name(), none -> new Row());
        row.positions.add(policy + scenario + call);
        row.errnos.add(Errno.name(errno));
        String column = word.equals(FaultTrial.NO_SESSION) ? FaultTalk.NO_REPLY : word;
        if (!COLUMNS.contains(column)) {
            others.add(call.name() + " " + Errno.name(errno) + ": the client gets " + word);
            column = "another errno";
        }
        row.words.merge(column, 1, Integer::sum);
    }

    /** The calls that were failed. */
    Set<String> calls() {
        return rows.keySet();
    }

    int trials() {
        return trials;
    }

    int notReached() {
        return notReached;
    }

    /** In Markdown. */
    String text() {
        StringBuilder text = new StringBuilder("| system call | positions | errnos | trials |");
        COLUMNS.forEach(column -> text.append(' ').append(column).append(" |"));
        text.append("\n|---|---:|---|---:|")
                .append("---:|".repeat(COLUMNS.size()))
                .append('\n');
        rows.forEach((call, row) -> {
            List<String> cells = new ArrayList<>(
                    List.of(call, "" + row.positions.size(), String.join(" ", row.errnos), "" + sum(row.words)));
            COLUMNS.forEach(column -> cells.add(row.words.containsKey(column) ? "" + row.words.get(column) : ""));
            text.append("| ").append(String.join(" | ", cells)).append(" |\n");
        });
        int positions =
                rows.values().stream().mapToInt(row -> row.positions.size()).sum();
        text.append(String.format("%n%d trials at %d positions of %d system calls.%n", trials, positions, rows.size()));
        if (!others.isEmpty()) {
            text.append("\nAnother errno than the failed call's:\n\n");
            others.forEach(other -> text.append("- ").append(other).append('\n'));
        }
        return text.toString();
    }

    private static int sum(Map<String, Integer> words) {
        return words.values().stream().mapToInt(Integer::intValue).sum();
    }
}
