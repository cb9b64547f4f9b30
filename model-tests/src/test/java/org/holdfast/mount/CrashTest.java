package org.holdfast.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.holdfast.testkit.Await;
import org.holdfast.testkit.CTools;
import org.holdfast.testkit.DaemonProcess;
import org.holdfast.testkit.FsKind;
import org.holdfast.testkit.MountTable;
import org.holdfast.testkit.Program;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Z54: ends of all kinds, and what is found afterwards: nothing of the user's lost, nothing of ours left. */
@MountTest
@ParameterizedClass(name = "{0}")
@EnumSource(
        value = FsKind.class,
        names = {"EXT4", "XFS"})
final class CrashTest {
    private static final int FILES = 500;
    private static final int CRASHES = 5;

    private final Fixture fixture;
    private final Path client;

    CrashTest(FsKind kind) {
        fixture = Fixture.of(kind);
        client = fixture.client();
        Program.of(CTools.fsop(), fixture.source(), fixture.source())
                .input("populate . 0 " + FILES + "\n")
                .mustSucceed();
        Program.shell("cd \"$1\" && for i in 1 2 3 4 5; do ln f00000$i l$i; done", fixture.source())
                .mustSucceed();
    }

    @AfterEach
    void clean() {
        fixture.close();
    }

    @Test
    void sigtermUnderLoad() {
        String before = hostTree();
        DaemonProcess daemon = start();
        try (Load load = new Load(client)) {
            load.awaitWork();
            daemon.stop();
        }
        assertThat(daemon.log()).as("log").doesNotContain("Exception", "at org.");
        assertThat(fixture.source().resolve(".holdfast")).as("the workdir").doesNotExist();
        Trees.assertSame("the tree after SIGTERM", hostTree(), before);
    }

    @Test
    void umountWhileFilesAreOpenIsRefusedAndHarmless() throws IOException {
        try (DaemonProcess daemon = start()) {
            try (var reader = Files.newBufferedReader(client.resolve("f000001"))) {
                assertThat(Program.of("umount", client).run().exit())
                        .as("umount of a busy mount")
                        .isNotZero();
                Cli.assertRefused(Cli.command("umount", client), Cli.MOUNT_FAILED, "busy");
                assertThat(reader.readLine()).isEqualTo("f000001");
                assertThat(daemon.isAlive()).isTrue();
            }
        }
    }

    /** The daemon ends by itself with exit code 0 when somebody else unmounts. */
    @Test
    void umountByAnybody() {
        for (Program umount : List.of(
                Program.of("umount", client), Cli.command("umount", client), Program.of("fusermount3", "-u", client))) {
            DaemonProcess daemon = start();
            Program.of("ls", "-lR", client).mustSucceed();
            umount.mustSucceed();
            Await.until("the daemon ends after its mount is gone", () -> !daemon.isAlive());
            assertThat(fixture.source().resolve(".holdfast")).as("the workdir").doesNotExist();
            assertThat(MountTable.isMountPoint(client)).as("mounted").isFalse();
        }
    }

    @Test
    void killedAndMountedAgain() {
        String before = hostTree();
        for (int crash = 0; crash < CRASHES; crash++) {
            DaemonProcess daemon = start();
            try (Load load = new Load(client)) {
                load.awaitWork();
                kill(daemon);
            }
            assertThat(daemon.links())
                    .as("work links that daemon %d leaves when killed; its log:%n%s", crash, daemon.log())
                    .isNotEmpty();
            Trees.assertSame("names and contents after the crash", names(), namesOf(before));
        }
        try (DaemonProcess daemon = start()) {
            assertThat(Program.of("cat", client.resolve("f000007"))
                            .mustSucceed()
                            .out())
                    .isEqualTo("f000007");
            daemon.awaitIdle();
        }
        assertThat(fixture.source().resolve(".holdfast")).as("the workdir").doesNotExist();
        Trees.assertSame("the tree after " + CRASHES + " crashes", hostTree(), before);
    }

    /** What was unlinked while it was open has no name any more; the sweep gives its room back and names it in no directory. */
    @Test
    void unlinkedFilesOfAKilledDaemonGo() {
        String before = hostTree();
        DaemonProcess daemon = start();
        Program.Running holder = Program.shell(
                        "cd \"$1\" && exec 3> gone && echo content >&3 && rm gone && exec sleep 60", client)
                .start();
        Await.until(
                "the file is made and gone",
                () -> !Files.exists(fixture.source().resolve("gone"))
                        && !daemon.links().isEmpty());
        kill(daemon);
        holder.process().destroyForcibly();
        start().close();
        Trees.assertSame("the tree after the sweep", hostTree(), before);
    }

    @Test
    void sweepShowsThenRemoves() {
        DaemonProcess daemon = start();
        Program.of("ls", "-l", client).mustSucceed();
        kill(daemon);
        int links = daemon.links().size();
        assertThat(links).as("work links left").isGreaterThan(FILES / 2);
        assertThat(Cli.command("sweep", daemon.workdir()).mustSucceed().out())
                .as("what sweep shows")
                .contains("" + links);
        assertThat(daemon.links()).as("work links after showing").hasSize(links);
        Cli.command("sweep", daemon.workdir(), "--remove").mustSucceed();
        if (Files.exists(daemon.workdir())) {
            assertThat(daemon.links()).as("work links after removing").isEmpty();
        }
        assertThat(Program.shell("stat -c %h \"$1\"/f0* | sort -u", fixture.source())
                        .mustSucceed()
                        .lines()
                        .size())
                .as("link counts of all files: 1, and 2 for those with two names")
                .isEqualTo(2);
    }

    /** The sweep removes the daemon's own names and nothing else: what somebody put there is named, and stays. */
    @Test
    void unknownEntriesInTheWorkdirStay() throws IOException {
        DaemonProcess daemon = start();
        Program.of("ls", "-l", client).mustSucceed();
        kill(daemon);
        Path shard = daemon.links().get(0).getParent();
        Path precious = Files.writeString(shard.resolve("precious.txt"), "data");
        Path other = Files.writeString(daemon.workdir().resolve("mine"), "data");
        Program.Result sweep =
                Cli.command("sweep", daemon.workdir(), "--remove").run();
        assertThat(precious)
                .as("a file of somebody else's in a shard; %s", sweep.describe())
                .hasContent("data");
        assertThat(other)
                .as("a file of somebody else's in the workdir; %s", sweep.describe())
                .hasContent("data");
        assertThat(sweep.out() + sweep.err())
                .as("what sweep says")
                .contains("precious.txt")
                .contains("mine");
        assertThat(daemon.links()).as("what is left in the shards").containsExactly(precious);
        Program.Result mount = Cli.mount(fixture.source(), client)
                .limit(Duration.ofSeconds(20))
                .start()
                .await();
        Cli.assertRefused(mount, Cli.ENVIRONMENT, daemon.workdir().toString());
    }

    private DaemonProcess start() {
        return DaemonProcess.on(fixture.scratch(), fixture.source(), client).start();
    }

    /** SIGKILL; the dead mount is taken away, so that MNT is an ordinary directory again. */
    private void kill(DaemonProcess daemon) {
        daemon.kill();
        Await.until("the dead mount is gone", () -> !MountTable.isMountPoint(client));
    }

    private String hostTree() {
        return Trees.attributes(fixture.source());
    }

    /** Without link counts, which the killed daemon's links raise until the sweep. */
    private String names() {
        return namesOf(Program.shell(
                        "cd \"$1\" && find . -path ./.holdfast -prune -o -mindepth 1 -printf '%P %y %m %U %G %s\\n' | sort",
                        fixture.source())
                .mustSucceed()
                .out());
    }

    private static String namesOf(String tree) {
        return tree.lines()
                .map(line -> line.replaceFirst("^(\\S+ \\S \\d+ \\d+ \\d+ \\d+).*", "$1"))
                .reduce("", (a, b) -> a + b + "\n");
    }
}
