package org.holdfast.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.holdfast.testkit.DaemonProcess;
import org.holdfast.testkit.FsKind;
import org.holdfast.testkit.Program;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Z58: the client reaches the workdir by no name and no request, wherever it lies. */
@MountTest
@ParameterizedClass(name = "workdir {0}")
@ValueSource(strings = {".holdfast", "deep/down/work", "../work"})
final class HiddenWorkdirTest {
    private final Fixture fixture = Fixture.of(FsKind.EXT4);
    private final Path client = fixture.client();
    private final String name;
    private final DaemonProcess daemon;

    HiddenWorkdirTest(String name) {
        this.name = name;
        Path workdir = fixture.source().resolve(name).normalize();
        Program.shell("mkdir -p \"$1\" && echo text > \"$2\"/file", workdir.getParent(), fixture.source())
                .mustSucceed();
        daemon = DaemonProcess.on(fixture.scratch(), fixture.source(), client)
                .workdir(workdir)
                .start();
    }

    @AfterEach
    void nothingIsLeft() {
        try {
            daemon.close();
            assertThat(daemon.workdir().resolve("00"))
                    .as("shards of the workdir")
                    .doesNotExist();
        } finally {
            fixture.close();
        }
    }

    @Test
    void itIsUsedAndNotSeen() {
        Program.of("cat", client.resolve("file")).mustSucceed();
        assertThat(daemon.links()).as("work links").isNotEmpty();
        assertThat(Program.shell("cd \"$1\" && find . | grep -e work -e holdfast; stat -c %h file", client)
                        .run()
                        .lines())
                .as("what find shows of it, and links of a file")
                .containsExactly("1");
    }

    @Test
    void itIsNotReachedByName() throws IOException {
        if (name.startsWith("..")) {
            return;
        }
        Program.of("cat", client.resolve("file")).mustSucceed();
        Path hidden = client.resolve(name);
        Path link = daemon.links().get(0);
        Path hiddenLink = hidden.resolve(daemon.workdir().relativize(link));
        int links = daemon.links().size();
        for (String command : new String[] {"stat", "ls", "cat", "rm -rf", "readlink -e", "rmdir"}) {
            Program.Result result = Program.shell(command + " \"$1\"", hidden).run();
            assertThat(result.err() + result.exit()).as(result.describe()).matches("(?s).*(No such file|[01]$).*");
            Program.shell(command + " \"$1\"", hiddenLink).run();
        }
        assertThat(Files.exists(hidden)).as("it exists for the client").isFalse();
        for (String command : new String[] {
            "mkdir \"$1\"", "touch \"$1\"", "ln -s x \"$1\"", "ln \"$2\" \"$1\"", "mv \"$2\" \"$1\"", "mkfifo \"$1\"",
            "mv -T \"$1\" \"$2\"", "echo x > \"$1\"", "ln \"$1\" \"$2.link\"", "mv -T \"$2\" \"$1\"",
                    "touch \"$1/00/x\"", "mkdir \"$1/x\"",
            "ln \"$3\" \"$2.link\"", "mv \"$2\" \"$1/\""
        }) {
            Program.Result result = Program.shell(command, hidden, client.resolve("file"), hiddenLink)
                    .run();
            assertThat(result.exit())
                    .as("%s must fail: %s", command, result.describe())
                    .isNotZero();
        }
        assertThat(Files.readString(client.resolve("file"))).isEqualTo("text\n");
        assertThat(daemon.workdir()).as("the workdir on the host").isDirectory();
        assertThat(daemon.links().size()).as("work links after all that").isGreaterThanOrEqualTo(links);
    }

    /** A second name of its directory, by a rename of the directory above it on the host, hides it as well. */
    @Test
    void itStaysHiddenWhenTheHostRenamesWhatIsAbove() throws IOException {
        if (!name.contains("/") || name.startsWith("..")) {
            return;
        }
        Files.move(fixture.source().resolve("deep"), fixture.source().resolve("renamed"));
        assertThat(Program.shell("sleep 1.1; cd \"$1\" && find renamed", client)
                        .mustSucceed()
                        .lines())
                .containsExactly("renamed", "renamed/down");
        assertThat(Program.of("stat", client.resolve("renamed/down/work")).run().err())
                .contains("No such file");
        assertThat(Program.of("rm", "-rf", client.resolve("renamed")).run().exit())
                .as("rm -rf of what is above it")
                .isNotZero();
        Files.move(fixture.source().resolve("renamed"), fixture.source().resolve("deep"));
        assertThat(Program.of("cat", client.resolve("file")).mustSucceed().out())
                .isEqualTo("text\n");
    }
}
