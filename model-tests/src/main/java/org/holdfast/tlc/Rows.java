package org.holdfast.tlc;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.holdfast.spec.bounded.ModelFile;

/** The table of results: a row is printed as soon as its model is done; what is running is shown on standard error. */
final class Rows {
    private static final String FORMAT = "%-26s %11s %13s %6s %8s  %-26s %s%n";
    private static final String CLEAR = "\r\u001b[K";

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final boolean terminal = System.console() != null && System.getenv("TERM") != null;

    void head() {
        out.printf(Locale.ROOT, FORMAT, "model", "states", "steps", "depth", "time", "expected", "got");
    }

    /** One line that the next one overwrites; nothing where nobody watches. */
    void progress(ModelFile.Entry e, int number, int of, String text) {
        if (terminal) {
            err.printf(Locale.ROOT, "%s[%d/%d] %s %s", CLEAR, number, of, e.name(), text);
            err.flush();
        }
    }

    void row(ModelFile.Entry e, long states, long edges, int depth, double seconds, String got) {
        if (terminal) {
            err.print(CLEAR);
            err.flush();
        }
        out.printf(
                Locale.ROOT,
                FORMAT,
                e.name(),
                states > 0 ? String.format(Locale.ROOT, "%,d", states) : "-",
                edges > 0 ? String.format(Locale.ROOT, "%,d", edges) : "-",
                depth > 0 ? Integer.toString(depth) : "-",
                String.format(Locale.ROOT, "%.1f s", seconds),
                expected(e),
                got);
        out.flush();
    }

    private static String expected(ModelFile.Entry e) {
        return e.holds() ? "ok" : e.expect() + e.depth().map(d -> " in " + d).orElse("");
    }

    /** "ok", what breaks, or how the result differs from what models.json says. */
    static String verdict(ModelFile.Entry e, long states, long edges, int depth, String broken, boolean exact) {
        if (!broken.isEmpty()) {
            boolean as = e.expect().equals(broken)
                    && (!exact || e.depth().map(d -> d == depth).orElse(true));
            return (as ? "" : "UNEXPECTED ") + broken + " in " + depth;
        }
        if (!e.holds()) {
            return "UNEXPECTED ok";
        }
        List<Boolean> same = List.of(
                states == e.states(),
                edges == e.edges(),
                !exact || e.depth().map(d -> d == depth).orElse(true));
        return same.contains(false)
                ? String.format(
                        Locale.ROOT,
                        "UNEXPECTED not %d states, %d steps, depth %d",
                        e.states(),
                        e.edges(),
                        e.depth().orElse(0))
                : "ok";
    }
}
