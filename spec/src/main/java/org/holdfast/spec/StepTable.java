package org.holdfast.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A run of the model as a table with a column each for client, daemon and host. Each step stands in the column of the one
 * who takes it; below it stands what has changed for each of the three.
 */
public final class StepTable {
    static final String[] HEADS = {"client", "daemon", "host"};
    private static final int CLIENT = 0;
    private static final int DAEMON = 1;
    private static final int HOST = 2;

    private StepTable() {}

    /** The table, with a line break at the end of every line. */
    public static String of(List<Explorer.Step> steps) {
        List<String[]> rows = new ArrayList<>();
        rows.add(HEADS);
        List<Map<String, String>> before = List.of(Map.of(), Map.of(), Map.of());
        int number = 0;
        for (Explorer.Step step : steps) {
            List<Map<String, String>> after = views(step.state());
            String[] acts = {"", "", ""};
            String who = number++ + ". ";
            step.action().ifPresentOrElse(a -> acts[actor(a)] = who + text(a), () -> acts[HOST] = who + "Init");
            rows.add(acts);
            List<List<String>> changes = new ArrayList<>();
            for (int column = CLIENT; column <= HOST; column++) {
                changes.add(changes(before.get(column), after.get(column)));
            }
            int lines = changes.stream().mapToInt(List::size).max().orElse(0);
            for (int line = 0; line < lines; line++) {
                int at = line;
                rows.add(changes.stream()
                        .map(c -> at < c.size() ? "   " + c.get(at) : "")
                        .toArray(String[]::new));
            }
            before = after;
        }
        return print(rows);
    }

    static int actor(Action a) {
        if (a instanceof Host) {
            return HOST;
        }
        boolean client = a instanceof Entry.Open
                || a instanceof Work.Pin
                || a instanceof Forgetting.Forget
                || (a instanceof Naming && !(a instanceof Naming.Move));
        return client ? CLIENT : DAEMON;
    }

    /** An action as TLA+ writes it, for example Open(1, a). */
    public static String text(Action a) {
        String record = a.toString().replaceAll("\\w+=", "");
        return record.replace('[', '(').replace(']', ')');
    }

    private static List<Map<String, String>> views(State s) {
        Map<String, String> client = new TreeMap<>();
        Map<String, String> daemon = new TreeMap<>();
        Map<String, String> host = new TreeMap<>();
        s.held().forEach((n, k) -> client.put("nodeid " + n, k == 0 ? "-" : "held " + k));
        s.req().forEach((r, q) -> {
            if (q.at(Req.Step.ANSWERED)) {
                client.put(
                        "reply " + r,
                        q.op() == Req.Op.NAME
                                ? "done"
                                : "object " + q.seen().obj() + ", nlink "
                                        + q.seen().nlink() + ", ctime "
                                        + lower(q.seen().ctime()));
            }
            String node = q.node() == Model.NONE ? "" : " node " + q.node();
            String via = q.via() == Hold.NONE ? "" : " via " + lower(q.via());
            daemon.put("request " + r, q.equals(Req.IDLE) ? "-" : lower(q.step()) + node + via);
        });
        s.node().forEach((n, nd) -> daemon.put("node " + n, nd.equals(Node.NONE) ? "-" : node(nd)));
        s.names().forEach((p, o) -> host.put("name " + name(p), o == Model.NONE ? "-" : "object " + o));
        s.workdir().forEach((l, o) -> host.put("work link " + l, o == Model.NONE ? "-" : "object " + o));
        for (int o = 1; o <= s.object().size(); o++) {
            host.put("object " + o, object(s, o));
        }
        return List.of(client, daemon, host);
    }

    /** A name at the top of the only file system is just that. */
    private static String name(Place p) {
        return p.dir() == Place.top(1) ? p.name() : p.toString();
    }

    private static String object(State s, int o) {
        Obj obj = s.object(o);
        String fs = s.model().mounts().size() > 1 ? " on " + obj.fs() : "";
        String ctime = obj.ctime() == Ctime.LAST ? "" : ", ctime " + lower(obj.ctime());
        return obj.kind() + ", ino " + obj.ino() + fs + ctime + (s.alive(o) ? "" : ", dead");
    }

    private static String node(Node nd) {
        return lower(nd.phase()) + " object " + nd.obj() + " count " + nd.count() + " pins " + nd.pins() + " hold "
                + lower(nd.hold()) + (nd.fd() && nd.hold() == Hold.LINK ? "+fd" : "")
                + (nd.fd() || nd.hold() != Hold.FD ? "" : " (closed)")
                + (nd.why().equals("none") ? "" : " (" + nd.why() + ")") + family(nd);
    }

    private static String family(Node nd) {
        String at = nd.at().equals("none") ? "" : " at " + nd.at();
        return at
                + (nd.kin() == Model.NONE ? "" : " in node " + nd.kin())
                + (nd.kids() == 0 ? "" : " kept for " + nd.kids());
    }

    private static String lower(Enum<?> e) {
        return e.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static List<String> changes(Map<String, String> before, Map<String, String> after) {
        return after.entrySet().stream()
                .filter(e -> !e.getValue().equals(before.getOrDefault(e.getKey(), "-")))
                .map(e -> e.getKey() + ": " + e.getValue())
                .toList();
    }

    private static String print(List<String[]> rows) {
        int[] width = new int[HEADS.length];
        for (String[] row : rows) {
            for (int i = 0; i < width.length; i++) {
                width[i] = Math.max(width[i], row[i].length());
            }
        }
        rows.add(1, new String[] {"-".repeat(width[0]), "-".repeat(width[1]), "-".repeat(width[2])});
        String format = "%-" + width[0] + "s | %-" + width[1] + "s | %s";
        return rows.stream()
                .map(row -> String.format(format, (Object[]) row).stripTrailing() + "\n")
                .collect(Collectors.joining());
    }
}
