package org.holdfast.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code holdfast demo}: the life of a few inodes, then many files under a small limit of descriptors. */
@Command(
        name = "demo",
        header = "Show the life of inodes in a scratch tree, then many files under a small limit of descriptors.",
        description = "Works in a temporary directory and leaves nothing behind.",
        sortOptions = false,
        footer = {"", "Example: holdfast demo"})
final class DemoCommand implements Callable<Integer> {
    private static final int LEAST_LIMIT = 128;

    @Option(names = "--files", paramLabel = "N", description = "How many files in the second part. Default: 20000.")
    private int files = 20_000;

    @Option(
            names = "--ulimit",
            paramLabel = "N",
            description = "How many descriptors the daemon may have. Default: 256.")
    private int limit = 256;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    private final PrintStream out = System.out;
    private Path scratch;
    private DemoMount mount;

    @Override
    public Integer call() throws IOException {
        if (files < 1 || limit < LEAST_LIMIT) {
            throw new UsageException("--files must be at least 1, and --ulimit at least " + LEAST_LIMIT
                    + ": the Java runtime and the demo's directories need that many");
        }
        scratch = Files.createTempDirectory("holdfast-demo").toRealPath();
        Thread cleanUp = new Thread(this::cleanUp);
        Runtime.getRuntime().addShutdownHook(cleanUp);
        Path source = Files.createDirectory(scratch.resolve("source"));
        Path target = Files.createDirectory(scratch.resolve("mount"));
        DemoSteps.plant(source);
        out.printf("%s is mounted on %s; the daemon may have %d descriptors.%n%n", source, target, limit);
        mount = DemoMount.start(source, target, "link", limit);
        new DemoSteps(mount, out).run();
        out.println();
        DemoWalk.plant(source, files, new ProgressBar(out, "making files on the host"));
        many("link");
        mount = DemoMount.start(source, target, "fd", limit);
        many("fd");
        cleanUp();
        out.printf("%nUnmounted; nothing is left of %s.%n", source.getParent());
        return ExitCode.OK;
    }

    /** Looks all files up with the daemon that runs, and ends it. */
    private void many(String policy) throws IOException {
        DemoWalk.Result result = DemoWalk.walk(mount, files, new ProgressBar(out, "looking them up, policy " + policy));
        out.printf(
                Locale.ROOT,
                "  %,d of %,d found, %,d refused for want of descriptors; at most %d of %d descriptors, %,d work links%n",
                result.files() - result.failures(),
                result.files(),
                result.failures(),
                result.mostDescriptors(),
                limit,
                mount.workLinks());
        mount.close();
    }

    private synchronized void cleanUp() {
        if (scratch == null) {
            return;
        }
        if (mount != null) {
            mount.close();
        }
        try (Stream<Path> tree = Files.walk(scratch)) {
            for (Path path : (Iterable<Path>) tree.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.err.println("holdfast: warning: cannot remove " + scratch + ": " + Checks.reason(e));
        }
        scratch = null;
    }
}
