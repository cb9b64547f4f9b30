package org.holdfast.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.holdfast.testkit.Program;
import org.holdfast.testkit.Project;

/** The command line as a user meets it. */
final class Cli {
    static final int OK = 0;
    static final int USAGE = 1;
    static final int ENVIRONMENT = 2;
    static final int MOUNT_FAILED = 3;

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int LONGEST_LINE = 400;

    private Cli() {}

    static Program command(Object... words) {
        List<Object> command = new ArrayList<>(Project.launcher());
        command.addAll(List.of(words));
        return Program.of(command.toArray()).limit(LIMIT);
    }

    /** It ends with this exit code, prints nothing, and says in one line without a stack trace what is the matter. */
    static void assertRefused(Program program, int exit, String... said) {
        assertRefused(program.run(), exit, said);
    }

    static void assertRefused(Program.Result result, int exit, String... said) {
        assertThat(result.exit()).as("exit code. %s", result.describe()).isEqualTo(exit);
        assertThat(result.out()).as("standard output. %s", result.describe()).isEmpty();
        assertThat(result.err().lines().toList())
                .as("one line on standard error. %s", result.describe())
                .hasSize(1);
        assertThat(result.err())
                .as("standard error. %s", result.describe())
                .doesNotContain("Exception", "at org.", "at java.", "null")
                .hasSizeLessThan(LONGEST_LINE);
        for (String words : said) {
            assertThat(result.err()).as("standard error. %s", result.describe()).containsIgnoringCase(words);
        }
    }

    static Program mount(Path source, Path mountPoint, Object... options) {
        List<Object> words = new ArrayList<>(List.of("mount"));
        words.addAll(List.of(options));
        words.add(source);
        words.add(mountPoint);
        return command(words.toArray());
    }
}
