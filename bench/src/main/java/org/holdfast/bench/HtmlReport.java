package org.holdfast.bench;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import org.holdfast.conform.Template;

/** A report as one page of HTML that needs nothing else. */
public final class HtmlReport {
    private static final Template PAGE = Template.of("/org/holdfast/bench/report.html");

    private HtmlReport() {}

    /** The page. */
    public static String of(Report report) {
        return PAGE.fill(
                "page",
                Map.of(
                        "machine",
                        report.machine().entrySet().stream()
                                .map(fact -> fact.getKey() + " " + fact.getValue())
                                .collect(Collectors.joining(", ")),
                        "settings",
                        report.results().settings().stream()
                                .map(setting -> setting(report, setting))
                                .collect(Collectors.joining()),
                        "tables",
                        TextReport.of(report)));
    }

    private static String setting(Report report, Setting setting) {
        return PAGE.fill(
                "setting",
                Map.of(
                        "title", setting.title(),
                        "ratios", picture(Plots.ratios(report, setting)),
                        "time", picture(Plots.daemonTime(report, setting))));
    }

    /** As a picture of its own: names within one SVG are not those of another. */
    private static String picture(String svg) {
        return "data:image/svg+xml;base64," + Base64.getEncoder().encodeToString(svg.getBytes(StandardCharsets.UTF_8));
    }
}
