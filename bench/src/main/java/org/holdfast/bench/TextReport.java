package org.holdfast.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Results as tables for a terminal: for each setting one of speeds as ratios, and one of latencies. */
public final class TextReport {
    private static final int MEDIAN = 0;
    private static final int P99 = 2;

    private final Results results;
    private final String base;

    private TextReport(Results results, String base) {
        this.results = results;
        this.base = base;
    }

    /** The tables of speeds and costs. */
    public static String of(Report all) {
        Results results = all.results();
        TextReport report = new TextReport(results, all.base());
        StringBuilder text = new StringBuilder();
        for (Setting setting : results.settings()) {
            text.append("\n").append(setting.title()).append("\n");
            text.append("Speed of ")
                    .append(all.base())
                    .append("; of the others as ratio to it, median and range of rounds\n");
            text.append(Columns.of(report.speeds(setting)));
            text.append("Microseconds a step, median and 99th percentile; in brackets the daemon's processor time\n");
            text.append(Columns.of(report.latencies(setting)));
        }
        all.leftOut().forEach((name, why) -> text.append("\nleft out: " + name + ": " + why + "\n"));
        return text.append(report.failures()).append(CostTables.of(all.costs())).toString();
    }

    private List<String> others() {
        return results.subjects().stream().filter(s -> !s.equals(base)).toList();
    }

    private List<List<String>> speeds(Setting setting) {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("phase", base));
        head.addAll(others());
        rows.add(head);
        for (Phase phase : results.phases()) {
            List<String> row = new ArrayList<>(List.of(phase.word(), speed(setting, phase, base)));
            for (String subject : others()) {
                Spread ratio = results.ratio(setting, phase, subject, base);
                row.add(ratio.isNone() ? speed(setting, phase, subject) : ratio.asRatio());
            }
            rows.add(row);
        }
        return rows;
    }

    private String speed(Setting setting, Phase phase, String subject) {
        Spread speed = results.speed(setting, phase, subject);
        return speed.isNone()
                ? "–"
                : String.format(Locale.ROOT, "%,.0f%s", speed.median(), phase.isSequential() ? " MiB/s" : "/s");
    }

    private List<List<String>> latencies(Setting setting) {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("phase"));
        head.addAll(results.subjects());
        rows.add(head);
        for (Phase phase : results.phases()) {
            List<String> row = new ArrayList<>(List.of(phase.word()));
            for (String subject : results.subjects()) {
                row.add(latency(setting, phase, subject));
            }
            rows.add(row);
        }
        return rows;
    }

    private String latency(Setting setting, Phase phase, String subject) {
        Spread median = results.took(setting, phase, subject, MEDIAN);
        if (median.isNone()) {
            return "–";
        }
        return String.format(
                Locale.ROOT,
                "%.1f %.1f [%.1f]",
                median.median() / 1000,
                results.took(setting, phase, subject, P99).median() / 1000,
                results.daemonMicros(setting, phase, subject).median());
    }

    private String failures() {
        StringBuilder text = new StringBuilder();
        for (Setting setting : results.settings()) {
            for (Phase phase : results.phases()) {
                for (String subject : results.subjects()) {
                    results.error(setting, phase, subject)
                            .ifPresent(error -> text.append("\nfailed: %s, %s of %s: %s"
                                    .formatted(setting.title(), phase.word(), subject, error)));
                }
            }
        }
        return text.isEmpty() ? "" : text.append("\n").toString();
    }
}
