package org.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.holdfast.transport.MountEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Mounts as a user makes and ends them, with the program as a process of its own. */
@EnabledIf(value = "canMount", disabledReason = "mounting needs root and /dev/fuse")
@Timeout(60)
class LifeOfAMountTest {
    @TempDir
    Path directory;

    private Path source;
    private Path target;

    static boolean canMount() {
        return ControlAddress.currentUser() == 0 && Files.exists(Path.of("/dev/fuse"));
    }

    @BeforeEach
    void make() throws IOException {
        directory = directory.toRealPath();
        source = Files.createDirectory(directory.resolve("source"));
        target = Files.createDirectory(directory.resolve("target"));
        Files.writeString(source.resolve("file"), "content");
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        boolean left = MountEntry.at(target).isPresent();
        if (left) {
            Run.of("umount", "--lazy", target.toString());
        }
        assertThat(left).as("a mount is left").isFalse();
        assertThat(source.resolve(".holdfast")).doesNotExist();
    }

    @Test
    void inTheBackgroundWithStatusUntilUnmounted() throws Exception {
        Run mounted = Run.of("mount", "--background", "--policy", "link", source.toString(), target.toString());
        assertThat(mounted.err()).startsWith("mounted " + source + " on " + target + " (policy link, ");
        assertThat(mounted.exit()).isEqualTo(ExitCode.OK);
        assertThat(Files.readString(target.resolve("file"))).isEqualTo("content");

        Json status = Json.parse(StatusCommand.ask(target));
        assertThat(status.number("nodes")).isEqualTo(2);
        assertThat(status.object("holds").number("link")).isEqualTo(1);
        assertThat(status.object("requests").number("LOOKUP")).isPositive();
        assertThat(status.object("latency_us").object("LOOKUP").fraction("p99")).isPositive();
        Run table = Run.of("status", target.toString());
        assertThat(table.out()).startsWith(source + " on " + target).contains("nodes", "LOOKUP");

        Run again = Run.of("mount", source.toString(), target.toString());
        assertThat(again.exit()).isEqualTo(ExitCode.MOUNT);
        assertThat(again.err())
                .contains("already has " + source + " mounted on it")
                .hasLineCount(1);

        Run unmounted = Run.of("umount", target.toString());
        assertThat(unmounted.err()).isEmpty();
        assertThat(unmounted.exit()).isEqualTo(ExitCode.OK);
    }

    @Test
    void busyIsSaidAndLazyHelps() throws Exception {
        Run.of("mount", "--background", source.toString(), target.toString());
        long daemon = Json.parse(StatusCommand.ask(target)).number("pid");
        try (var open = Files.newInputStream(target.resolve("file"))) {
            Run busy = Run.of("umount", target.toString());
            assertThat(busy.exit()).isEqualTo(ExitCode.MOUNT);
            assertThat(busy.err()).contains("is busy").contains("--lazy").hasLineCount(1);
            assertThat(Run.of("umount", "--lazy", target.toString()).exit()).isEqualTo(ExitCode.OK);
            assertThat(MountEntry.at(target)).isEmpty();
            assertThat(open.readAllBytes()).hasSize(7);
        }
        awaitEnd(daemon);
    }

    @Test
    void aSignalUnmountsEvenWhileFilesAreOpen() throws Exception {
        Process daemon = foreground();
        try (var open = Files.newInputStream(target.resolve("file"))) {
            daemon.destroy();
            assertThat(daemon.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(daemon.exitValue()).isEqualTo(ExitCode.OK);
            assertThat(MountEntry.at(target)).isEmpty();
            assertThat(open).isNotNull();
        }
    }

    @Test
    void aKilledDaemonLeavesNoDeadMountAndTheNextOneSweeps() throws Exception {
        Process daemon = foreground();
        Files.readString(target.resolve("file"));
        daemon.destroyForcibly().waitFor();
        while (MountEntry.at(target).isPresent()) {
            Thread.sleep(10);
        }
        Run left = Run.of("sweep", source.resolve(".holdfast").toString());
        assertThat(left.out()).contains("1 work links");
        Process next = foreground();
        next.destroy();
        assertThat(next.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    private Process foreground() throws IOException {
        Process daemon = Run.start("mount", "--policy", "link", source.toString(), target.toString());
        BufferedReader lines = new BufferedReader(new InputStreamReader(daemon.getErrorStream()));
        String line = lines.readLine();
        while (line != null && line.startsWith("holdfast: ")) {
            line = lines.readLine();
        }
        assertThat(line).startsWith("mounted ");
        return daemon;
    }

    private static void awaitEnd(long pid) throws InterruptedException {
        while (ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
            Thread.sleep(10);
        }
    }
}
