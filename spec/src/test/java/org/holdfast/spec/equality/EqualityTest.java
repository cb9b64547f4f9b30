package org.holdfast.spec.equality;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.holdfast.spec.Model;
import org.holdfast.spec.bounded.ModelFile;
import org.holdfast.spec.bounded.Tlc;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holdfast.tla and the Java model are one: see {@link Equality}. Models that must fail are visited in part, for the states and
 * steps at which properties do not hold. What properties say of steps is compared from the first {@link #PART_OF_STEPS} states
 * of each model on, with {@code -Dholdfast.equality.all=true} from all.
 */
@Tag("exhaustive")
@Execution(ExecutionMode.CONCURRENT)
class EqualityTest {
    private static final int PART = 2_000;
    private static final int PART_OF_STEPS = Boolean.getBoolean("holdfast.equality.all") ? Integer.MAX_VALUE : PART;

    private static final List<String> PROPERTIES = Stream.of("invariants", "actionProperties")
            .flatMap(kind -> ModelFile.names(kind).stream())
            .toList();

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
        assertThat(run(prepare(e, e.name()), e, Integer.MAX_VALUE))
                .startsWith("EQUAL states " + e.states() + " edges " + e.edges() + " ");
    }

    @ParameterizedTest
    @MethodSource("bad")
    void sameWithoutARule(ModelFile.Entry e) throws Exception {
        assertThat(run(prepare(e, e.name()), e, PART)).startsWith("EQUAL ");
    }

    /** In sum, the comparison is worth its name. */
    @Test
    void aMillionStepsAreCompared() {
        assertThat(good().mapToLong(ModelFile.Entry::edges).sum()).isGreaterThanOrEqualTo(1_000_000);
    }

    /** A guard that TLA+ alone has lost. */
    @Test
    void noticesAnAlteredGuardInTla() throws Exception {
        ModelFile.Entry e = model("link-crash");
        Path dir = prepare(e, "altered-tla");
        alter(dir.resolve("Holdfast.tla"), "    /\\ Pins => node[n].pins = 0\n", "");
        assertThat(run(dir, e, Integer.MAX_VALUE)).contains("DIFFERENT action Release(2)", "Java next: none");
    }

    /** The same guard, which Java alone has lost: its model is without the rule, and TLC's is not. */
    @Test
    void noticesAnAlteredGuardInJava() throws Exception {
        ModelFile.Entry e = model("no-pins");
        Path dir = prepare(e, "altered-java");
        alter(dir.resolve("model.cfg"), "Pins = FALSE", "Pins = TRUE");
        assertThat(run(dir, e, Integer.MAX_VALUE)).contains("DIFFERENT action Release(2)", "TLC next:  none");
    }

    /** A property of steps that TLA+ alone has lost. */
    @Test
    void noticesAnAlteredProperty() throws Exception {
        ModelFile.Entry e = model("no-sweep-first");
        Path dir = prepare(e, "altered-property");
        alter(dir.resolve("Holdfast.tla"), "\nP15Reset ==\n", "\nP15Reset == [][TRUE]_vars\nWasP15Reset ==\n");
        assertThat(run(dir, e, PART)).contains("DIFFERENT property P15Reset: TLC true, Java false");
    }

    private static void alter(Path file, String piece, String instead) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(piece);
        Files.writeString(file, text.replace(piece, instead));
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
                        limit == PART ? "-XX:TieredStopAtLevel=1" : "-XX:TieredStopAtLevel=4",
                        "-Xmx900m",
                        "-Djava.io.tmpdir=" + dir,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Equality.class.getName(),
                        dir.toString(),
                        java.name(),
                        Integer.toString(limit),
                        Integer.toString(PART_OF_STEPS))
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
