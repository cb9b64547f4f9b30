package org.holdfast.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Interleavings of client threads on the node table, tried one after the other by Lincheck's model checker: what the
 * threads see is what some order of their operations gives on {@link RememberedFiles}, no operation works through a hold
 * that is gone or sees a work link, and afterwards nothing is left.
 *
 * <p>{@code -Dholdfast.lincheck=N} tries N interleavings of each scenario, and N / 50 random scenarios instead of one.
 */
@Tag("stress")
final class NodeTableLincheckTest {
    private static final Integer MORE = Integer.getInteger("holdfast.lincheck");
    private static final int INTERLEAVINGS = MORE == null ? 200 : MORE;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lookup forget | lookup forget",
                "lookup pin forget unpin | lookup forgetAll",
                "lookup pin again unpin | lookup forgetAll",
                "lookup forget lookup | lookup getattr",
                "lookup forgetAll | lookup getattr count",
                "lookup forget | lookup1 getattr1 | lookup getattr",
                "lookup forget | lookup forgetAll | lookup getattr"
            })
    void whatThreadsSeeHasAnOrder(String scenario) {
        Interleavings.options(INTERLEAVINGS)
                .addCustomScenario(Interleavings.scenario(scenario))
                .check(TableClients.class);
    }

    @Test
    void whatThreadsSeeInRandomScenariosHasAnOrder() {
        Interleavings.options(INTERLEAVINGS)
                .iterations(MORE == null ? 1 : MORE / 50)
                .threads(2)
                .actorsPerThread(4)
                .actorsBefore(0)
                .actorsAfter(0)
                .check(TableClients.class);
    }

    @Test
    void aStepWithoutItsLockIsNoticed() throws Exception {
        BrokenClass.withoutLock(Shard.class, Set.of("forget"), directory);
        assertNoticed("lookup forget | lookup forget");
    }

    @Test
    void pinsThatAreNotCountedAreNoticed() throws Exception {
        BrokenClass.withoutEffect(Slots.class, "addPins", directory);
        assertNoticed("lookup pin unpin | lookup forgetAll");
    }

    /** The check ends as it must with what was broken before everything else on the class path. */
    private void assertNoticed(String scenario) throws IOException, InterruptedException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Path said = directory.resolve("said");
        int exit = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        directory + File.pathSeparator + classPath,
                        Interleavings.class.getName(),
                        scenario))
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start()
                .waitFor();
        assertThat(exit).as(Files.readString(said)).isEqualTo(Interleavings.WRONG);
    }
}
