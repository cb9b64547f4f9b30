package org.holdfast.tools;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.holdfast.spec.bounded.ModelFile;

/**
 * The table of results, in the order of the models, whichever is done first: a row is printed as soon as those above it
 * are. What is running is shown on standard error, on a terminal by one line that changes every second, elsewhere by a
 * line every half minute.
 */
final class Rows implements AutoCloseable {
    private static final String FORMAT = "%-26s %13s %15s %6s %9s  %-26s %s%n";
    private static final String CLEAR = "\r\u001b[K";
    private static final int SECONDS = 30;

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final boolean terminal = isTerminal();
    private final List<ModelFile.Entry> models;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread t = new Thread(task, "progress");
        t.setDaemon(true);
        return t;
    });
    private final List<Row> running = new ArrayList<>();
    private final Map<ModelFile.Entry, String> waiting = new HashMap<>();
    private int printed;

    /** A table with a row for each of the models. */
    Rows(List<ModelFile.Entry> models) {
        this.models = List.copyOf(models);
        int period = terminal ? 1 : SECONDS;
        clock.scheduleAtFixedRate(this::show, period, period, TimeUnit.SECONDS);
    }

    void head() {
        out.printf(Locale.ROOT, FORMAT, "model", "states", "steps", "depth", "time", "expected", "got");
        out.flush();
    }

    /** The check of this model begins now. */
    synchronized Row begin(ModelFile.Entry e) {
        Row row = new Row(e);
        running.add(row);
        if (terminal) {
            show();
        }
        return row;
    }

    /** The row of a model that is being checked. */
    final class Row {
        private final ModelFile.Entry model;
        private final long start = System.nanoTime();
        private volatile String text = "...";

        private Row(ModelFile.Entry model) {
            this.model = model;
        }

        /** How far it has come. */
        void progress(String now) {
            text = now;
        }

        /** What it said last. */
        String text() {
            return text;
        }

        /** Seconds since it began. */
        double seconds() {
            return (System.nanoTime() - start) / 1e9;
        }

        /** It is done: this is what was found. */
        void done(long states, long edges, int depth, String got) {
            print(
                    this,
                    String.format(
                            Locale.ROOT,
                            FORMAT,
                            model.name(),
                            states > 0 ? String.format(Locale.ROOT, "%,d", states) : "-",
                            edges > 0 ? String.format(Locale.ROOT, "%,d", edges) : "-",
                            depth > 0 ? Integer.toString(depth) : "-",
                            String.format(Locale.ROOT, "%.1f s", seconds()),
                            expected(model),
                            got));
        }
    }

    private synchronized void show() {
        if (!running.isEmpty()) {
            String line = String.format(
                    Locale.ROOT,
                    "[%d/%d done] %s",
                    printed + waiting.size(),
                    models.size(),
                    running.stream()
                                    .map(r -> String.format(Locale.ROOT, "%s, %.0f s", r.model, r.seconds()))
                                    .collect(Collectors.joining("; "))
                            + (running.size() == 1
                                    ? ": " + running.get(0).text
                                    : "")); // more would not fit into a line
            err.print(terminal ? CLEAR + line : line + "\n");
            err.flush();
        }
    }

    private synchronized void print(Row row, String line) {
        running.remove(row);
        waiting.put(row.model, line);
        if (terminal) {
            err.print(CLEAR);
            err.flush();
        }
        while (printed < models.size() && waiting.containsKey(models.get(printed))) {
            out.print(waiting.remove(models.get(printed++)));
        }
        out.flush();
    }

    private static String expected(ModelFile.Entry e) {
        return e.holds() ? "ok" : e.expect() + in(e.depth().orElse(0));
    }

    private static String in(int depth) {
        return depth > 0 ? " in " + depth : "";
    }

    /** "ok", what breaks, or how the result differs from what models.json says. Depths are compared if they are exact. */
    static String verdict(ModelFile.Entry e, long states, long edges, int depth, String broken, boolean exact) {
        int due = e.depth().orElse(depth);
        if (!broken.isEmpty()) {
            boolean as = e.expect().equals(broken) && (!exact || due == depth);
            return (as ? "" : "UNEXPECTED ") + broken + in(depth);
        }
        if (!e.holds()) {
            return "UNEXPECTED ok";
        }
        return states == e.states() && edges == e.edges() && (!exact || due == depth)
                ? "ok"
                : String.format(
                        Locale.ROOT, "UNEXPECTED not %d states, %d steps, depth %d", e.states(), e.edges(), due);
    }

    /** Whether standard error is one. A Console is there without one too, from Java 22 on. */
    private static boolean isTerminal() {
        try {
            String device = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return System.getenv("TERM") != null && (device.startsWith("/dev/pts/") || device.startsWith("/dev/tty"));
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
