package org.holdfast.conform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The steps of a failure as a sequence diagram in SVG: three lines, client, daemon and host; time runs down. */
final class Drawing {
    private static final int CLIENT = 70;
    private static final int DAEMON = 470;
    private static final int HOST = 760;
    private static final int FIRST = 62;
    private static final int STEP = 34;
    private static final int LONGEST = 58;

    private Drawing() {}

    static String of(Failure failure, Template page) {
        List<Integer> at = new ArrayList<>();
        StringBuilder steps = new StringBuilder();
        int y = FIRST;
        for (Exchange e : failure.exchanges()) {
            at.add(y);
            steps.append(step(e, y, page));
            y += STEP;
            if (e.wrong()) {
                for (String line : wrapped("must be: " + e.note())) {
                    steps.append(
                            page.fill("note", Map.of("x", (CLIENT + DAEMON) / 2, "y", y - STEP / 2, "text", line)));
                    y += STEP / 2;
                }
            }
        }
        return page.fill(
                "drawing",
                Map.of(
                        "height",
                        y + STEP / 2,
                        "foot",
                        y,
                        "client",
                        CLIENT,
                        "daemon",
                        DAEMON,
                        "host",
                        HOST,
                        "steps",
                        steps));
    }

    private static String step(Exchange e, int y, Template page) {
        String state = e.wrong() ? "wrong" : "right";
        List<String> lines = wrapped(e.says());
        String text = lines.size() == 1 ? lines.get(0) : lines.get(0) + " …";
        return switch (e.actor()) {
            case CLIENT -> arrow(page, CLIENT, DAEMON, y, text, state);
            case DAEMON -> arrow(page, DAEMON, CLIENT, y, text, state);
            case HOST -> page.fill("host", Map.of("x", HOST, "y", y, "text", text, "full", e.says()));
        };
    }

    private static String arrow(Template page, int from, int to, int y, String text, String state) {
        int head = to > from ? to - 7 : to + 7;
        return page.fill(
                "arrow",
                Map.of(
                        "from",
                        from,
                        "to",
                        to,
                        "head",
                        head,
                        "y",
                        y,
                        "up",
                        y - 4,
                        "down",
                        y + 4,
                        "middle",
                        (from + to) / 2,
                        "above",
                        y - 6,
                        "text",
                        text,
                        "state",
                        state));
    }

    /** In lines that are not too long, broken at spaces. */
    private static List<String> wrapped(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+")) {
            if (line.length() > 0 && line.length() + word.length() > LONGEST) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
