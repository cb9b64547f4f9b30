package org.holdfast.spec.equality;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.holdfast.spec.Model;
import org.holdfast.spec.bounded.ModelFile;
import org.holdfast.spec.bounded.Tlc;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holdfast.tla and the Java model are one: see {@link Equality}. Models are visited in part, from the first state on, with {@code
 * -Dholdfast.equality.all=true} the good ones as a whole; that they have as many states and steps at the same depth is seen
 * of the whole graphs, by {@code TlcTest} and {@code WholeModelsTest}. Models that must fail are visited for the states and
 * steps at which properties do not hold.
 */
@Tag("exhaustive")
@Execution(ExecutionMode.CONCURRENT)
class EqualityTest {
    private static final boolean ALL = Boolean.getBoolean("holdfast.equality.all");
    private static final int PART_OF_GOOD = 10_000;
    private static final int PART_OF_BAD = 2_000;

    private static final List<String> PROPERTIES = Stream.of("invariants", "actionProperties")
            .flatMap(kind -> ModelFile.names(kind).stream())
            .toList();

    private static final AtomicInteger models = new AtomicInteger();
    private static final AtomicLong steps = new AtomicLong();

    /** Models that differ only in what they check have one graph, which is compared once. */
    static Stream<ModelFile.Entry> good() {
        return ModelFile.good().filter(graphs());
    }

    static Stream<ModelFile.Entry> bad() {
        return ModelFile.bad().filter(graphs());
    }

    private static Predicate<ModelFile.Entry> graphs() {
        Set<Model> seen = new HashSet<>();
        return e -> seen.add(e.model());
    }

    @ParameterizedTest
    @MethodSource("good")
    void sameStatesStepsAndProperties(ModelFile.Entry e) throws Exception {
        boolean whole = ALL || e.states() <= PART_OF_GOOD;
        String got = run(prepare(e, e.name()), e, whole ? Integer.MAX_VALUE : PART_OF_GOOD);
        assertThat(got).startsWith(whole ? "EQUAL states " + e.states() + " edges " + e.edges() + " " : "EQUAL ");
        steps.addAndGet(steps(got));
        models.incrementAndGet();
    }

    @ParameterizedTest
    @MethodSource("bad")
    void sameWithoutARule(ModelFile.Entry e) throws Exception {
        assertThat(run(prepare(e, e.name()), e, PART_OF_BAD)).startsWith("EQUAL ");
    }

    /** In sum, the comparison is worth its name. */
    @AfterAll
    static void aMillionStepsWereCompared() {
        if (models.get() == good().count()) {
            assertThat(steps.get()).isGreaterThanOrEqualTo(1_000_000);
        }
    }

    private static long steps(String said) {
        return Long.parseLong(said.split(" edges ")[1].split(" ")[0]);
    }

    /** A guard that TLA+ alone has lost. */
    @Test
    void noticesAnAlteredGuardInTla() throws Exception {
        ModelFile.Entry e = model("link-crash");
        Path dir = prepare(e, "altered-tla");
        Path tla = dir.resolve("Holdfast.tla");
        String text = Files.readString(tla);
        String altered = text.replace("    /\\ Pins => node[n].pins = 0\n", "");
        assertThat(altered).isNotEqualTo(text);
        Files.writeString(tla, altered);
        assertThat(run(dir, e, Integer.MAX_VALUE)).contains("DIFFERENT action Release(2)", "Java next: none");
    }

    /** The same guard, which Java alone has lost: its model is without the rule, and TLC's is not. */
    @Test
    void noticesAnAlteredGuardInJava() throws Exception {
        ModelFile.Entry e = model("no-pins");
        Path dir = prepare(e, "altered-java");
        Path cfg = dir.resolve("model.cfg");
        Files.writeString(cfg, Files.readString(cfg).replace("Pins = FALSE", "Pins = TRUE"));
        assertThat(run(dir, e, Integer.MAX_VALUE)).contains("DIFFERENT action Release(2)", "TLC next:  none");
    }

    /** A property of steps that TLA+ alone has lost. */
    @Test
    void noticesAnAlteredProperty() throws Exception {
        ModelFile.Entry e = model("no-sweep-first");
        Path dir = prepare(e, "altered-property");
        Path tla = dir.resolve("Holdfast.tla");
        String text = Files.readString(tla);
        String altered = text.replaceFirst("(?m)^P15Reset ==$", "P15Reset == [][TRUE]_vars\nWasP15Reset ==");
        assertThat(altered).isNotEqualTo(text);
        Files.writeString(tla, altered);
        assertThat(run(dir, e, PART_OF_BAD)).contains("DIFFERENT property P15Reset: TLC true, Java false");
    }

    private static ModelFile.Entry model(String name) {
        return ModelFile.all().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
    }

    private static Path prepare(ModelFile.Entry e, String dir) throws IOException {
        return Tlc.prepare(Path.of("target", "equality", dir).toAbsolutePath(), e.checking(PROPERTIES));
    }

    /** One JVM for each comparison, since TLC's state is static; returns what it printed. */
    private static String run(Path dir, ModelFile.Entry java, int limit) throws IOException, InterruptedException {
        Path out = dir.resolve("equality.out");
        Process p = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        limit == PART_OF_BAD ? "-XX:TieredStopAtLevel=1" : "-XX:TieredStopAtLevel=4",
                        "-Xmx900m",
                        "-Djava.io.tmpdir=" + dir,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Equality.class.getName(),
                        dir.toString(),
                        java.name(),
                        Integer.toString(limit))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        p.waitFor();
        return Files.readString(out)
                .lines()
                .dropWhile(l -> !l.startsWith("EQUAL") && !l.startsWith("DIFFERENT"))
                .reduce((a, b) -> a + "\n" + b)
                .orElse("nothing but " + Files.readString(out));
    }
}
