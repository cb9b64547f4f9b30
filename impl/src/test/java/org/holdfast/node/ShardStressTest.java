package org.holdfast.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jcstress.Main;

/**
 * Runs {@link ShardStress} under jcstress, whose threads are real where Lincheck's are scheduled one by one.
 *
 * <p>{@code -Dholdfast.stress=N} tries each pair for N milliseconds, twice for each setting of the JVM.
 */
@Tag("stress")
final class ShardStressTest {
    private static final int MILLIS = Integer.getInteger("holdfast.stress", 200);
    private static final int PATIENCE_MINUTES = 5;
    private static final Pattern TRIED = Pattern.compile("(\\d+) planned; (\\d+) passed, (\\d+) failed");

    @TempDir
    Path directory;

    /** How many runs jcstress planned and how they came out. */
    private record Outcome(int planned, int passed, int failed, String said) {}

    @Test
    void pairsOfStepsComeOutAsInOneOfTheirOrders() throws Exception {
        Outcome outcome = stress(ShardStress.class.getSimpleName());
        assertThat(outcome.passed()).as(outcome.said()).isEqualTo(outcome.planned());
        assertThat(outcome.planned())
                .as("a run of each pair at least")
                .isGreaterThanOrEqualTo(ShardStress.class.getDeclaredClasses().length);
    }

    /** Lincheck does not notice these: what it takes for one step has no other step inside. */
    @Test
    void stepsWithoutTheirLockAreNoticed() throws Exception {
        BrokenClass.withoutLock(Shard.class, Set.of("pin", "again"), directory);
        for (String pair : List.of("PinAndPin", "AgainAndForget")) {
            Outcome outcome = stress(ShardStress.class.getSimpleName() + "." + pair);
            assertThat(outcome.failed()).as(outcome.said()).isPositive();
        }
    }

    /** Stresses the pairs whose names have {@code pattern} in them, with what is in the directory before everything else. */
    private Outcome stress(String pattern) throws IOException, InterruptedException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Path said = directory.resolve("said");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                directory + File.pathSeparator + classPath,
                Main.class.getName()));
        command.addAll(List.of("-t", pattern, "-r", directory.resolve("report").toString()));
        command.addAll(List.of("-f", "1", "-fsm", "1", "-iters", "2", "-time", Integer.toString(MILLIS)));
        command.addAll(List.of("-sc", "false", "-af", "NONE", "-hs", "256", "-jvmArgs", "-XX:+UseParallelGC"));
        Process stress = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        boolean ended = stress.waitFor(PATIENCE_MINUTES + MILLIS / 1000, TimeUnit.MINUTES);
        stress.descendants().forEach(ProcessHandle::destroyForcibly);
        stress.destroyForcibly();
        String text = Files.readString(said);
        Matcher tried = TRIED.matcher(text);
        assertThat(ended && tried.find()).as(text).isTrue();
        Outcome last;
        do {
            last = new Outcome(number(tried, 1), number(tried, 2), number(tried, 3), text);
        } while (tried.find());
        return last;
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }
}
