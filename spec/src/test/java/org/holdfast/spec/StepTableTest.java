package org.holdfast.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.holdfast.spec.bounded.ModelFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tables of steps look as they do. {@code mvn -pl spec test -Dtest=StepTableTest -Dholdfast.write=true} writes the expected ones
 * anew.
 */
class StepTableTest {
    private static final Path TABLES = ModelFile.TLA.resolveSibling("spec/src/test/resources/tables");

    @ParameterizedTest
    @ValueSource(
            strings = {"no-sweep-own", "no-warm-undone", "no-unlink-by-name", "no-one-at-a-time", "no-fallback-to-fd"})
    void showsWhoDoesWhat(String model) throws IOException {
        ModelFile.Entry e =
                ModelFile.all().filter(m -> m.name().equals(model)).findFirst().orElseThrow();
        String table = StepTable.of(Explorer.explore(e.model(), e.check(), 20_000, 1, now -> {})
                .violation()
                .orElseThrow()
                .steps());
        Path file = TABLES.resolve(model + ".txt");
        if (Boolean.getBoolean("holdfast.write")) {
            Files.createDirectories(TABLES);
            Files.writeString(file, table);
        }
        assertThat(Files.readString(file)).isEqualTo(table);
    }
}
