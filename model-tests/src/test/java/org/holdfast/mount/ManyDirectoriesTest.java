package org.holdfast.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.holdfast.testkit.DaemonProcess;
import org.holdfast.testkit.DaemonStart;
import org.holdfast.testkit.FsKind;
import org.holdfast.testkit.Program;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Z39: a tree of far more directories than the daemon may have descriptors is walked, changed and removed without an error,
 * while the client remembers all of them. {@code -Dholdfast.directories=N} takes fewer.
 */
@MountTest
final class ManyDirectoriesTest {
    private static final int FD_LIMIT = 256;
    private static final int FDS = 64;
    private static final int BRANCHES = 100;
    private static final int AT_RANDOM = 500;

    @ParameterizedTest
    @CsvSource({"EXT4,100000", "XFS,10000", "BTRFS,10000", "TMPFS,10000"})
    void aTreeUnderADescriptorLimit(FsKind kind, int directories) {
        aTree(kind, directories, false);
    }

    /** The same with a daemon that may not open file handles: it opens directories by their places. */
    @ParameterizedTest
    @CsvSource({"EXT4,20000", "XFS,10000", "BTRFS,10000", "TMPFS,100000"})
    void aTreeUnderADescriptorLimitByPlace(FsKind kind, int directories) {
        aTree(kind, directories, true);
    }

    private static void aTree(FsKind kind, int defaultDirectories, boolean byPlace) {
        int directories = Math.min(defaultDirectories, Integer.getInteger("holdfast.directories", defaultDirectories));
        try (Fixture fixture = Fixture.of(kind)) {
            shell(
                    fixture,
                    fixture.source(),
                    "seq 0 $(($2 / 100 - 1)) | awk '{ for (b = 0; b < 100; b++) print \"b\" b \"/d\" $1 }'"
                            + " | xargs mkdir -p && echo text >b0/f",
                    directories);
            DaemonStart start = DaemonProcess.on(fixture.scratch(), fixture.source(), fixture.client())
                    .fdLimit(FD_LIMIT)
                    .options("--policy", "adaptive", "--fds", Integer.toString(FDS));
            try (DaemonProcess daemon = byPlace ? start.withoutFileHandles().start() : start.start()) {
                int idleFds = daemon.fds();
                long idleNodes = daemon.status().number("nodes");
                int largest;
                try (FdSampler sampler = new FdSampler(daemon)) {
                    assertThat(shell(fixture, fixture.client(), "find . -type d | wc -l", directories))
                            .isEqualTo(1 + BRANCHES + directories + "\n");
                    assertThat(daemon.status().number("nodes")).isGreaterThan(directories);
                    assertThat(daemon.status().number("budget", "shut"))
                            .as("directories with nothing but their file handle")
                            .isGreaterThan(directories - FD_LIMIT);
                    changeAtRandom(fixture, directories);
                    assertThat(shell(
                                    fixture,
                                    fixture.client(),
                                    "mkdir b0/gone && cd b0/gone && rmdir ../gone && stat -c %h .",
                                    0))
                            .as("link count of a removed working directory")
                            .isEqualTo("0\n");
                    largest = sampler.largest();
                }
                assertThat(largest).as("descriptors of the daemon").isLessThan(FD_LIMIT);
                assertThat(daemon.status().map("errors").toString())
                        .as("errors by request")
                        .doesNotContain("EMFILE", "ENFILE", "ESTALE");
                Duration emptied = daemon.awaitIdle(Duration.ofMinutes(2), idleFds + 5);
                daemon.awaitNodes(idleNodes);
                System.out.printf(
                        "%s: %d directories%s, limit %d, largest number of descriptors %d, nothing left after %d ms%n",
                        kind, directories, byPlace ? " by place" : "", FD_LIMIT, largest, emptied.toMillis());
            }
        }
    }

    /** Makes, moves and removes names in directories that were last used long ago. */
    private static void changeAtRandom(Fixture fixture, int directories) {
        List<String> some = new Random(1)
                .ints(0, directories)
                .distinct()
                .limit(AT_RANDOM)
                .mapToObj(d -> "b" + d % BRANCHES + "/d" + d / BRANCHES)
                .toList();
        String each = "while read -r d; do mkdir $d/x $d/y && echo $d >$d/y/f && mv $d/y $d/x/ && mv -T $d $d.moved"
                + " && cat $d.moved/x/y/f && rm -r $d.moved/x && rmdir $d.moved || echo failed; done";
        Program.Result changed = Program.shell("cd \"$1\" && " + each, fixture.client())
                .input(String.join("\n", some) + "\n")
                .limit(Duration.ofMinutes(5))
                .mustSucceed();
        assertThat(changed.err()).isEmpty();
        assertThat(changed.out()).isEqualTo(some.stream().collect(Collectors.joining("\n", "", "\n")));
        assertThat(shell(fixture, fixture.source(), "find . -type d | grep -cv '^./.holdfast'", 0))
                .as("directories that are left on the host")
                .isEqualTo(1 + BRANCHES + directories - AT_RANDOM + "\n");
    }

    private static String shell(Fixture fixture, java.nio.file.Path in, String script, int number) {
        return Program.shell("cd \"$1\" && " + script, in, Integer.toString(number))
                .limit(Duration.ofMinutes(5))
                .mustSucceed()
                .out();
    }
}
