package org.holdfast.tlc;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.holdfast.spec.bounded.ModelFile;

/**
 * The table of results: a row is printed as soon as its model is done. What is running is shown on standard error, on a
 * terminal by one line that changes every second, elsewhere by a line every half minute.
 */
final class Rows implements AutoCloseable {
    private static final String FORMAT = "%-26s %13s %15s %6s %9s  %-26s %s%n";
    private static final String CLEAR = "\r\u001b[K";
    private static final int SECONDS = 30;

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final boolean terminal = isTerminal();
    private final int of;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread t = new Thread(task, "progress");
        t.setDaemon(true);
        return t;
    });
    private int number;
    private ModelFile.Entry model;
    private String text;
    private long start;

    /** A table of so many rows. */
    Rows(int of) {
        this.of = of;
        int period = terminal ? 1 : SECONDS;
        clock.scheduleAtFixedRate(this::show, period, period, TimeUnit.SECONDS);
    }

    void head() {
        out.printf(Locale.ROOT, FORMAT, "model", "states", "steps", "depth", "time", "expected", "got");
        out.flush();
    }

    /** The row of this model is the next one. */
    synchronized void begin(ModelFile.Entry e) {
        model = e;
        number++;
        text = "...";
        start = System.nanoTime();
        if (terminal) {
            show();
        }
    }

    /** How far it has come. */
    synchronized void progress(String now) {
        text = now;
    }

    /** What it said last. */
    synchronized String text() {
        return text;
    }

    /** Seconds since the row was begun. */
    synchronized double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    private synchronized void show() {
        if (model != null) {
            String line = String.format(Locale.ROOT, "[%d/%d] %s, %.0f s: %s", number, of, model, seconds(), text);
            err.print(terminal ? CLEAR + line : line + "\n");
            err.flush();
        }
    }

    /** The row of the model that was begun. */
    synchronized void row(long states, long edges, int depth, String got) {
        if (terminal) {
            err.print(CLEAR);
            err.flush();
        }
        out.printf(
                Locale.ROOT,
                FORMAT,
                model.name(),
                states > 0 ? String.format(Locale.ROOT, "%,d", states) : "-",
                edges > 0 ? String.format(Locale.ROOT, "%,d", edges) : "-",
                depth > 0 ? Integer.toString(depth) : "-",
                String.format(Locale.ROOT, "%.1f s", seconds()),
                expected(model),
                got);
        out.flush();
        model = null;
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
