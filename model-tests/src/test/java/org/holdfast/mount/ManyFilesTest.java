package org.holdfast.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.holdfast.testkit.CTools;
import org.holdfast.testkit.DaemonProcess;
import org.holdfast.testkit.FsKind;
import org.holdfast.testkit.Kernel;
import org.holdfast.testkit.Program;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Z39: a walk over far more files than the daemon may have descriptors meets no error, and costs no descriptor a file, and
 * of the daemon's memory little more than a row in a table. {@code -Dholdfast.files=N} takes fewer files.
 */
@MountTest
final class ManyFilesTest {
    private static final int FD_LIMIT = 256;
    private static final int DIRECTORIES = 100;
    private static final int OPEN_FILES = 2;
    private static final int OVERHEAD = 50;
    private static final int READ_AT_RANDOM = 2000;

    /** In KiB: what a daemon has that remembers nothing, and what each million files may add. */
    private static final int IDLE_MEMORY = 130_000;

    private static final int MEMORY_OF_A_MILLION = 70_000;

    /** In this time the work links must be gone, unless the machine is slow. */
    private static final Duration SOON = Duration.ofSeconds(5);
    /** Then they may take this many times as long as rm takes for as many links. */
    private static final int SLOWER = 3;

    @ParameterizedTest
    @CsvSource({"EXT4,200000,link,0", "XFS,20000,link,0", "EXT4,100000,adaptive,64", "EXT4,100000,handle,64"})
    void aWalkUnderADescriptorLimit(FsKind kind, int defaultFiles, String policy, int fds) {
        int files = Math.min(defaultFiles, Integer.getInteger("holdfast.files", defaultFiles));
        try (Fixture fixture = Fixture.of(kind)) {
            populate(fixture, files);
            try (DaemonProcess daemon = DaemonProcess.on(fixture.scratch(), fixture.source(), fixture.client())
                    .fdLimit(FD_LIMIT)
                    .options(options(policy, fds))
                    .start()) {
                int idleFds = daemon.fds();
                long idleNodes = daemon.status().number("nodes");
                int largest;
                int memory;
                try (FdSampler sampler = new FdSampler(daemon)) {
                    walk(fixture, files);
                    if (policy.equals("handle")) {
                        assertThat(daemon.status().number("budget", "shut"))
                                .as("nodes with nothing but their file handle after the walk")
                                .isGreaterThan(files - FD_LIMIT);
                    } else {
                        assertThat(daemon.status().number("links"))
                                .as("work links after the walk")
                                .isGreaterThan(0);
                    }
                    readAtRandom(fixture, files);
                    memory = daemon.memory();
                    largest = sampler.largest();
                    assertThat(sampler.samples()).as("counts of descriptors").isGreaterThan(10);
                }
                assertThat(largest)
                        .as("descriptors of the daemon during find and cat")
                        // What is to be shut is so in the background, as long as there are descriptors.
                        .isLessThan(policy.equals("handle") ? FD_LIMIT : DIRECTORIES + fds + OPEN_FILES + OVERHEAD + 1);
                assertThat(memory)
                        .as("KiB of the daemon's memory")
                        .isLessThan(IDLE_MEMORY + (int) ((long) files * MEMORY_OF_A_MILLION / 1_000_000));
                assertThat(daemon.status().map("errors").toString())
                        .as("errors by request")
                        .doesNotContain("EMFILE", "ENFILE");
                Duration emptied = daemon.awaitIdle(Duration.ofMinutes(2), idleFds + 5);
                if (emptied.compareTo(SOON) > 0) {
                    assertThat(emptied)
                            .as(
                                    "time until no work link is left, beside that which this machine needs without a daemon")
                            .isLessThan(removal(fixture).multipliedBy(SLOWER));
                }
                daemon.awaitNodes(idleNodes);
                System.out.printf(
                        "%s, policy %s: %d files, limit %d, largest number of descriptors %d, %d KiB, no link left after %d ms%n",
                        kind, policy, files, FD_LIMIT, largest, memory, emptied.toMillis());
            }
        }
    }

    private static String[] options(String policy, int fds) {
        String[] words = {"--policy", policy, "--fds", Integer.toString(fds)};
        return fds == 0 ? Arrays.copyOf(words, 2) : words;
    }

    /** How long this machine takes to remove as many links by rm, with caches as cold. */
    private static Duration removal(Fixture fixture) {
        Program.shell("cd \"$1\" && mkdir links && cp -al d* links && sync", fixture.source())
                .limit(Duration.ofMinutes(5))
                .mustSucceed();
        Kernel.dropCaches();
        long begin = System.nanoTime();
        Program.shell("rm -rf \"$1\"/links", fixture.source())
                .limit(Duration.ofMinutes(5))
                .mustSucceed();
        Duration taken = Duration.ofNanos(System.nanoTime() - begin);
        System.out.printf("rm of as many links takes %d ms on this machine%n", taken.toMillis());
        return taken;
    }

    private static void populate(Fixture fixture, int files) {
        Program.Result made = Program.of(CTools.fsop(), fixture.source(), fixture.source())
                .input("populate . " + DIRECTORIES + " " + files + "\n")
                .mustSucceed();
        assertThat(made.out()).endsWith("=> ok\n");
    }

    /** Every name is listed, none with an error, and each file has its one link. */
    private static void walk(Fixture fixture, int files) {
        Program.Result listing = Program.shell(
                        "find \"$1\" -ls | awk '{ lines++; if ($3 ~ /^-/ && $4 != 1) linked++ } END { print lines, linked + 0 }'"
                                + "; find \"$1\" -ls 2>&1 >/dev/null | head -5 >&2",
                        fixture.client())
                .limit(Duration.ofMinutes(5))
                .mustSucceed();
        assertThat(listing.err()).as("errors of find -ls").isEmpty();
        assertThat(listing.out().strip())
                .as("lines of find -ls, and files whose link count is not 1")
                .isEqualTo(1 + DIRECTORIES + files + " 0");
    }

    /** Each file holds its own name. */
    private static void readAtRandom(Fixture fixture, int files) {
        List<String> names = new Random(1)
                .ints(READ_AT_RANDOM, 0, files)
                .mapToObj(f -> "d%03d/f%06d".formatted(f % DIRECTORIES, f))
                .toList();
        String expected = names.stream().map(name -> name.substring(5)).collect(Collectors.joining());
        for (List<String> some : inParts(names, 500)) {
            expected = assertPrefix(expected, some, fixture);
        }
        assertThat(expected).as("content that cat did not give").isEmpty();
    }

    private static String assertPrefix(String expected, List<String> names, Fixture fixture) {
        Program.Result cat = Program.shell("cd \"$1\" && xargs cat", fixture.client())
                .input(String.join("\n", names))
                .mustSucceed();
        assertThat(cat.err()).as("errors of cat").isEmpty();
        assertThat(expected).as("content of %d files", names.size()).startsWith(cat.out());
        return expected.substring(cat.out().length());
    }

    private static List<List<String>> inParts(List<String> all, int size) {
        return IntStream.range(0, (all.size() + size - 1) / size)
                .mapToObj(i -> all.subList(i * size, Math.min(all.size(), (i + 1) * size)))
                .toList();
    }
}
