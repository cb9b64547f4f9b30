package org.holdfast.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A status for people. */
final class StatusTable {
    private static final String REQUEST_ROW = "%-18s %12s %10s %10s %10s   %s";

    private StatusTable() {}

    static String render(Json status) {
        StringBuilder text = new StringBuilder();
        line(text, "%s on %s", status.text("source"), status.text("mount"));
        line(
                text,
                "pid %d, policy %s, cache %s%s, %d workers, up %s, workdir %s",
                status.number("pid"),
                status.text("policy"),
                status.text("cache"),
                status.text("readonly").equals("true") ? ", read-only" : "",
                status.number("workers"),
                duration(status.number("uptime_s")),
                status.text("workdir"));
        line(text, "transport %s: %s", status.text("transport"), status.text("transport_reason"));
        text.append(System.lineSeparator());
        Json holds = status.object("holds");
        line(
                text,
                "nodes    %,12d   %,d held by a link, %,d by an fd, %,d being released",
                status.number("nodes"),
                holds.number("link"),
                holds.number("fd"),
                status.number("draining"));
        Json budget = status.object("budget");
        if (!budget.isEmpty()) {
            line(
                    text,
                    "budget   %,12d   fds: %,d nodes that could have a link have one, %,d that could be shut; %,d were cooled, %,d are shut",
                    budget.number("fds"),
                    budget.number("used"),
                    budget.number("shuttable"),
                    budget.number("cooled"),
                    budget.number("shut"));
        }
        line(text, "links    %,12d   %s", status.number("links"), fallbacks(status.object("fallbacks")));
        line(text, "fds      %,12d   of the daemon's process", status.number("fds"));
        line(text, "handles  %,12d   files and directories that the client has open", status.number("handles"));
        Json data = status.object("data");
        String reason = data.text("reason");
        if (data.text("by").equals("kernel")) {
            line(
                    text,
                    "backed   %,12d   nodes that the kernel reads and writes itself; %,d files it does not%s",
                    data.number("backed"),
                    data.number("unbacked"),
                    reason.isEmpty() ? "" : ": " + reason);
        } else if (!reason.isEmpty()) {
            line(text, "backed   %,12d   the daemon reads and writes all files: %s", 0, reason);
        }
        Json verified = status.object("verified");
        if (!verified.isEmpty()) {
            String divergence = verified.text("divergence");
            line(
                    text,
                    "verified %,12d   %s",
                    verified.number("events"),
                    divergence.isEmpty() ? "events, as the specification allows" : "events until " + divergence);
        }
        requests(text, status);
        return text.toString();
    }

    private static void requests(StringBuilder text, Json status) {
        text.append(System.lineSeparator());
        line(text, REQUEST_ROW, "request", "count", "p50 us", "p99 us", "max us", "errors");
        for (String name : status.object("requests").names()) {
            Json latency = status.object("latency_us").object(name);
            line(
                    text,
                    REQUEST_ROW,
                    name,
                    String.format(Locale.ROOT, "%,d", status.object("requests").number(name)),
                    micros(latency, "p50"),
                    micros(latency, "p99"),
                    micros(latency, "max"),
                    counts(status.object("errors").object(name)));
        }
    }

    private static String fallbacks(Json reasons) {
        return reasons.isEmpty() ? "no link was refused" : "refused: " + counts(reasons);
    }

    private static String counts(Json counts) {
        List<String> parts = new ArrayList<>();
        for (String name : counts.names()) {
            parts.add(String.format(Locale.ROOT, "%s %,d", name, counts.number(name)));
        }
        return String.join(", ", parts);
    }

    private static String micros(Json latency, String name) {
        return latency.isEmpty() ? "" : String.format(Locale.ROOT, "%,.1f", latency.fraction(name));
    }

    private static String duration(long seconds) {
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3600 + " h " + seconds / 60 % 60 + " min";
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append(System.lineSeparator());
    }
}
