package org.holdfast.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.holdfast.spec.Action;
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
        ModelFile.Entry e = model("no-fd-waits");
        assertThat(run("explore", e.name())).isZero();
        assertThat(said()).containsPattern("(" + e.expect() + " in " + e.depth().orElseThrow() + "\\s+){2}");
        assertThat(said()).contains("client ", "| 5. Adopt(1)");
    }

    @Test
    void tlcAndTheExplorerTakeEachActionEquallyOften() {
        assertThat(run("explore", "fd")).isZero();
        String java = said().substring(said().indexOf("How often"));
        said.reset();
        assertThat(run("tlc", "fd", "--coverage")).isZero();
        assertThat(said().substring(said().indexOf("How often"))).isEqualTo(java);
        assertThat(java).contains("\nNever taken: Adopt, ", " Find (only in a daemon without a rule), ");
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
        ModelFile.Entry e = model("fd");
        Coverage coverage = new Coverage();
        coverage.add(e, Map.of());
        assertThat(coverage.print(new PrintStream(said))).isFalse();
        List<String> all = said().lines()
                .filter(l -> l.startsWith("  "))
                .map(l -> l.split(" +")[1])
                .toList();
        all.stream().filter(a -> !Action.ONLY_WITHOUT_A_RULE.contains(a)).forEach(a -> coverage.add(e, Map.of(a, 1L)));
        said.reset();
        assertThat(coverage.print(new PrintStream(said))).isTrue();
    }

    /** A worker that is started here belongs to the one that has started it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingOutlivesTheRun(boolean killed) throws Exception {
        nothingOutlives(killed, 3, longest(1), "--heap", "256m", "--workers", "local,local");
    }

    /** Nor does the next model begin when those that run are ended. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noneOfSeveralModelsOutlivesTheRun(boolean killed) throws Exception {
        int atATime = Workers.of(null, "127.0.0.1").atATime(ModelFile.good().toList());
        nothingOutlives(killed, atATime, longest(atATime + 2), "--heap", "512m");
    }

    private static void nothingOutlives(boolean killed, int processes, List<String> models, String... options)
            throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Tools.class.getName(),
                "tlc"));
        command.addAll(models);
        command.addAll(List.of(options));
        Process tool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            List<ProcessHandle> children = List.of();
            for (int i = 0; i < 600 && children.size() < processes && tool.isAlive(); i++) {
                TimeUnit.MILLISECONDS.sleep(100);
                children = tool.descendants().toList();
            }
            assertThat(children).hasSize(processes);
            if (killed) {
                tool.destroyForcibly();
            } else {
                tool.destroy();
            }
            tool.waitFor();
            for (ProcessHandle child : children) {
                child.onExit().get(30, TimeUnit.SECONDS);
            }
            for (String model : killed ? List.<String>of() : models) {
                assertThat(scratch(model)).isEmpty();
            }
        } finally {
            tool.destroyForcibly();
        }
    }

    /** The table does not depend on which model is done first. */
    @Test
    void rowsStandInTheOrderOfTheModels() {
        assertThat(run("tlc", "no-fallback-to-fd", "no-pins", "fd")).isZero();
        assertThat(said().lines().map(l -> l.split(" ")[0]).filter(w -> !w.startsWith("[")))
                .containsExactly("model", "fd", "no-pins", "no-fallback-to-fd");
    }

    private static List<Path> scratch(String model) throws IOException {
        if (!Files.exists(TLC.resolve(model))) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(TLC.resolve(model))) {
            return all.filter(Files::isDirectory).toList();
        }
    }

    /** Those that are least likely to be done before they are ended. */
    private static List<String> longest(int models) {
        return Batch.longestFirst(ModelFile.good().filter(e -> !e.isLive()).toList()).stream()
                .limit(models)
                .map(ModelFile.Entry::name)
                .toList();
    }

    private static ModelFile.Entry model(String name) {
        return ModelFile.all().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void tiersHaveNames() {
        assertThat(Tier.of("full").threads).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThatThrownBy(() -> Tier.of("")).isInstanceOf(IllegalArgumentException.class);
    }
}
