package org.holdfast.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code holdfast replay}: what it refuses. {@code ReplaysTest} holds what it plays. */
class ReplayCommandTest {
    @Test
    void whatIsNoSequenceIsRefused(@TempDir Path dir) throws IOException {
        StringWriter errors = new StringWriter();
        Path file = Files.writeString(dir.resolve("bad.txt"), "holdfast-sequence 2\n");
        assertThat(Tools.execute(new PrintWriter(errors), "replay", file.toString()))
                .isEqualTo(Tools.ENVIRONMENT);
        assertThat(Tools.execute(new PrintWriter(errors), "replay", dir + "/none"))
                .isEqualTo(Tools.USAGE);
        assertThat(errors.toString()).contains("bad.txt: ").contains("there is no " + dir + "/none");
    }
}
