package org.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user can get wrong: one line on standard error, the exit code that belongs to it, nothing mounted. */
@Timeout(60)
class MistakesTest {
    @TempDir
    Path directory;

    private Path source;
    private Path target;

    @BeforeEach
    void make() throws IOException {
        directory = directory.toRealPath();
        source = Files.createDirectory(directory.resolve("source"));
        target = Files.createDirectory(directory.resolve("target"));
    }

    @Test
    void noCommand() throws Exception {
        refused(ExitCode.USAGE, "no command given (see holdfast --help)");
    }

    @Test
    void anUnknownCommand() throws Exception {
        refused(ExitCode.USAGE, "Unmatched argument at index 0: 'moutn' (see holdfast --help)", "moutn");
    }

    @Test
    void tooFewArguments() throws Exception {
        refused(ExitCode.USAGE, "Missing required parameter: 'MNT' (see holdfast mount --help)", "mount", "/");
    }

    @Test
    void anUnknownPolicy() throws Exception {
        Run run = Run.of("mount", "--policy", "luck", source.toString(), target.toString());
        assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--policy").contains("luck").hasLineCount(1);
    }

    @Test
    void tooFewWorkers() throws Exception {
        refused(ExitCode.USAGE, "--workers must be 1 to 64, not 0", "mount", "--workers", "0", "a", "b");
    }

    @Test
    void aMountOptionOfTheDaemon() throws Exception {
        refused(
                ExitCode.USAGE,
                "mount option 'fd=3' is set by holdfast itself; leave it out",
                "mount",
                "-o",
                "fd=3",
                "a",
                "b");
    }

    @Test
    void aMissingSource() throws Exception {
        Path missing = directory.resolve("missing");
        refusedMount(ExitCode.ENVIRONMENT, "SRC " + missing + " does not exist", missing, target);
    }

    @Test
    void aSourceThatIsAFile() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        refusedMount(ExitCode.ENVIRONMENT, "SRC " + file + " is not a directory", file, target);
    }

    @Test
    void aMissingTarget() throws Exception {
        Path missing = directory.resolve("missing");
        refusedMount(ExitCode.MOUNT, "MNT " + missing + " does not exist: make the directory first", source, missing);
    }

    @Test
    void aTargetThatIsAFile() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        refusedMount(ExitCode.MOUNT, "MNT " + file + " is not a directory", source, file);
    }

    @Test
    void aTargetThatIsNotEmpty() throws Exception {
        Files.createFile(target.resolve("file"));
        refusedMount(ExitCode.MOUNT, "MNT " + target + " is not empty; mount on an empty directory", source, target);
    }

    @Test
    void aTargetInsideTheSource() throws Exception {
        Path inside = Files.createDirectories(source.resolve("a/b"));
        refusedMount(
                ExitCode.MOUNT,
                "MNT " + inside + " lies inside SRC " + source + "; mount on a directory outside of it",
                source,
                inside);
    }

    @Test
    void aTargetInsideTheSourceBehindASymbolicLink() throws Exception {
        Path inside = Files.createDirectories(source.resolve("a/b"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), inside);
        refusedMount(
                ExitCode.MOUNT,
                "MNT " + inside + " lies inside SRC " + source + "; mount on a directory outside of it",
                source,
                link);
    }

    @Test
    void aTargetThatContainsTheSource() throws Exception {
        refusedMount(
                ExitCode.MOUNT,
                "SRC " + source + " lies inside MNT " + directory + "; mount somewhere else",
                source,
                directory);
    }

    @Test
    void theSameDirectoryTwice() throws Exception {
        refusedMount(ExitCode.MOUNT, "SRC and MNT are the same directory; mount somewhere else", source, source);
    }

    @Test
    void servingADescriptorThatIsNotOpen() throws Exception {
        refused(ExitCode.ENVIRONMENT, "descriptor 99999 is not open", "serve", "--fd", "99999", source.toString());
    }

    @Test
    void servingADescriptorOfAnotherKind() throws Exception {
        Run run = Run.of("serve", "--fd", "0", source.toString());
        assertThat(run.exit()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.err())
                .startsWith("holdfast: descriptor 0 is neither a sequenced-packet unix socket")
                .hasLineCount(1);
    }

    @Test
    void servingWithoutADescriptor() throws Exception {
        refused(
                ExitCode.USAGE,
                "Missing required option: '--fd=N' (see holdfast serve --help)",
                "serve",
                source.toString());
    }

    @Test
    void servingAtNoDescriptor() throws Exception {
        refused(
                ExitCode.USAGE,
                "--fd must be the number of an open descriptor, not -1",
                "serve",
                "--fd=-1",
                source.toString());
    }

    @Test
    void whatFailsInTheBackgroundIsToldToo() throws Exception {
        Path missing = directory.resolve("missing");
        refused(
                ExitCode.ENVIRONMENT,
                "SRC " + missing + " does not exist",
                "mount",
                "--background",
                missing.toString(),
                target.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "umount"})
    void whatIsNoMountOfOurs(String command) throws Exception {
        Run run = Run.of(command, target.toString());
        assertThat(run.exit()).isEqualTo(ExitCode.MOUNT);
        assertThat(run.err()).startsWith("holdfast: " + target + " is not ").hasLineCount(1);
        assertThat(Run.of(command, "/proc").err()).contains("/proc is ").contains("holdfast");
    }

    @Test
    void aSweepOfWhatIsNoWorkdir() throws Exception {
        Run run = Run.of("sweep", target.toString());
        assertThat(run.exit()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(run.err()).contains("is not a workdir of holdfast").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mount", "serve", "umount", "status", "sweep", "demo"})
    void everyCommandHasHelpWithAnExample(String command) throws Exception {
        Run run = Run.of(command, "--help");
        assertThat(run.exit()).isEqualTo(ExitCode.OK);
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("Usage: holdfast " + command).contains("Example: holdfast " + command);
    }

    private void refusedMount(int exit, String line, Path from, Path to) throws Exception {
        refused(exit, line, "mount", from.toString(), to.toString());
    }

    private static void refused(int exit, String line, String... arguments) throws Exception {
        Run run = Run.of(arguments);
        assertThat(run.err()).isEqualTo("holdfast: " + line + System.lineSeparator());
        assertThat(run.exit()).isEqualTo(exit);
        assertThat(run.out()).isEmpty();
    }
}
