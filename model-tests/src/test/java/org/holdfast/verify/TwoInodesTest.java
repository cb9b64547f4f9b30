package org.holdfast.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.holdfast.testkit.Project;
import org.holdfast.tools.Tools;
import org.holdfast.trace.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The checker looks at one inode at a time, and loses nothing by it: where two inodes are mixed up it notices, or the whole
 * model, replayed in TLC, has nothing against it either. {@code -Dholdfast.mixtures=N} asks TLC about N of each kind that
 * is not noticed.
 */
class TwoInodesTest {
    private static final int IN_TLC = Integer.getInteger("holdfast.mixtures", 1);

    /** Kinds that cannot always be noticed, and why; of the top as of any other node if it is not said. */
    private static final Map<String, String> UNNOTICED = Map.ofEntries(
            Map.entry("Pin before Pin", "two nodes are pinned in either order"),
            Map.entry("Unpin before Unpin", "and given up in either order"),
            Map.entry("Pin before Drop", "one node is pinned while another one goes"),
            Map.entry("Forget before Drop", "one node is forgotten while another one goes"),
            Map.entry("Unpin of the top before Resolve", "the top needs no pin"),
            Map.entry("Unpin of the top before LinkFailed", "the top needs no pin"),
            Map.entry("Unpin of the top before Adopt", "the top needs no pin"),
            Map.entry("Reply before Unpin", "an entry of READDIRPLUS is told of while its directory is pinned"),
            Map.entry("Open before Unpin", "each entry of READDIRPLUS is a request of its own"),
            Map.entry("mixed up", "two directories that have gone the same way until then, and go it on"));

    @ParameterizedTest
    @ValueSource(strings = {"two-directories", "good"})
    void twoInodesThatAreMixedUpAreNoticedOrDoNoHarm(String name, @TempDir Path directory)
            throws IOException, InterruptedException {
        Map<String, List<Mixture>> unnoticed = new TreeMap<>();
        int mixtures = 0;
        for (Mixture mixture : Mixture.of(Project.top().resolve("model-tests/src/test/traces/" + name + ".trace"))) {
            mixtures++;
            if (Shrinking.check(mixture.lines()).isEmpty()) {
                unnoticed
                        .computeIfAbsent(mixture.kind(), kind -> new ArrayList<>())
                        .add(mixture);
            }
        }
        int lost = unnoticed.values().stream().mapToInt(List::size).sum();
        System.out.printf("%s: two inodes mixed up in %,d ways, noticed %,d%n", name, mixtures, mixtures - lost);
        unnoticed.forEach(
                (kind, all) -> System.out.printf("  not noticed %3d times: %s: %s%n", all.size(), kind, reason(kind)));
        assertThat(unnoticed)
                .allSatisfy((kind, all) ->
                        assertThat(reason(kind)).as(Mixture.all(all)).isNotNull());
        for (List<Mixture> all : unnoticed.values()) {
            for (Mixture mixture : all.subList(0, Math.min(IN_TLC, all.size()))) {
                assertThat(inTlc(mixture, directory)).as(mixture.toString()).isEmpty();
            }
        }
    }

    private static String reason(String kind) {
        return UNNOTICED.getOrDefault(kind, UNNOTICED.get(kind.replace(" of the top", "")));
    }

    /** What TLC has against it. */
    private static Optional<String> inTlc(Mixture mixture, Path directory) throws IOException, InterruptedException {
        Path own = Files.createTempDirectory(directory, "mixture");
        Path trace = Files.write(own.resolve("trace"), mixture.texts());
        return new TlcReplay(Tools.jar(), "512m").run(trace, own.resolve("tlc")).wrong();
    }

    /**
     * The object of a forgotten file is dead when its work link is removed, which the trace tells of a little later; a
     * directory may have its number by then. While the file is known, or somebody works on it, it cannot.
     */
    @ParameterizedTest
    @CsvSource({"true, false, true", "false, false, false", "true, true, false"})
    void aNumberThatIsGivenToAnotherKind(boolean forgotten, boolean pinned, boolean possible) {
        List<Event> events = new ArrayList<>(List.of(
                new Event.Restart("link", 0),
                new Event.Pin(2, 1),
                new Event.Open(2, 1, 9),
                new Event.Resolve(2, 5, 0, 0, 77, false, true, 1, true, false),
                new Event.Link(2, 5),
                new Event.Adopt(2, 5),
                new Event.Unpin(2, 1),
                new Event.Reply(2, 5),
                new Event.Unpin(2, 5)));
        if (pinned) {
            events.add(new Event.Pin(4, 5));
        }
        if (forgotten) {
            events.add(new Event.Forget(5, 1, 0));
        }
        List<TraceLine> lines = new ArrayList<>();
        events.forEach(event -> add(lines, "holdfast-0", event));
        add(lines, "holdfast-1", new Event.Pin(6, 1));
        add(lines, "holdfast-1", new Event.Open(6, 1, 9));
        add(lines, "holdfast-1", new Event.Resolve(6, 6, 0, 0, 77, true, true, 1, false, false));
        if (possible) {
            add(lines, "holdfast-1", new Event.Unpin(6, 1));
            add(lines, "holdfast-1", new Event.Reply(6, 6));
            add(lines, "holdfast-1", new Event.Unpin(6, 6));
            add(lines, "reaper", new Event.Release(5, true));
            add(lines, "reaper", new Event.Drop(5));
            add(lines, "holdfast-1", new Event.Forget(6, 1, 0));
            add(lines, "holdfast-1", new Event.Release(6, false));
            add(lines, "holdfast-1", new Event.Drop(6));
            add(lines, "main", new Event.Reset());
        }
        Optional<Divergence> found = Shrinking.check(lines);
        assertThat(found.isEmpty()).as("%s", found).isEqualTo(possible);
    }

    /** Names come and go in both directories, so both are pinned; which is whose is said once. */
    @Test
    void aRenameWithinOneDirectoryPinsItTwice() {
        List<TraceLine> lines = new ArrayList<>();
        for (Event event : List.of(
                new Event.Restart("link", 0), new Event.Pin(2, 1), new Event.Pin(2, 1), new Event.Rename(2, 1, 1))) {
            add(lines, "holdfast-0", event);
        }
        assertThat(Shrinking.check(lines)).isEmpty();
        lines.remove(2);
        assertThat(Shrinking.check(lines)).isPresent();
    }

    private static void add(List<TraceLine> lines, String thread, Event event) {
        lines.add(new TraceLine(lines.size() + 1L, thread, event));
    }
}
