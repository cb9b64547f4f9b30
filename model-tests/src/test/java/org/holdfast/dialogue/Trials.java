package org.holdfast.dialogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.holdfast.faults.GatedSys.Call;
import org.holdfast.node.Policy;
import org.holdfast.spec.posix.World;

/** Fresh directories for trials, in memory where there is some: they sync files a thousand times. */
final class Trials {
    /** A scenario in which nothing fails: the calls that it makes, and the model after each line. */
    record Healthy(List<Call> calls, List<World> worlds) {}

    private static final Path MEMORY = Path.of("/dev/shm");

    private Trials() {}

    static <T> T in(Function<Path, T> trial) {
        try {
            Path base = Files.isWritable(MEMORY) ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
            Path scratch = Files.createTempDirectory(base, "holdfast-trial-");
            try {
                return trial.apply(scratch);
            } finally {
                delete(scratch);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    static Healthy healthy(FaultScenarios.Scenario scenario, Policy policy) {
        return in(scratch -> {
            FaultTrial trial = new FaultTrial(scenario, policy, null, 0, scratch);
            FaultTrial.Outcome outcome = trial.run(List.of());
            if (outcome.wrong().isPresent()) {
                throw new AssertionError(policy + " " + scenario.name() + ", where nothing fails: "
                        + outcome.wrong().get());
            }
            return new Healthy(trial.made(), outcome.worlds());
        });
    }
}
