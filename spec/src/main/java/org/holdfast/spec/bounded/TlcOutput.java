package org.holdfast.spec.bounded;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What TLC's output says. */
public final class TlcOutput {
    private static final Pattern TOTALS =
            Pattern.compile("(\\d+) states generated, (\\d+) distinct states found, 0 states left");
    private static final Pattern DEPTH = Pattern.compile("depth of the complete state graph search is (\\d+)");
    private static final Pattern BROKEN = Pattern.compile(
            "Invariant (\\w+) is violated|Action property (\\w+) is violated"
                    + "|Action property line .* of module (InodeContract) is violated|(Temporal) properties were violated");
    private static final Pattern TRACE_STATE = Pattern.compile("(?m)^State \\d+:");
    private static final Pattern PROGRESS = Pattern.compile(
            "Progress\\((\\d+)\\).*?: ([\\d,]+) states generated.*?, ([\\d,]+) distinct states found.*");
    private static final Pattern TAKEN = Pattern.compile("(?m)^<(\\w+) line [^>]*>: \\d+:(\\d+)$");

    private TlcOutput() {}

    /** What a run has come to. */
    static Tlc.Result result(ModelFile.Entry e, int exit, String text) {
        return new Tlc.Result(
                exit,
                broken(e, text),
                (int) number(TOTALS, 2, text),
                Math.max(0, number(TOTALS, 1, text) - 1),
                (int) number(DEPTH, 1, text),
                (int) TRACE_STATE.matcher(text).results().count(),
                taken(text),
                text);
    }

    /** How far a run has come, if that is what the line is about: states, steps and depth. */
    public static Optional<String> progress(String line) {
        Matcher m = PROGRESS.matcher(line);
        return m.matches()
                ? Optional.of(m.group(3) + " states, " + m.group(2) + " steps, depth " + m.group(1))
                : Optional.empty();
    }

    /** TLC names a refinement by its place and does not name a temporal property: then it is the one that was checked. */
    private static String broken(ModelFile.Entry e, String text) {
        Matcher m = BROKEN.matcher(text);
        if (!m.find()) {
            return "";
        }
        if (m.group(3) != null) {
            return "ImplementsContract";
        }
        if (m.group(4) != null) {
            return String.join(",", e.check());
        }
        return m.group(1) != null ? m.group(1) : m.group(2);
    }

    /** How often each action was a step, from the last statistics of a run with coverage. */
    private static Map<String, Long> taken(String text) {
        Map<String, Long> taken = new TreeMap<>();
        int last = text.lastIndexOf("The coverage statistics");
        Matcher m = TAKEN.matcher(last < 0 ? "" : text.substring(last));
        while (m.find()) {
            if (!m.group(1).equals("Init")) {
                taken.merge(m.group(1), Long.parseLong(m.group(2)), Long::sum);
            }
        }
        return taken;
    }

    private static long number(Pattern p, int group, String text) {
        Matcher m = p.matcher(text);
        return m.find() ? Long.parseLong(m.group(group)) : 0;
    }
}
