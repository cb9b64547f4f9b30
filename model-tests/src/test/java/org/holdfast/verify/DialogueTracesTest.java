package org.holdfast.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.holdfast.tools.Tools;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client and the host do, what the daemon records of it is a run of the model. */
class DialogueTracesTest {
    private static final int RANDOM = Integer.getInteger("holdfast.verify.dialogues", 50);
    private static final int IN_TLC = 8;
    private static final int ONE_TAMPERED_IN = 5;

    /** Beside those of all policies that give descriptors up. */
    private static final Map<String, List<String>> OWN_EVENTS = Map.of(
            "adaptive",
            List.of("Cool"),
            "adaptive-by-place",
            List.of("Cool", "Attach", "Detach"),
            "handle",
            List.of("Shut"));

    @ParameterizedTest
    @ValueSource(strings = {"link", "fd", "adaptive", "adaptive-by-place", "handle"})
    void everyTraceIsARunOfTheModel(String policy, @TempDir Path directory) throws IOException {
        List<Path> traces =
                new ArrayList<>(DialogueTraces.ofTheZoo(policy, Files.createDirectory(directory.resolve("zoo"))));
        traces.addAll(DialogueTraces.random(policy, Files.createDirectory(directory.resolve("random")), RANDOM));
        long events = 0;
        List<String> wrong = new ArrayList<>();
        for (Path trace : traces) {
            Verification found = Verification.of(trace);
            events += found.events();
            if (found.divergence().isPresent()) {
                wrong.add(directory.relativize(trace) + "\n" + found.text());
            }
        }
        System.out.printf("policy %s: %,d traces of dialogues, %,d events%n", policy, traces.size(), events);
        assertThat(wrong).isEmpty();
        List<String> own = OWN_EVENTS.getOrDefault(policy, List.of());
        if (!own.isEmpty()) {
            mustHaveShut(traces, own);
        }
        assertThat(traces.size()).as("traces").isGreaterThan(RANDOM + 40);
        assertThat(events).as("events").isGreaterThan(20L * traces.size());
        inTlc(traces);
    }

    private static void mustHaveShut(List<Path> traces, List<String> also) throws IOException {
        Map<String, Integer> times = new TreeMap<>();
        for (Path trace : traces) {
            for (String line : Files.readAllLines(trace)) {
                Stream.of("Cool", "Shut", "Guard", "Reach", "Regain", "Stale", "Attach", "Detach")
                        .filter(event -> line.contains("\"event\":\"" + event + "\""))
                        .forEach(event -> times.merge(event, 1, Integer::sum));
            }
        }
        System.out.println("among them " + times);
        assertThat(times).containsKeys("Shut", "Guard", "Reach", "Regain");
        assertThat(times.keySet()).containsAll(also);
    }

    /** A trace that TLC has replayed. */
    private record Replayed(Path trace, TlcReplay.Outcome outcome) {}

    /**
     * The zoo's traces that are neither tiny nor about O_TMPFILE, and some with one event left out as well; first those in
     * which something was shut. TLC needs one processor, so there are some at a time.
     */
    private static void inTlc(List<Path> traces) {
        List<Path> candidates = traces.stream()
                .sorted(Comparator.comparing(trace -> lines(trace).stream().noneMatch(l -> l.contains("\"Shut\""))))
                .filter(trace ->
                        lines(trace).size() >= 20 && lines(trace).stream().noneMatch(DialogueTracesTest::isBeyondTla))
                .toList();
        List<Replayed> replayed = new ArrayList<>();
        for (int from = 0; replayed.size() < IN_TLC && from < candidates.size(); ) {
            int to = Math.min(from + IN_TLC - replayed.size(), candidates.size());
            replayed.addAll(candidates.subList(from, to).parallelStream()
                    .flatMap(trace -> replay(trace).stream())
                    .toList());
            from = to;
        }
        System.out.printf(
                "TLC: %d traces, %,d steps%n",
                replayed.size(),
                replayed.stream().mapToInt(r -> r.outcome().steps()).sum());
        assertThat(replayed).allSatisfy(r -> assertThat(r.outcome().wrong()).isEmpty());
        assertThat(replayed).hasSize(IN_TLC);
        List<Path> tampered = IntStream.range(0, IN_TLC)
                .filter(i -> i % ONE_TAMPERED_IN == 0)
                .mapToObj(i -> withoutPin(replayed.get(i).trace()))
                .toList();
        assertThat(tampered.parallelStream().flatMap(trace -> replay(trace).stream()))
                .hasSameSizeAs(tampered)
                .allSatisfy(r -> assertThat(r.outcome().wrong()).isPresent());
    }

    /** Nothing where the trace is beyond what Trace.tla has. */
    private static Optional<Replayed> replay(Path trace) {
        try {
            Path directory = trace.resolveSibling("tlc-" + trace.getFileName());
            return Optional.of(new Replayed(trace, new TlcReplay(Tools.jar(), "512m").run(trace, directory)));
        } catch (IllegalArgumentException e) {
            System.out.println("not for TLC: " + e.getMessage());
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The same trace, but for the first event that pins a node. */
    private static Path withoutPin(Path trace) {
        List<String> lines = new ArrayList<>(lines(trace));
        lines.remove(IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).contains("\"Resolve\""))
                .findFirst()
                .orElseThrow());
        try {
            return Files.write(trace.resolveSibling("tampered-" + trace.getFileName()), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path trace) {
        try {
            return Files.readAllLines(trace);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file without a name gets one, or there is a second mount: Trace.tla has neither. */
    private static boolean isBeyondTla(String line) {
        return line.contains("\"cause\":2}") || line.contains("\"mount\":1,");
    }
}
