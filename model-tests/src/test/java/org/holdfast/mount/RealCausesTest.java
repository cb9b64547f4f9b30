package org.holdfast.mount;

import static org.assertj.core.api.Assertions.assertThat;

import org.holdfast.testkit.Await;
import org.holdfast.testkit.DaemonProcess;
import org.holdfast.testkit.FsKind;
import org.holdfast.testkit.Kernel;
import org.holdfast.testkit.Program;
import org.junit.jupiter.api.Test;

/** P10, P14: what a file system refuses in the middle of the work, the client hears of, and nothing is lost by it. */
@MountTest
final class RealCausesTest {
    private static final String QUOTA = "Disk quota exceeded";

    /** Two megabytes: no inode left for a file, no block for data, for a directory, for a longer list of names. */
    @Test
    void everythingIsFull() {
        try (Fixture fixture = Fixture.of(FsKind.TINY_EXT4)) {
            fixture.mount();
            String made = run(
                    fixture,
                    "echo text > kept && ln kept second && for i in $(seq 400); do touch f$i || break; done; ls | wc -l;"
                            + " rm -f f1 f2 f3; dd if=/dev/zero of=big bs=64k; mkdir sub; true; rm big;"
                            + " rm -f f*; echo again > new && cat kept new");
            assertThat(made)
                    .as("what programs are told")
                    .contains("No space left on device")
                    .doesNotContain("Input/output", "Stale", "No such file");
            assertThat(made).as("the end, with room again").endsWith("again\n");
            String before = names(fixture);
            fixture.daemon().awaitIdle();
            fixture.daemon().stop();
            assertThat(names(fixture)).as("the tree on the host").isEqualTo(before);
            assertThat(fixture.source().resolve(".holdfast")).doesNotExist();
            assertThat(Program.of("stat", "-c", "%h", fixture.source().resolve("kept"))
                            .mustSucceed()
                            .out())
                    .as("links of a file with two names")
                    .isEqualTo("2\n");
        }
    }

    /**
     * EDQUOT while there is room on the device: for data and names, and for work links, in whose place descriptors do. The
     * quota is that of btrfs, which needs no quota format of the kernel as those of ext4 do.
     */
    @Test
    void theQuotaIsUsedUp() {
        try (Fixture fixture = Fixture.of(FsKind.BTRFS)) {
            Program.shell("cd \"$1\" && for i in 1 2 3 4 5 6 7 8; do echo f$i > f$i; done", fixture.source())
                    .mustSucceed();
            Program.of("btrfs", "quota", "enable", fixture.root()).mustSucceed();
            fixture.mount();
            DaemonProcess daemon = fixture.daemon();
            assertThat(run(fixture, "cat f1 f2")).as("before").isEqualTo("f1\nf2\n");
            Program.of("btrfs", "quota", "rescan", "-w", fixture.root()).mustSucceed();
            Program.of("btrfs", "qgroup", "limit", "4M", fixture.root()).mustSucceed();
            assertThat(run(fixture, "dd if=/dev/zero of=big bs=64k")).contains(QUOTA);
            run(fixture, "for i in $(seq 64); do head -c 4096 /dev/zero > s$i || break; done");
            for (String change : new String[] {"echo x > new", "mkdir d", "ln f1 l", "ln -s f1 s", "mkfifo p"}) {
                assertThat(run(fixture, change)).as(change).contains(QUOTA);
            }
            assertThat(run(fixture, "cat f*; stat -c %h f* | sort -u"))
                    .as("what was looked up before and what is looked up now")
                    .isEqualTo("f1\nf2\nf3\nf4\nf5\nf6\nf7\nf8\n1\n");
            assertThat(daemon.status().map("fallbacks").toString())
                    .as("reasons for descriptors")
                    .contains("EDQUOT");
            Kernel.dropCaches();
            assertThat(run(fixture, "rm f2 && rm -f big s*")).as("removing").isEmpty();
            // The blocks come back with the client's FORGET, for which rm does not wait.
            Await.until("there is room again", () -> run(fixture, "echo again > new")
                    .isEmpty());
            assertThat(run(fixture, "mv f1 f2 && cat new f2"))
                    .as("after something is removed")
                    .isEqualTo("again\nf1\n");
            String before = names(fixture);
            daemon.awaitIdle();
            daemon.stop();
            assertThat(names(fixture)).as("the tree on the host").isEqualTo(before);
            assertThat(fixture.source().resolve(".holdfast")).as("the workdir").doesNotExist();
            assertThat(Program.shell("stat -c %h \"$1\"/f* | sort -u", fixture.source())
                            .mustSucceed()
                            .out())
                    .as("link counts on the host")
                    .isEqualTo("1\n");
        }
    }

    /** Made read-only below the daemon, and writable again: reads go on, changes get EROFS, the work links go in the end. */
    @Test
    void theFileSystemBecomesReadOnly() {
        try (Fixture fixture = Fixture.of(FsKind.EXT4)) {
            Program.shell("cd \"$1\" && for i in 1 2 3 4 5 6 7 8; do echo f$i > f$i; done", fixture.source())
                    .mustSucceed();
            fixture.mount();
            DaemonProcess daemon = fixture.daemon();
            run(fixture, "cat f*");
            Program.of("mount", "-o", "remount,ro", fixture.root()).mustSucceed();
            for (String change : new String[] {
                "echo x > new", "echo x >> f1", "rm f2", "mkdir d", "ln f3 l", "mv f4 m", "chmod 600 f5", "ln -s f6 s"
            }) {
                assertThat(run(fixture, change)).as(change).contains("Read-only file system");
            }
            assertThat(run(fixture, "cat f*; stat -c %h f* | sort -u"))
                    .isEqualTo("f1\nf2\nf3\nf4\nf5\nf6\nf7\nf8\n1\n");
            Await.until("the daemon says that a link cannot be removed", () -> {
                Kernel.dropCaches();
                return daemon.log().contains("cannot be removed");
            });
            assertThat(run(fixture, "cat f7; stat -c %h f7"))
                    .as("after forgetting")
                    .isEqualTo("f7\n1\n");
            assertThat(daemon.log().lines().filter(line -> line.contains("cannot be removed")))
                    .as("lines of the log about eight or more links that cannot be removed")
                    .hasSizeBetween(1, 5);
            Program.of("mount", "-o", "remount,rw", fixture.root()).mustSucceed();
            assertThat(run(fixture, "echo more >> f1 && rm f2 && cat f1")).isEqualTo("f1\nmore\n");
            daemon.stop();
            assertThat(fixture.source().resolve(".holdfast")).as("the workdir").doesNotExist();
            assertThat(Program.shell("stat -c %h \"$1\"/f* | sort -u", fixture.source())
                            .mustSucceed()
                            .out())
                    .as("link counts on the host")
                    .isEqualTo("1\n");
        }
    }

    private static String run(Fixture fixture, String script) {
        return Program.shell("cd \"$1\" && { " + script + "; } 2>&1", fixture.client())
                .run()
                .out();
    }

    private static String names(Fixture fixture) {
        return Program.shell(
                        "cd \"$1\" && find . -path ./.holdfast -prune -o -mindepth 1 -printf '%P %y %m %s\\n' | sort",
                        fixture.source())
                .mustSucceed()
                .out();
    }
}
