package org.holdfast.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the JMH benchmarks of the node table and the protocol code, and counts what they allocate. */
final class Micro {
    private Micro() {}

    /**
     * Runs them all, in a JVM of their own.
     *
     * @param seconds of each of {@code rounds} measurements, and of as many warm-ups before
     * @param out where micro.json goes, or null
     */
    static void run(double seconds, int rounds, Path out) {
        TimeValue time = TimeValue.milliseconds((long) (seconds * 1000));
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("org\\.holdfast\\.")
                .forks(1)
                .warmupIterations(rounds)
                .measurementIterations(rounds)
                .warmupTime(time)
                .measurementTime(time)
                .addProfiler(GCProfiler.class);
        try {
            if (out != null) {
                Path file = Files.createDirectories(out).resolve("micro.json");
                options.resultFormat(ResultFormatType.JSON).result(file.toString());
            }
            new Runner(options.build()).run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RunnerException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
