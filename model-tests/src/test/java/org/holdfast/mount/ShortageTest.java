package org.holdfast.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.holdfast.testkit.CTools;
import org.holdfast.testkit.DaemonProcess;
import org.holdfast.testkit.FsKind;
import org.holdfast.testkit.Program;
import org.holdfast.testkit.Status;
import org.junit.jupiter.api.Test;

/** Where a resource ends in the middle of the work, the client gets the host's own error or none at all, and the daemon goes on. */
@MountTest
final class ShortageTest {
    private static final int MANY = 20_000;
    private static final int MOST_LINKS_ON_EXT4 = 65_000;

    /** Work links need room in directories: when there is none, nodes keep a descriptor and the client notices nothing. */
    @Test
    void noSpaceLeftWhileLookingUp() {
        try (Fixture fixture = Fixture.of(FsKind.SMALL_EXT4)) {
            Program.Result made = Program.of(CTools.fsop(), fixture.source(), fixture.source())
                    .input("mkdir empty\neach empty " + MANY + " create\n")
                    .mustSucceed();
            assertThat(made.out()).contains("=> 0 failed");
            try (DaemonProcess daemon = DaemonProcess.on(fixture.scratch(), fixture.source(), fixture.client())
                    .start()) {
                Program.shell(
                                "head -c 100M /dev/zero > \"$1\"/fill; head -c 100M /dev/zero > \"$1\"/fill2; df \"$1\" >&2",
                                fixture.bare())
                        .run();
                assertThat(lines(fixture, "find \"$1\"/empty -type f -links 1"))
                        .as("files seen")
                        .isEqualTo(MANY);
                assertThat(daemon.status().map("fallbacks").toString())
                        .as("reasons for descriptors")
                        .contains("ENOSPC");
                assertThat(Program.shell(
                                        "echo text | dd of=\"$1\" 2>&1",
                                        fixture.client().resolve("new"))
                                .run()
                                .out())
                        .as("a write where there is no room")
                        .contains("No space left");
                Program.shell("rm -f \"$1\"/fill \"$1\"/fill2", fixture.bare()).mustSucceed();
                Program.shell("echo text | dd of=\"$1\" 2>&1", fixture.client().resolve("new"))
                        .mustSucceed();
                daemon.awaitIdle();
                assertThat(daemon.status().number("holds", "fd"))
                        .as("descriptors of nodes after forgetting")
                        .isLessThan(10);
            }
        }
    }

    /** Directories and open files need descriptors that the budget of policy adaptive has taken for others. */
    @Test
    void theBudgetMakesRoomForDirectoriesAndOpenFiles() throws IOException {
        int limit = 256;
        int directories = 150;
        int files = 3000;
        try (Fixture fixture = Fixture.of(FsKind.EXT4)) {
            Program.of(CTools.fsop(), fixture.source(), fixture.source())
                    .input("populate . " + directories + " " + files + "\n")
                    .mustSucceed();
            try (DaemonProcess daemon = DaemonProcess.on(fixture.scratch(), fixture.source(), fixture.client())
                    .fdLimit(limit)
                    .options("--policy", "adaptive", "--fds", Integer.toString(limit / 2))
                    .start()) {
                assertThat(lines(fixture, "find \"$1\" -type f -links 1"))
                        .as("files seen")
                        .isEqualTo(files);
                List<InputStream> open = new ArrayList<>();
                try {
                    for (int file = 0; file < 50; file++) {
                        open.add(Files.newInputStream(
                                fixture.client().resolve("d%03d/f%06d".formatted(file % directories, file))));
                    }
                } finally {
                    for (InputStream stream : open) {
                        stream.close();
                    }
                }
                Status status = daemon.status();
                assertThat(status.map("errors").toString())
                        .as("errors by request")
                        .doesNotContain("EMFILE", "ENFILE");
                assertThat(status.number("holds", "fd"))
                        .as("nodes with descriptors: no more than there is room for")
                        .isBetween((long) directories, limit - 16L);
            }
        }
    }

    /** A file that may have no further link is looked up all the same, and our link never takes the client's last one (Z49). */
    @Test
    void tooManyLinks() {
        try (Fixture fixture = Fixture.of(FsKind.EXT4)) {
            linkUp(fixture, "file", MOST_LINKS_ON_EXT4);
            linkUp(fixture, "almost", MOST_LINKS_ON_EXT4 - 1);
            try (DaemonProcess daemon = DaemonProcess.on(fixture.scratch(), fixture.source(), fixture.client())
                    .start()) {
                assertThat(stat(fixture, "file/n1"))
                        .as("links of the full file")
                        .isEqualTo(MOST_LINKS_ON_EXT4);
                assertThat(daemon.status().map("fallbacks").toString())
                        .as("reasons for descriptors")
                        .contains("EMLINK");
                Program.shell("cd \"$1\" && cat file/n1 && echo more >> file/n2 && cat file/n3", fixture.client())
                        .mustSucceed();
                assertThat(Program.shell("cd \"$1\" && ln file/n1 file/over", fixture.client())
                                .run()
                                .err())
                        .as("one link too many")
                        .contains("Too many links");
                assertThat(stat(fixture, "almost/n1"))
                        .as("links of the other file")
                        .isEqualTo(MOST_LINKS_ON_EXT4 - 1);
                Program.shell("cd \"$1\" && ln almost/n1 almost/last", fixture.client())
                        .mustSucceed();
                assertThat(stat(fixture, "almost/last"))
                        .as("links of the other file")
                        .isEqualTo(MOST_LINKS_ON_EXT4);
                Program.shell(
                                "cd \"$1\" && rm file/n2 && ln file/n1 file/n2 && mv file/n2 file/moved",
                                fixture.client())
                        .mustSucceed();
                assertThat(stat(fixture, "file/moved"))
                        .as("links of the full file")
                        .isEqualTo(MOST_LINKS_ON_EXT4);
                daemon.awaitIdle();
            }
        }
    }

    /** Descriptors run out for many open files: the client is told, and everything works again once they are closed (Z41). */
    @Test
    void fewDescriptors() {
        try (Fixture fixture = Fixture.of(FsKind.EXT4)) {
            Program.of(CTools.fsop(), fixture.source(), fixture.source())
                    .input("populate . 100 2000\n")
                    .mustSucceed();
            try (DaemonProcess daemon = DaemonProcess.on(fixture.scratch(), fixture.source(), fixture.client())
                    .fdLimit(72)
                    .start()) {
                Program.Result opened = Program.shell(
                                "cd \"$1\"/d000 && exec bash -c 'for f in *; do exec {fd}< $f && n=$((n+1)); done; echo $n'",
                                fixture.client())
                        .run();
                assertThat(opened.err())
                        .as("opening more files than there are descriptors; %s", opened.describe())
                        .doesNotContain("No such file", "Stale", "Input/output");
                assertThat(daemon.isAlive())
                        .as("the daemon lives; its log:%n%s", daemon.log())
                        .isTrue();
                daemon.awaitIdle();
                assertThat(lines(fixture, "cat \"$1\"/d001/* | grep -o f0"))
                        .as("files read afterwards")
                        .isEqualTo(20);
            }
        }
    }

    /** A walk that needs a descriptor for each directory names what it could not look at, and forgets nothing that it could. */
    @Test
    void aWalkWithoutDescriptorsLosesNoNames() {
        try (Fixture fixture = Fixture.of(FsKind.EXT4)) {
            Program.of(CTools.fsop(), fixture.source(), fixture.source())
                    .input("populate . 200 2000\n")
                    .mustSucceed();
            try (DaemonProcess daemon = DaemonProcess.on(fixture.scratch(), fixture.source(), fixture.client())
                    .fdLimit(72)
                    .start()) {
                assertThat(lines(fixture, "ls -f \"$1\" | grep '^d'"))
                        .as("directories listed")
                        .isEqualTo(200);
                Program.Result walk = Program.shell(
                                "find \"$1\" -ls 2>&1 > /dev/null | grep -v 'Too many open files' | head",
                                fixture.client())
                        .run();
                assertThat(walk.out()).as("errors other than EMFILE").isEmpty();
                daemon.awaitIdle();
                assertThat(lines(fixture, "find \"$1\"/d001 \"$1\"/d002 -type f"))
                        .as("files found afterwards")
                        .isEqualTo(20);
            }
        }
    }

    private static void linkUp(Fixture fixture, String name, int links) {
        Program.of(CTools.fsop(), fixture.source(), fixture.source())
                .input("mkdir %s\nopen f %s/n1 w|creat\nwrite f text\nlinks %s/n %d\n"
                        .formatted(name, name, name, links))
                .mustSucceed();
    }

    private static long stat(Fixture fixture, String name) {
        return Long.parseLong(Program.of("stat", "-c", "%h", fixture.client().resolve(name))
                .mustSucceed()
                .out()
                .strip());
    }

    private static long lines(Fixture fixture, String script) {
        return Long.parseLong(Program.shell("{ " + script + "; } | wc -l", fixture.client())
                .limit(Duration.ofMinutes(2))
                .mustSucceed()
                .out()
                .strip());
    }
}
