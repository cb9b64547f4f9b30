package org.holdfast.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.holdfast.testkit.DaemonProcess;
import org.holdfast.testkit.FsKind;
import org.holdfast.testkit.MountTable;
import org.holdfast.testkit.Program;
import org.holdfast.testkit.Project;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is missing around the daemon is told in one line, and how a mount lives without a terminal. */
@MountTest
final class EnvironmentTest {
    private final Fixture fixture = Fixture.of(FsKind.EXT4);
    private final Path source = fixture.source();
    private final Path client = fixture.client();

    @AfterEach
    void nothingIsLeft() {
        try {
            assertThat(MountTable.isMountPoint(client)).as("a mount is left").isFalse();
            assertThat(source.resolve(".holdfast")).as("the workdir").doesNotExist();
        } finally {
            fixture.close();
        }
    }

    /** In a mount namespace of its own with a /dev of its own. */
    @Test
    void thereIsNoFuseDevice() {
        Program withoutDevice = Program.of(
                        "unshare",
                        "-m",
                        "sh",
                        "-c",
                        "mkdir \"$1\" && cp -a /dev/null /dev/zero /dev/random /dev/urandom /dev/fd \"$1\" && mount --bind \"$1\" /dev"
                                + " && exec \"$2\" mount \"$3\" \"$4\"",
                        "sh",
                        fixture.scratch().path().resolve("dev"),
                        Project.launcher().get(0),
                        source,
                        client)
                .limit(Duration.ofSeconds(30));
        Cli.assertRefused(withoutDevice, Cli.ENVIRONMENT, "/dev/fuse");
    }

    /** As under a seccomp filter: all workers would have one umask, and files the modes that another client asked for. */
    @Test
    void noThreadMayHaveAUmaskOfItsOwn() {
        Program withoutUnshare = Program.of(
                        "strace",
                        "-f",
                        "-o",
                        "/dev/null",
                        "-e",
                        "inject=unshare:error=EPERM",
                        Project.launcher().get(0),
                        "mount",
                        source,
                        client)
                .limit(Duration.ofSeconds(60));
        Cli.assertRefused(withoutUnshare, Cli.ENVIRONMENT, "umask", "Operation not permitted");
    }

    @Test
    void theFileSystemIsFull() {
        try (Fixture small = Fixture.of(FsKind.SMALL_EXT4)) {
            Program.shell(
                            "echo text > \"$1\"/file; head -c 100M /dev/zero > \"$2\"/fill; head -c 100M /dev/zero > \"$2\"/fill2",
                            small.source(),
                            small.bare())
                    .run();
            try (DaemonProcess daemon = DaemonProcess.on(small.scratch(), small.source(), small.client())
                    .start()) {
                assertThat(Program.of("cat", small.client().resolve("file"))
                                .mustSucceed()
                                .out())
                        .isEqualTo("text\n");
                assertThat(daemon.status().map("fallbacks").toString())
                        .as("reasons for descriptors")
                        .contains("ENOSPC");
            }
            assertThat(small.source().resolve(".holdfast")).as("the workdir").doesNotExist();
        }
    }

    @Test
    void aMountInTheBackground() {
        Program.Result mount = Cli.mount(source, client, "--background").mustSucceed();
        assertThat(mount.out()).as("standard output").isEmpty();
        assertThat(MountTable.isMountPoint(client))
                .as("mounted when the command returns")
                .isTrue();
        Program.shell("echo text > \"$1\"/file && cat \"$1\"/file", client).mustSucceed();
        assertThat(Cli.command("status", client).mustSucceed().out())
                .as("status")
                .contains(source.toString());
        Cli.command("umount", client).mustSucceed();
        Program.of("rm", source.resolve("file")).mustSucceed();
        Cli.assertRefused(Cli.mount(source.resolve("missing"), client, "--background"), Cli.ENVIRONMENT, "missing");
    }

    /** Policy adaptive, with half of the descriptors that the process may open. */
    @Test
    void whatNobodyAsksFor() {
        Program.shell(
                        "ulimit -n 1000 && exec \"$1\" mount --background \"$2\" \"$3\"",
                        Project.launcher().get(0),
                        source,
                        client)
                .mustSucceed();
        assertThat(Cli.command("status", client).mustSucceed().out())
                .contains("policy adaptive", "cache auto", "500   fds");
        assertThat(Cli.command("status", "--json", client).mustSucceed().out()).contains("\"by\" : \"daemon\"");
        Cli.command("umount", client).mustSucceed();
    }

    @Test
    void theDemo() {
        Program.Result demo = Cli.command("demo")
                .in(fixture.scratch().path())
                .limit(Duration.ofSeconds(90))
                .mustSucceed();
        assertThat(demo.out()).as("what the demo prints").isNotEmpty();
        assertThat(demo.out() + demo.err()).doesNotContain("Exception", "at org.");
        assertThat(MountTable.entries())
                .as("mounts left")
                .noneMatch(entry -> entry.point().toString().contains("holdfast-demo"));
    }
}
