package org.holdfast.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.holdfast.testkit.Project;
import org.holdfast.tools.Tools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What TLC makes of runs that depend on a moment: a request beside a link that is being made, a name after the last. */
class TlcReplayTest {
    private static final int AT_ONCE = 12;
    private static final Path TRACES = Project.top().resolve("model-tests/src/test/traces");

    @TempDir
    private Path directory;

    @Test
    void requestsThatShowNoAttributesNeedNotWaitForALink() throws IOException, InterruptedException {
        assertThat(replay("good", cooledMeanwhile()).wrong()).isEmpty();
    }

    @Test
    void attributesAreNotShownWhileALinkIsBeingMade() throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>(cooledMeanwhile());
        int made = only(lines, "\"event\":\"Link\",\"request\":-125,");
        String shown =
                lines.get(made + 1).replace("\"Unpin\"", "\"Operate\"").replace("}", ",\"nlink\":1,\"links\":%d}");
        assertThat(shown).contains("\"request\":24,");
        for (int links = 0; links <= 1; links++) {
            lines.add(made + 1, shown.formatted(links));
            assertThat(replay("links-" + links, lines).wrong())
                    .hasValueSatisfying(why -> assertThat(why).contains("Operate(request 24"));
            lines.remove(made + 1);
        }
    }

    @Test
    void whatHadNoNameAndHasOneIsBeyondTrace() throws IOException, InterruptedException {
        List<String> lines = Files.readAllLines(TRACES.resolve("named-again.trace"));
        assertThatThrownBy(() -> replay("named-again", lines))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 78: what had no name has one");
        lines.subList(only(lines, "\"event\":\"Operate\",\"request\":26,"), lines.size())
                .clear();
        assertThat(replay("until-then", lines).wrong()).isEmpty();
    }

    /** A thread cools nodes while it serves a request; of one no link can be made, and it is shut. */
    @Test
    void cooledInBetween() throws IOException, InterruptedException {
        List<String> lines = Files.readAllLines(TRACES.resolve("cooled-in-between.trace"));
        assertThat(replay("cooled-in-between", lines).wrong()).isEmpty();
        lines.remove(only(lines, "\"event\":\"LinkFailed\""));
        assertThat(replay("shut-with-a-link-to-come", lines).wrong()).isPresent();
    }

    /** A directory is shut between the moment in which a LOOKUP in it has given it up and the reply. */
    @Test
    void shutBeforeTheReply() throws IOException, InterruptedException {
        List<String> lines = Files.readAllLines(TRACES.resolve("shut-before-the-reply.trace"));
        assertThat(replay("shut-before-the-reply", lines).wrong()).isEmpty();
        lines.remove(only(lines, "\"event\":\"Unpin\",\"request\":13,\"nodeid\":63"));
        assertThat(replay("shut-while-it-is-looked-in", lines).wrong()).isPresent();
    }

    /** Another directory has the inode number of one that was shut: what was looked up in that, the host has moved before. */
    @Test
    void removedWithWhatWasInIt() throws IOException, InterruptedException {
        List<String> lines = Files.readAllLines(TRACES.resolve("directories.trace"));
        lines = new ArrayList<>(lines.subList(0, only(lines, "\"Unpin\",\"request\":32,\"nodeid\":87") + 1));
        lines.add("{\"t\":1,\"thread\":\"holdfast-cooler\",\"event\":\"Shut\",\"nodeid\":16}");
        List<String> lookup = lines.stream()
                .filter(line -> line.contains("\"request\":14,"))
                .map(line -> line.replace("\"request\":14,", "\"request\":34,").replace(":16", ":99"))
                .toList();
        lines.addAll(lookup);
        assertThat(replay("another", lines).wrong()).isEmpty();
    }

    /** TLC unpacks its standard modules when it starts, where another TLC must not meet them. */
    @Test
    void severalAtOnce() throws Exception {
        List<String> lines = cooledMeanwhile();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Callable<TlcReplay.Outcome>> replays = IntStream.range(0, AT_ONCE)
                    .<Callable<TlcReplay.Outcome>>mapToObj(i -> () -> replay("at-once-" + i, lines))
                    .toList();
            for (Future<TlcReplay.Outcome> replayed : threads.invokeAll(replays)) {
                assertThat(replayed.get().wrong()).isEmpty();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<String> cooledMeanwhile() throws IOException {
        return Files.readAllLines(TRACES.resolve("cooled-meanwhile.trace"));
    }

    private static int only(List<String> lines, String text) {
        List<String> all = lines.stream().filter(line -> line.contains(text)).toList();
        assertThat(all).hasSize(1);
        return lines.indexOf(all.get(0));
    }

    private TlcReplay.Outcome replay(String name, List<String> lines) throws IOException, InterruptedException {
        Path trace = Files.write(directory.resolve(name + ".trace"), lines);
        return new TlcReplay(Tools.jar(), "512m").run(trace, directory.resolve(name));
    }
}
