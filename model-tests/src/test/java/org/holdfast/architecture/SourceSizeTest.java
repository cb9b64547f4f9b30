package org.holdfast.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A file holds one idea: none of the sources grows beyond what can be read in one go. */
final class SourceSizeTest {
    private static final int LONGEST_SOURCE_IN_LINES = 400;

    @Test
    void noSourceFileIsLongerThanTheLimit() throws IOException {
        List<Path> sources = sources();
        assertThat(sources).as("sources found").isNotEmpty();
        assertThat(sources).allSatisfy(source -> assertThat(lines(source))
                .as("lines of %s", source)
                .isLessThanOrEqualTo(LONGEST_SOURCE_IN_LINES));
    }

    private static List<Path> sources() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String module : List.of("spec", "impl", "model-tests", "bench")) {
            Path root = top().resolve(module).resolve("src");
            if (!Files.isDirectory(root)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(root)) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
            }
        }
        return found;
    }

    /** The directory above this module, wherever the tests are started from. */
    private static Path top() {
        Path here = Path.of("").toAbsolutePath();
        while (here != null && !Files.isDirectory(here.resolve("model-tests"))) {
            here = here.getParent();
        }
        assertThat(here).as("the directory that holds model-tests").isNotNull();
        return here;
    }

    private static long lines(Path source) {
        try (Stream<String> lines = Files.lines(source)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
