package org.holdfast.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.holdfast.testkit.Await;
import org.holdfast.testkit.Kernel;
import org.holdfast.testkit.MountTable;
import org.holdfast.testkit.Program;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The whole thing at real mounts, with hardly anything to do. */
@Tag("mount")
final class BenchTest {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    /** All of which CI has the programs. */
    private static final List<String> SUBJECTS = new Subjects(Optional.empty()).names();

    private Path scratch;
    private Path out;

    @BeforeEach
    void makeDirectories() throws IOException {
        assumeTrue(Files.isWritable(Path.of("/proc/sys/vm/drop_caches")), "needs root: drops the kernel's caches");
        Path base = Path.of(System.getProperty("holdfast.scratch"));
        scratch = Files.createTempDirectory(Files.createDirectories(base), "bench")
                .toRealPath();
        out = scratch.resolve("out");
    }

    @AfterEach
    void removeDirectories() throws IOException {
        if (scratch == null) {
            return;
        }
        MountTable.unmountBelow(scratch);
        try (Stream<Path> files = Files.walk(scratch)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** SIGINT ends it also where a script in the background, which ignores that, has started the tests. */
    private Program bench(String... more) {
        List<Object> words = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT",
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                "-Dholdfast.scratch=" + scratch,
                Bench.class.getName(),
                "--quick",
                "--subjects=passthrough_ll,holdfast-link,holdfast-fd,holdfast-adaptive",
                "--files=20",
                "--walk=150",
                "--megabytes=1",
                "--warmup=0",
                "--clients=2",
                "--out=" + out));
        words.addAll(List.of(more));
        return Program.of(words.toArray()).limit(LIMIT);
    }

    private void assertNothingIsLeft() {
        assertThat(MountTable.entries()).noneMatch(entry -> entry.point().startsWith(scratch));
        assertThat(Program.of("losetup", "-l", "-n", "-O", "BACK-FILE").run().out())
                .doesNotContain(scratch.toString());
        assertThat(ProcessHandle.allProcesses()
                        .filter(p -> p.info().commandLine().orElse("").contains(scratch + "/"))
                        .map(p -> p.info().commandLine().orElse("")))
                .isEmpty();
    }

    @Test
    @EnabledIf(value = "org.holdfast.testkit.Kernel#knowsRings", disabledReason = "FUSE over io_uring needs Linux 6.14")
    void everyPhaseOfEverySubjectIsMeasured() throws IOException {
        Kernel.Offer rings = Kernel.offerRings(true);
        Program.Result result;
        try {
            result = bench("--rounds=1", "--parts=speed", "--subjects=" + String.join(",", SUBJECTS))
                    .run()
                    .mustSucceed();
        } finally {
            rings.close();
        }
        // Its buffer begins behind the request's header, which is no place for O_DIRECT.
        assertThat(result.out().lines().filter(line -> line.startsWith("failed:")))
                .containsExactly(
                        "failed: ext4, 2 clients, rand_write4k_direct of passthrough_ll: write of a block: errno 22",
                        "failed: ext4, 2 clients, rand_write4k_direct of ll-permissions: write of a block: errno 22");
        assertThat(out.resolve("table.txt")).hasContent(result.out());
        Set<String> measured = new TreeSet<>();
        for (String line : Files.readAllLines(out.resolve("rounds.jsonl"))) {
            measured.add(measured(line));
        }
        Set<String> expected = new TreeSet<>();
        for (String subject : SUBJECTS) {
            Stream.of(Phase.values()).forEach(phase -> expected.add(subject + " " + phase.word()));
        }
        assertThat(measured).isEqualTo(expected);
        assertThat(out.resolve("results.json")).content().contains("\"ratio\"", "\"p99.9\"", "\"rand_write4k_direct\"");
        assertThat(out.resolve("report.html")).content().contains("data:image/svg+xml", "ext4, 2 clients");
        assertNothingIsLeft();
    }

    @Test
    void costsOfEveryDaemonAreMeasured() throws IOException {
        bench("--rounds=1", "--parts=start,memory,calls", "--remember=300", "--phases=stat_cold,unlink", "--clients=1")
                .run()
                .mustSucceed();
        String table = Files.readString(out.resolve("table.txt"));
        for (String daemon : List.of("passthrough_ll", "holdfast-link", "holdfast-fd", "holdfast-adaptive")) {
            assertThat(table).containsPattern(daemon + " +\\d+ \\(\\d+–\\d+\\)");
        }
        assertThat(table).containsPattern("(?s)( +300 +[\\d.]+ .*){4}");
        // A daemon with descriptors has one for each file, one with links has not.
        assertThat(descriptors(table))
                .satisfiesExactly(
                        ll -> assertThat(ll).isGreaterThan(300),
                        link -> assertThat(link).isLessThan(100),
                        fd -> assertThat(fd).isGreaterThan(300),
                        adaptive -> assertThat(adaptive).isGreaterThan(300));
        assertThat(table)
                .containsPattern("stat_cold( +[1-9]\\d*\\.\\d){4}")
                .containsPattern("unlink( +[1-9]\\d*\\.\\d){4}");
        assertNothingIsLeft();
    }

    @Test
    void fewDescriptorsAreEnoughForLinks() throws IOException {
        Program.Result result = bench(
                        "--nofile=256",
                        "--walk=1000",
                        "--phases=walk",
                        "--parts=speed",
                        "--rounds=1",
                        "--subjects=passthrough_ll,holdfast-link,holdfast-fd,holdfast-adaptive,holdfast-handle")
                .run()
                .mustSucceed();
        assertThat(result.out())
                .containsPattern("failed: .*walk of passthrough_ll: .*errno 24")
                .containsPattern("failed: .*walk of holdfast-fd: .*errno 24")
                .doesNotContain("walk of holdfast-link", "walk of holdfast-adaptive", "walk of holdfast-handle");
        assertNothingIsLeft();
    }

    /** The fds in the rows of 300 files. */
    private static List<Integer> descriptors(String table) {
        return table.lines()
                .map(line -> line.strip().split(" +"))
                .filter(cells -> cells[0].equals("300"))
                .map(cells -> Integer.valueOf(cells[3]))
                .toList();
    }

    @Test
    void whatALinkCostsIsMeasuredOnEachFileSystem() throws IOException {
        Program.Result result = bench("--link-cost", "--rounds=2").run().mustSucceed();
        for (String fs : List.of("ext4", "tmpfs", "xfs", "btrfs")) {
            for (String step : List.of("lookup", "stat", "open", "forget")) {
                assertThat(result.out()).containsPattern(fs + " " + step + "( +\\d+\\.\\d\\d){2}");
            }
        }
        assertThat(Files.readAllLines(out.resolve("linkcost.csv"))).hasSize(1 + 4 * 2 * 4 * 3);
        assertNothingIsLeft();
    }

    /** Subject and phase of a line in which all that must be positive is. */
    private static String measured(String line) throws IOException {
        String subject = "";
        String phase = "";
        try (var json = new JsonFactory().createParser(line)) {
            json.nextToken();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                json.nextToken();
                switch (name) {
                    case "subject" -> subject = json.getText();
                    case "phase" -> phase = json.getText();
                    case "steps", "seconds" ->
                        assertThat(json.getDoubleValue()).as(line).isPositive();
                    case "nanos" -> json.skipChildren();
                    default -> {}
                }
            }
        }
        return subject + " " + phase;
    }

    @Test
    void programsAreTimed() {
        Program.Result result = bench("--programs", "--rounds=1", "--warmup=0", "--walk=300")
                .run()
                .mustSucceed();
        for (String program : List.of("find, cold", "git status, cold", "build, warm")) {
            assertThat(result.out()).as(program).containsPattern(program + " +[1-9][0-9,]*( +[0-9.]+ \\([^)]+\\))+");
        }
        assertThat(out.resolve("programs.csv")).content().contains("find,holdfast-adaptive,", "build,holdfast-link,");
        assertNothingIsLeft();
    }

    @Test
    void theMicroBenchmarksRun() throws IOException {
        bench("--micro").run().mustSucceed();
        assertThat(out.resolve("micro.json"))
                .content()
                .contains("NodeTableBenchmark.pinAndUnpin", "NodeTableBenchmark.lookupAgainAndForget")
                .contains("NodeTableBenchmark.rememberAndForget", "ProtocolBenchmark.readLookup")
                .contains("ProtocolBenchmark.writeEntry", "gc.alloc.rate.norm");
    }

    @Test
    void afterAnInterruptNothingIsLeft() {
        Program.Running running =
                bench("--rounds=1000", "--phases=create,unlink").start();
        Await.until(
                "samples are written",
                LIMIT,
                () -> out.resolve("rounds.jsonl").toFile().length() > 0
                        || !running.process().isAlive(),
                () -> "");
        assertThat(MountTable.entries()).anyMatch(entry -> entry.type().startsWith("fuse"));
        Program.of("kill", "-INT", running.process().pid()).mustSucceed();
        Program.Result result = running.await();
        assertThat(result.exit()).as(result.describe()).isEqualTo(130);
        assertNothingIsLeft();
    }

    @Test
    void aDaemonThatDoesNotMountIsLeftOut() {
        Program.Result result = bench(
                        "--rounds=1", "--parts=speed", "--phases=create", "--also=broken=false {src} {mnt}")
                .run()
                .mustSucceed();
        assertThat(result.out())
                .containsPattern("left out: broken: .*does not mount")
                .contains("holdfast-link");
        assertNothingIsLeft();
    }

    @Test
    void whatIsNotThereIsNamed() {
        Program.Result result = bench("--phases=create,destroy").run();
        assertThat(result.exit()).isEqualTo(Bench.USAGE);
        assertThat(result.err()).contains("there is no phase destroy");
    }
}
