package org.holdfast.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.holdfast.trace.Event;

/**
 * A trace in which two inodes are mixed up at one place.
 *
 * @param kind what is done, and to which events
 * @param at the first line that is another one, from 1
 * @param texts the lines
 */
record Mixture(String kind, int at, List<String> texts) {
    private static final long ROOT = 1;
    private static final Pattern NODEID = Pattern.compile("\"(nodeid|parent|newParent)\":(\\d+)");
    private static final Pattern INODE = Pattern.compile("\"device\":\\d+,\"ino\":\\d+,\"directory\":(true|false)");

    /** All that there are of a trace. */
    static List<Mixture> of(Path trace) throws IOException {
        List<String> texts = Files.readAllLines(trace);
        List<TraceLine> lines = lines(texts);
        List<Mixture> all = new ArrayList<>();
        Map<Long, String> known = new LinkedHashMap<>();
        Set<String> inodes = new LinkedHashSet<>();
        for (int i = 0; i < texts.size(); i++) {
            Event e = lines.get(i).event();
            String event = e.getClass().getSimpleName();
            anotherNode(texts, i, event, known.keySet(), all);
            anotherInode(texts, i, inodes, all);
            exchanged(texts, lines, i, all);
            mixedUp(texts, i, known.keySet(), all);
            if (e instanceof Event.Resolve r) {
                known.put(r.nodeid(), inode(texts.get(i)));
                inodes.add(inode(texts.get(i)));
            } else if (e instanceof Event.Drop d) {
                inodes.remove(known.remove(d.nodeid()));
            }
        }
        return all;
    }

    /** As events. */
    List<TraceLine> lines() throws IOException {
        return lines(texts);
    }

    private static List<TraceLine> lines(List<String> texts) throws IOException {
        List<TraceLine> lines = new ArrayList<>();
        for (String text : texts) {
            lines.add(TraceFile.read(lines.size() + 1L, text));
        }
        return lines;
    }

    /** One event is about another node than it was. */
    private static void anotherNode(List<String> texts, int at, String event, Set<Long> known, List<Mixture> all) {
        Matcher member = NODEID.matcher(texts.get(at));
        while (member.find()) {
            Set<Long> others = new LinkedHashSet<>(known);
            others.add(ROOT);
            others.remove(Long.parseLong(member.group(2)));
            for (long other : others) {
                String text = texts.get(at).substring(0, member.start(2))
                        + other
                        + texts.get(at).substring(member.end(2));
                all.add(new Mixture("another " + event + "." + member.group(1), at + 1, with(texts, at, text)));
            }
        }
    }

    /** A lookup found another inode than it did. */
    private static void anotherInode(List<String> texts, int at, Set<String> inodes, List<Mixture> all) {
        for (String other : inodes) {
            Matcher inode = INODE.matcher(texts.get(at));
            if (inode.find() && !inode.group().equals(other)) {
                all.add(new Mixture("another inode of Resolve", at + 1, with(texts, at, inode.replaceFirst(other))));
            }
        }
    }

    /** A thread did two steps, which were about different inodes, the other way round. */
    private static void exchanged(List<String> texts, List<TraceLine> lines, int at, List<Mixture> all) {
        int next = at + 1;
        while (next < lines.size()
                && !lines.get(next).thread().equals(lines.get(at).thread())) {
            next++;
        }
        if (next == lines.size()) {
            return;
        }
        Event one = lines.get(at).event();
        Event two = lines.get(next).event();
        if (Keys.nodeid(one) == Keys.nodeid(two) || Keys.nodeid(one) == Keys.NONE || Keys.nodeid(two) == Keys.NONE) {
            return;
        }
        List<String> other = new ArrayList<>(texts);
        Collections.swap(other, at, next);
        all.add(new Mixture(name(two) + " before " + name(one), at + 1, other));
    }

    private static String name(Event e) {
        return e.getClass().getSimpleName() + (Keys.nodeid(e) == ROOT ? " of the top" : "");
    }

    /** From one event on, two nodes are taken for each other. */
    private static void mixedUp(List<String> texts, int at, Set<Long> known, List<Mixture> all) {
        for (long one : known) {
            for (long two : known) {
                boolean begins = texts.get(at).contains("\"nodeid\":" + one + ",")
                        || texts.get(at).endsWith("\"nodeid\":" + one + "}");
                if (one != two && begins) {
                    List<String> other = new ArrayList<>(texts);
                    for (int i = at; i < texts.size(); i++) {
                        other.set(i, exchangedIn(texts.get(i), one, two));
                    }
                    all.add(new Mixture("mixed up", at + 1, other));
                }
            }
        }
    }

    private static String exchangedIn(String text, long one, long two) {
        return NODEID.matcher(text).replaceAll(member -> {
            long nodeid = Long.parseLong(member.group(2));
            return "\"" + member.group(1) + "\":" + (nodeid == one ? two : nodeid == two ? one : nodeid);
        });
    }

    private static List<String> with(List<String> texts, int at, String text) {
        List<String> other = new ArrayList<>(texts);
        other.set(at, text);
        return other;
    }

    private static String inode(String text) {
        Matcher inode = INODE.matcher(text);
        if (!inode.find()) {
            throw new IllegalArgumentException(text);
        }
        return inode.group();
    }

    @Override
    public String toString() {
        return kind + ", line " + at + ": " + texts.get(at - 1).replaceAll(".*\"event\":", "");
    }

    /** For a failure message. */
    static String all(List<Mixture> mixtures) {
        return mixtures.stream().map(Mixture::toString).collect(Collectors.joining("\n"));
    }
}
