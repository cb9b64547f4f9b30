package org.holdfast.dialogue;

import java.util.List;
import java.util.stream.Collectors;

/** What came of a dialogue. */
public sealed interface Played {
    /** The daemon did what it may. */
    record Passed(int steps) implements Played {}

    /**
     * It did something else.
     *
     * @param line of the file; one more than the last at the end of the dialogue
     * @param step as it stands there
     * @param property that is broken, P1 to P16; empty if the file alone says what is expected
     * @param got what the daemon did
     * @param allowed what it may do, a line for each
     * @param table all that was said until then
     */
    record Different(int line, String step, String property, String got, String allowed, List<Row> table)
            implements Played {
        /** For a person. */
        public String describe() {
            return "line " + line + ": " + step + "\ngot\n  " + (property.isEmpty() ? "" : property + ": ") + got
                    + "\nallowed are only:\n  " + allowed + "\n\n" + Row.table(table);
        }
    }

    /** It was not played. */
    record LeftOut(String reason) implements Played {}

    /**
     * The daemon ended.
     *
     * @param exit its exit code, or 128 + the signal that ended it
     * @param log the end of what it said
     */
    record Ended(int line, String step, int exit, String log, List<Row> table) implements Played {
        /** For a person. */
        public String describe() {
            return "line " + line + ": " + step + "\nthe daemon ended with exit code " + exit + ", and said\n" + log
                    + "\n\n" + Row.table(table);
        }
    }

    /** A row of a step table: who said what. */
    record Row(int line, String client, String daemon, String host) {
        private static final int CLIENT = 44;
        private static final int DAEMON = 44;

        static String table(List<Row> rows) {
            String head =
                    String.format("%4s  %-" + CLIENT + "s  %-" + DAEMON + "s  %s", "", "client", "daemon", "host");
            return head + "\n"
                    + rows.stream()
                            .map(row -> String.format(
                                            "%4d  %-" + CLIENT + "s  %-" + DAEMON + "s  %s",
                                            row.line(),
                                            row.client(),
                                            row.daemon(),
                                            row.host())
                                    .stripTrailing())
                            .collect(Collectors.joining("\n"));
        }
    }
}
