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
    void everyTraceIsARunOfTheModel(String policy, @TempDir Path directory) throws IOException, InterruptedException {
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

    /**
     * The zoo's traces that are neither tiny nor about O_TMPFILE, and some with one event left out as well; first those in
     * which something was shut.
     */
    private static void inTlc(List<Path> all) throws IOException, InterruptedException {
        List<Path> traces = new ArrayList<>(all);
        traces.sort(Comparator.comparing(trace -> !text(trace).contains("\"Shut\"")));
        TlcReplay tlc = new TlcReplay(Tools.jar(), "512m");
        List<String> wrong = new ArrayList<>();
        int replayed = 0;
        int steps = 0;
        for (Path trace : traces) {
            List<String> lines = Files.readAllLines(trace);
            if (replayed == IN_TLC || lines.size() < 20 || lines.stream().anyMatch(DialogueTracesTest::isBeyondTla)) {
                continue;
            }
            TlcReplay.Outcome good;
            try {
                good = tlc.run(trace, trace.resolveSibling("tlc"));
            } catch (IllegalArgumentException e) {
                System.out.println("not for TLC: " + e.getMessage());
                continue;
            }
            good.wrong().ifPresent(why -> wrong.add(trace + " was refused: " + why));
            steps += good.steps();
            if (replayed++ % 5 == 0) {
                int pin = IntStream.range(0, lines.size())
                        .filter(i -> lines.get(i).contains("\"Resolve\""))
                        .findFirst()
                        .orElseThrow();
                lines.remove(pin);
                Path tampered = Files.write(trace.resolveSibling("tampered"), lines);
                if (tlc.run(tampered, trace.resolveSibling("tlc-tampered"))
                        .wrong()
                        .isEmpty()) {
                    wrong.add(trace + " without line " + (pin + 1) + " was replayed");
                }
            }
        }
        System.out.printf("TLC: %d traces, %,d steps%n", replayed, steps);
        assertThat(wrong).isEmpty();
        assertThat(replayed).isEqualTo(IN_TLC);
    }

    private static String text(Path trace) {
        try {
            return Files.readString(trace);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file without a name gets one, or there is a second mount: Trace.tla has neither. */
    private static boolean isBeyondTla(String line) {
        return line.contains("\"cause\":2}") || line.contains("\"mount\":1,");
    }
}
