package org.holdfast.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.holdfast.testkit.Project;
import org.holdfast.trace.Event;
import org.junit.jupiter.api.Test;

/** A trace in which something is left out or changed is not a run of the model, but for what no check could notice. */
class TamperingTest {
    private static final Path TRACES = Project.top().resolve("model-tests/src/test/traces");

    /**
     * One of policy link, and others of policy adaptive with a budget of 2: directories are opened by their handles or places; a
     * thread cools nodes while it serves a request.
     */
    private static final List<Path> GOOD = List.of(
            TRACES.resolve("good.trace"),
            TRACES.resolve("adaptive.trace"),
            TRACES.resolve("directories.trace"),
            TRACES.resolve("places.trace"),
            TRACES.resolve("cooled-in-between.trace"));

    /** Events whose absence cannot be noticed, and why. */
    private static final Map<String, String> UNNOTICED = Map.of(
            "Operate", "a request need not show attributes",
            "Remove", "which names there are is the host's affair too",
            "Rename", "which names there are is the host's affair too",
            "Refuse", "the next Open of the request, or its end, is missed; at the end of a trace nothing is",
            "Sweep", "what an earlier daemon left is unknown",
            "Shut", "that a directory has lost its fd shows when it is opened again, if it is",
            "Reset", "at the end of a trace: the daemon was killed before it");

    /** Numbers in which a change cannot always be noticed, and why. */
    private static final Map<String, String> UNNOTICED_NUMBERS = Map.ofEntries(
            Map.entry("Open.fd", "descriptors mean nothing to the model"),
            Map.entry("Reopen.fd", "descriptors mean nothing to the model"),
            Map.entry("Reach.fd", "descriptors mean nothing to the model"),
            Map.entry("Stale.errno", "why a directory cannot be opened is the host's affair"),
            Map.entry(
                    "Operate.nlink", "how many names there are is the host's affair; whether there is any is checked"),
            Map.entry("Forget.lookups", "a client at fault forgets more than it has, which takes the count to 0"),
            Map.entry("LinkFailed.cause", "why a link fails is the host's affair; whether it is ENOENT is checked"),
            Map.entry("Resolve.device", "an inode that is looked up once may be any"),
            Map.entry("Resolve.ino", "an inode that is looked up once may be any"),
            Map.entry("Resolve.mount", "an inode that is looked up once may be on any mount"),
            Map.entry("Resolve.linking", "a link that is not tried fails as one that is"),
            Map.entry("Restart.budget", "one that is never used up may as well be larger"),
            Map.entry("Warmed.budgeted", "the budget may have been used up by others just then"),
            Map.entry("Refuse.errno", "the host's affair"));

    @Test
    void theTracesAreGoodAndHaveEveryEventThatARunCanHave() throws IOException {
        Set<String> seen = new TreeSet<>();
        for (Path file : GOOD) {
            List<TraceLine> lines = read(file);
            assertThat(Shrinking.check(lines)).isEmpty();
            lines.forEach(line -> seen.add(name(line)));
        }
        Set<String> all = new TreeSet<>();
        Arrays.stream(Event.class.getPermittedSubclasses()).forEach(type -> all.add(type.getSimpleName()));
        all.removeAll(Set.of("Refuse", "Sweep", "ReleaseFailed", "UnlinkFailed", "Undelivered"));
        assertThat(seen).containsAll(all);
    }

    @Test
    void aMissingEventIsNoticed() throws IOException {
        for (Path file : GOOD) {
            aMissingEventIsNoticed(read(file));
        }
    }

    private static void aMissingEventIsNoticed(List<TraceLine> good) {
        Map<String, int[]> counts = new TreeMap<>();
        List<String> unnoticed = new ArrayList<>();
        for (int i = 0; i < good.size(); i++) {
            List<TraceLine> without = new ArrayList<>(good);
            TraceLine line = without.remove(i);
            boolean noticed = Shrinking.check(without).isPresent();
            counts.computeIfAbsent(name(line), k -> new int[2])[noticed ? 0 : 1]++;
            if (!noticed && !UNNOTICED.containsKey(name(line))) {
                unnoticed.add(line.toString());
            }
        }
        counts.forEach((event, n) -> System.out.printf(
                "%-14s left out %3d times, noticed %3d%s%n",
                event, n[0] + n[1], n[0], n[1] > 0 ? ": " + UNNOTICED.get(event) : ""));
        assertThat(unnoticed).isEmpty();
    }

    @Test
    void aChangedNumberIsNoticed() throws IOException {
        for (Path file : GOOD) {
            aChangedNumberIsNoticed(file);
        }
    }

    private static void aChangedNumberIsNoticed(Path file) throws IOException {
        List<TraceLine> good = read(file);
        List<String> texts = Files.readAllLines(file);
        Set<String> unnoticed = new TreeSet<>();
        int changed = 0;
        int noticed = 0;
        for (int i = 0; i < texts.size(); i++) {
            TraceLine line = TraceFile.read(i + 1, texts.get(i));
            for (String member : members(line.event())) {
                String text = texts.get(i)
                        .replaceFirst("\"" + member + "\":(true|false|-?\\d+)", "\"" + member + "\":" + "@$1")
                        .replace("@true", "false")
                        .replace("@false", "@true")
                        .replace("@true", "true");
                if (text.contains("@")) {
                    long number = Long.parseLong(text.replaceFirst(".*@(-?\\d+).*", "$1"));
                    text = text.replaceFirst("@-?\\d+", Long.toString(number + 1));
                }
                List<TraceLine> other = new ArrayList<>(good);
                other.set(i, TraceFile.read(i + 1, text));
                changed++;
                String what = name(line) + "." + member;
                if (Shrinking.check(other).isPresent()) {
                    noticed++;
                } else if (!UNNOTICED_NUMBERS.containsKey(what)) {
                    unnoticed.add(what + " in " + texts.get(i));
                }
            }
        }
        System.out.println(changed + " changed numbers, noticed " + noticed);
        assertThat(unnoticed).isEmpty();
    }

    private static List<String> members(Event e) {
        return Arrays.stream(e.getClass().getRecordComponents())
                .filter(c -> c.getType() != String.class)
                .map(java.lang.reflect.RecordComponent::getName)
                .toList();
    }

    private static String name(TraceLine line) {
        return line.event().getClass().getSimpleName();
    }

    private static List<TraceLine> read(Path from) throws IOException {
        List<TraceLine> lines = new ArrayList<>();
        try (TraceFile file = new TraceFile(from)) {
            for (TraceLine line = file.next(); line != null; line = file.next()) {
                lines.add(line);
            }
        }
        return lines;
    }
}
