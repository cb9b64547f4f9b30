package org.holdfast.mount;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.holdfast.testkit.DaemonProcess;
import org.holdfast.testkit.FsKind;
import org.holdfast.testkit.MountTable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every mistake on the command line gets one line that says what is wrong, and the exit code of its kind; nothing is changed. */
@MountTest
final class BadInputTest {
    private final Fixture fixture = Fixture.of(FsKind.TMPFS);
    private final Path source = fixture.source();
    private final Path client = fixture.client();

    @AfterEach
    void nothingIsMountedAndNothingIsLeft() {
        try {
            if (MountTable.isMountPoint(client)) {
                throw new AssertionError("a mount was left at " + client);
            }
            if (Files.exists(source.resolve(".holdfast"))) {
                throw new AssertionError("a workdir was left in " + source);
            }
        } finally {
            fixture.close();
        }
    }

    @Test
    void sourceIsMissing() {
        Cli.assertRefused(Cli.mount(source.resolve("missing"), client), Cli.ENVIRONMENT, "missing", "not exist");
    }

    @Test
    void sourceIsAFile() throws IOException {
        Path file = Files.createFile(source.resolve("file"));
        Cli.assertRefused(Cli.mount(file, client), Cli.ENVIRONMENT, "not a directory");
    }

    @Test
    void mountPointIsMissing() {
        Cli.assertRefused(Cli.mount(source, client.resolve("missing")), Cli.MOUNT_FAILED, "not exist");
    }

    @Test
    void mountPointIsAFile() throws IOException {
        Path file = Files.createFile(client.resolve("file"));
        Cli.assertRefused(Cli.mount(source, file), Cli.MOUNT_FAILED, "not a directory");
    }

    @Test
    void mountPointIsNotEmpty() throws IOException {
        Files.createFile(client.resolve("file"));
        Cli.assertRefused(Cli.mount(source, client), Cli.MOUNT_FAILED, "not empty");
    }

    @Test
    void mountPointIsInsideTheSource() throws IOException {
        Path inside = Files.createDirectories(source.resolve("a/b"));
        Cli.assertRefused(Cli.mount(source, inside), Cli.MOUNT_FAILED, "inside");
    }

    @Test
    void mountPointIsTheSource() {
        Cli.assertRefused(Cli.mount(source, source), Cli.MOUNT_FAILED, "same");
    }

    @Test
    void sourceIsInsideTheMountPoint() throws IOException {
        Path inside = Files.createDirectories(client.resolve("a"));
        Cli.assertRefused(Cli.mount(inside, client), Cli.MOUNT_FAILED, "inside");
    }

    @Test
    void mountPointIsAlreadyMounted() throws IOException {
        Path other = Files.createDirectory(fixture.root().resolve("other"));
        try (DaemonProcess daemon = start()) {
            Cli.assertRefused(Cli.mount(other, client), Cli.MOUNT_FAILED, "already", "holdfast umount");
            Cli.assertRefused(Cli.mount(source, client), Cli.MOUNT_FAILED, "already");
            Files.writeString(client.resolve("still"), daemon.mountPoint().toString());
        }
    }

    @Test
    void mountPointIsADeadMount() {
        DaemonProcess daemon = start();
        daemon.killWithChildren();
        Cli.assertRefused(Cli.mount(source, client), Cli.MOUNT_FAILED, "dead", "holdfast umount");
        Cli.command("umount", client).mustSucceed();
        start().close();
    }

    @Test
    void sourceIsServedByAnotherDaemon() throws IOException {
        Path other = Files.createDirectory(fixture.root().resolve("other"));
        try (DaemonProcess daemon = start()) {
            Cli.assertRefused(
                    Cli.mount(source, other), Cli.ENVIRONMENT, daemon.workdir().toString());
        }
    }

    @Test
    void workdirIsOnAnotherMount() {
        Path elsewhere = fixture.scratch().directory("elsewhere");
        Cli.assertRefused(Cli.mount(source, client, "--workdir", elsewhere), Cli.ENVIRONMENT, "workdir", "mount");
    }

    @Test
    void workdirIsSomebodyElses() throws IOException {
        Path foreign = Files.createDirectory(fixture.root().resolve("foreign"));
        Path precious = Files.writeString(foreign.resolve("precious"), "data");
        Cli.assertRefused(Cli.mount(source, client, "--workdir", foreign), Cli.ENVIRONMENT, foreign.toString());
        if (!Files.readString(precious).equals("data")) {
            throw new AssertionError("a foreign directory was changed");
        }
    }

    @Test
    void defaultWorkdirIsSomebodyElses() throws IOException {
        Path foreign = Files.createDirectory(source.resolve(".holdfast"));
        Files.writeString(foreign.resolve("precious"), "data");
        Cli.assertRefused(Cli.mount(source, client), Cli.ENVIRONMENT, foreign.toString());
        Files.delete(foreign.resolve("precious"));
        Files.delete(foreign);
    }

    @Test
    void workdirIsAFile() throws IOException {
        Path file = Files.createFile(fixture.root().resolve("file"));
        Cli.assertRefused(Cli.mount(source, client, "--workdir", file), Cli.ENVIRONMENT, file.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mount",
                "mount only-one",
                "mount a b c",
                "mount --policy neither a b",
                "mount --cache sometimes a b",
                "mount --workers 0 a b",
                "mount --workers many a b",
                "mount --no-such-option a b",
                "mount --log-level loud a b",
                "umount",
                "status",
                "sweep",
                "no-such-command"
            })
    void usageErrors(String words) {
        Cli.assertRefused(Cli.command((Object[]) words.split(" ")), Cli.USAGE);
    }

    @Test
    void umountAndStatusOfWhatIsNotMounted() {
        for (String command : new String[] {"umount", "status"}) {
            Cli.assertRefused(Cli.command(command, client), Cli.MOUNT_FAILED, client.toString());
            Cli.assertRefused(Cli.command(command, client.resolve("missing")), Cli.MOUNT_FAILED, "missing");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mount", "umount", "status", "sweep", "demo"})
    void helpHasAnExample(String command) {
        String help = Cli.command(command, "--help").mustSucceed().out();
        if (!help.contains("holdfast " + command) || !help.toLowerCase().contains("example")) {
            throw new AssertionError("no example in the help of " + command + ":\n" + help);
        }
    }

    private DaemonProcess start() {
        return DaemonProcess.on(fixture.scratch(), source, client).start();
    }
}
