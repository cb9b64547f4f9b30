package org.holdfast.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.holdfast.spec.Hold;
import org.holdfast.spec.Model;
import org.holdfast.spec.Node;
import org.holdfast.trace.Event;

/** A trace as a table with a column each for client, daemon and host; below each event what it has made of its node. */
final class StepTable implements Checker.Watcher {
    private static final int CLIENT = 0;
    private static final int DAEMON = 1;
    private static final int HOST = 2;
    private static final int MOST_EVENTS = 60;

    private final List<String[]> rows = new ArrayList<>();
    private String before = "";

    /** The table of these lines, up to the one that diverges. */
    static String of(List<TraceLine> lines) {
        StepTable table = new StepTable();
        Checker checker = new Checker(table);
        int shown = Math.min(lines.size(), MOST_EVENTS);
        int from = lines.size() - shown;
        for (int i = 0; i < lines.size(); i++) {
            if (i == from && from > 0) {
                table.rows.clear();
                table.rows.add(new String[] {"... " + from + " events before", "", ""});
            }
            if (checker.take(lines.get(i)).isPresent()) {
                table.event(lines.get(i));
                break;
            }
        }
        return table.print();
    }

    @Override
    public void saw(TraceLine line, World world, Claims c) {
        event(line);
        long nodeid = Keys.nodeid(line.event());
        if (world == null || world.node(nodeid) == Model.NONE) {
            return;
        }
        Node n = world.at(nodeid);
        int held = world.knowledge().says(p -> p.state().held().get(world.node(nodeid)));
        String now = nodeid + ": " + text(n);
        if (!now.equals(before)) {
            rows.add(new String[] {"", "   node " + now, ""});
        }
        before = now;
        if (line.event() instanceof Event.Reply || line.event() instanceof Event.Forget) {
            rows.add(new String[] {"   nodeid " + nodeid + ": held " + held, "", ""});
        }
    }

    private void event(TraceLine line) {
        Event e = line.event();
        String[] row = {"", "", ""};
        row[e instanceof Event.Pin || e instanceof Event.Open || e instanceof Event.Forget ? CLIENT : DAEMON] =
                line.number() + ". " + Checker.said(e);
        if (e instanceof Event.Link || e instanceof Event.Unlink || e instanceof Event.Release r && r.link()) {
            row[HOST] = "work link " + Keys.nodeid(e) + (e instanceof Event.Link ? ": there" : ": -");
        }
        rows.add(row);
    }

    private static String text(Node n) {
        if (n.phase() == Node.Phase.FREE) {
            return "-";
        }
        String fd = n.fd() && n.hold() == Hold.LINK ? "+fd" : "";
        return (n.phase() + " count " + n.count() + " pins " + n.pins() + " hold " + n.hold()).toLowerCase(Locale.ROOT)
                + fd
                + (n.why().equals("none") ? "" : " (" + n.why() + ")");
    }

    private String print() {
        rows.add(0, new String[] {"client", "daemon", "host"});
        int[] width = new int[2];
        for (String[] row : rows) {
            for (int i = 0; i < width.length; i++) {
                width[i] = Math.max(width[i], row[i].length());
            }
        }
        rows.add(1, new String[] {"-".repeat(width[CLIENT]), "-".repeat(width[DAEMON]), "----"});
        String format = "%-" + width[CLIENT] + "s | %-" + width[DAEMON] + "s | %s";
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            text.append(String.format(format, (Object[]) row).stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
