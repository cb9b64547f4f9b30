package org.holdfast.conform;

import java.util.List;
import java.util.Map;

/** A scorecard for a terminal. */
public final class TextReport {
    private static final int COLUMN = 44;

    private TextReport() {}

    /** The scorecard, and behind it the shortest failure of each line. */
    public static String of(Scorecard card) {
        StringBuilder text = new StringBuilder();
        text.append(String.format("%s %s%n", card.daemon(), card.version()).strip())
                .append('\n');
        if (!card.remark().isEmpty()) {
            text.append(card.remark()).append('\n');
        }
        text.append('\n');
        lines(text, card.properties());
        text.append("\nBugs that others had\n");
        lines(text, card.zoo());
        text.append(String.format("%n%,7d  tried%n", card.played()));
        text.append(String.format(
                "%,7d  left out%n",
                card.left().values().stream().mapToInt(Integer::intValue).sum()));
        card.left().entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .forEach(e -> text.append(String.format("%,7d    %s%n", e.getValue(), e.getKey())));
        card.shortest().forEach(failure -> text.append('\n').append(failure(failure)));
        return text.toString();
    }

    private static void lines(StringBuilder text, List<Scorecard.Line> lines) {
        for (Scorecard.Line line : lines) {
            text.append(String.format("%-4s %-15s %s%n", line.id(), line.mark().word(), line.title()));
            text.append(
                    switch (line.mark()) {
                        case PASS -> "";
                        case FAIL ->
                            String.format(
                                    "%21s%d of %d; the shortest: %s%n",
                                    "",
                                    line.failed(),
                                    line.failed() + line.passed(),
                                    line.shortest().orElseThrow().trial());
                        case NOT_APPLICABLE -> String.format("%21s%s%n", "", line.why());
                    });
        }
    }

    private static String failure(Failure failure) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                "%s %s, %s%n", failure.property(), failure.property().title(), failure.trial()));
        String format = "  %-" + COLUMN + "s %-" + COLUMN + "s %s%n";
        text.append(String.format(format, "client", "daemon", "host"));
        for (Exchange e : failure.exchanges()) {
            text.append(
                    switch (e.actor()) {
                        case CLIENT -> String.format(format, e.says(), "", "");
                        case DAEMON -> String.format(format, "", e.says(), "");
                        case HOST -> String.format(format, "", "", e.says());
                    });
            if (e.wrong()) {
                text.append(String.format("  must be: %s%n", e.note()));
            }
        }
        failure.end().ifPresent(end -> text.append(String.format("  the daemon %s%n", Failure.ending(end))));
        return text.toString().replaceAll(" +\n", "\n");
    }
}
