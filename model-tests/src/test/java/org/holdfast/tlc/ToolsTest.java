package org.holdfast.tlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.holdfast.spec.bounded.ModelFile;
import org.holdfast.testkit.Project;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command lines that check the specification: what they print, and that they leave nothing behind. */
class ToolsTest {
    private static final Path TLC = Project.top().resolve("target/tlc");

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private int run(String... args) {
        PrintStream out = System.out;
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            return Tools.execute(new PrintWriter(said, true, StandardCharsets.UTF_8), args);
        } finally {
            System.setOut(out);
        }
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void exploreShowsTheCounterexample() {
        assertThat(run("explore", "no-fd-waits")).isZero();
        assertThat(said()).contains("P1RefSafe in 6             P1RefSafe in 6", "| 5. Adopt(1)");
    }

    @Test
    void tlcAndTheExplorerTakeEachActionEquallyOften() {
        assertThat(run("explore", "fd")).isZero();
        String java = said().substring(said().indexOf("How often"));
        said.reset();
        assertThat(run("tlc", "fd", "--coverage")).isZero();
        assertThat(said().substring(said().indexOf("How often"))).isEqualTo(java);
        assertThat(java).contains("Never taken: Adopt, Crash, Find (only without the rule LockResolve), ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    tlc nothing                                     | no model nothing; there are:
                    tlc --tier small                                | no tier small; there are: quick full large
                    tlc fd --workers 0                              | not HOST:PORT of a known host: 0
                    tlc fd --workers 192.0.2.1:10996                | workers on other machines need --address
                    tlc fd --workers local --coverage               | TLC's distributed mode has no --coverage
                    tlc fd --heap much                              | not a size such as 900m or 6g: much
                    tlc-worker --listen 10996                       | not HOST:PORT
                    explore no-pins --versus-tlc                    | no-pins fails
                    explore fd --rounds 0                           | begin at 1
                    """)
    void aWrongCommandLineIsExplained(String line, String why) {
        assertThat(run(line.split(" "))).isEqualTo(Tools.USAGE);
        assertThat(said()).contains(why);
    }

    @Test
    void whatOnlyABadDaemonDoesNeedNotHappen() {
        ModelFile.Entry e = ModelFile.good().findFirst().orElseThrow();
        Coverage coverage = new Coverage();
        coverage.add(e, Map.of());
        assertThat(coverage.print(new PrintStream(said))).isFalse();
        List<String> all = said().lines()
                .filter(l -> l.startsWith("  "))
                .map(l -> l.split(" +")[1])
                .toList();
        all.stream().filter(a -> !a.equals("Find") && !a.equals("Insert")).forEach(a -> coverage.add(e, Map.of(a, 1L)));
        said.reset();
        assertThat(coverage.print(new PrintStream(said))).isTrue();
    }

    /** A worker that is started here belongs to the one that has started it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingOutlivesTheRun(boolean killed) throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Tools.class.getName(),
                "tlc",
                "link-two",
                "--heap",
                "256m",
                "--workers",
                "local,local");
        Process tool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            List<ProcessHandle> children = List.of();
            for (int i = 0; i < 600 && children.size() < 3 && tool.isAlive(); i++) {
                TimeUnit.MILLISECONDS.sleep(100);
                children = tool.descendants().toList();
            }
            assertThat(children).as("a server and two workers").hasSize(3);
            if (killed) {
                tool.destroyForcibly();
            } else {
                tool.destroy();
            }
            tool.waitFor();
            for (ProcessHandle child : children) {
                child.onExit().get(30, TimeUnit.SECONDS);
            }
            if (!killed) {
                assertThat(scratch()).isEmpty();
            }
        } finally {
            tool.destroyForcibly();
        }
    }

    private static List<Path> scratch() throws IOException {
        try (Stream<Path> all = Files.list(TLC.resolve("link-two"))) {
            return all.filter(Files::isDirectory).toList();
        }
    }

    @Test
    void tiersHaveNames() {
        assertThat(Tier.of("full").threads).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThatThrownBy(() -> Tier.of("")).isInstanceOf(IllegalArgumentException.class);
    }
}
