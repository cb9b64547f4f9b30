package org.holdfast.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.holdfast.testkit.CTools;
import org.holdfast.testkit.DaemonProcess;
import org.holdfast.testkit.FsKind;
import org.holdfast.testkit.Kernel;
import org.holdfast.testkit.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** P14: where an object cannot have a work link its node keeps a descriptor; only {@code status} tells the difference. */
@MountTest
final class FallbackTest {
    @ParameterizedTest
    @ValueSource(strings = {"data", "directories-z32", "big-directory", "hostile-names-z57", "append-direct-mmap"})
    void aFileSystemWithoutHardLinks(String script) {
        try (Fixture fixture = Fixture.mounted(FsKind.NO_LINKS)) {
            new Differential(fixture, "-i").check(Script.named(script));
        }
    }

    @Test
    void aFileSystemWithoutHardLinksIsNamedAsTheReason() {
        try (Fixture fixture = Fixture.of(FsKind.NO_LINKS)) {
            populate(fixture, "populate . 3 60");
            fixture.mount();
            DaemonProcess daemon = fixture.daemon();
            assertThat(Program.shell("find \"$1\" -type f -links 1 | wc -l", fixture.client())
                            .mustSucceed()
                            .out())
                    .isEqualTo("60\n");
            assertThat(daemon.status().number("holds", "fd"))
                    .as("nodes held by a descriptor")
                    .isGreaterThanOrEqualTo(60);
            assertThat(daemon.status().number("holds", "link"))
                    .as("nodes held by a link")
                    .isZero();
            assertThat(daemon.status().map("fallbacks"))
                    .as("reasons for descriptors")
                    .isNotEmpty();
            Program.shell(
                            "cd \"$1\" && exec 3<> d000/f000000 && rm d000/f000000 && echo more >&3 && mv d001 d009 && cat d009/*",
                            fixture.client())
                    .mustSucceed();
            Kernel.dropCaches();
            Kernel.dropCaches();
            assertThat(daemon.status().number("holds", "fd"))
                    .as("nodes held by a descriptor after forgetting")
                    .isLessThan(10);
        }
    }

    /** Immutable and append-only files can have no further link (EPERM), and later ones can. */
    @Test
    void immutableFiles() {
        try (Fixture fixture = Fixture.of(FsKind.EXT4)) {
            populate(fixture, "populate . 0 10");
            Program.shell("cd \"$1\" && chattr +i f000001 && chattr +a f000002", fixture.source())
                    .mustSucceed();
            fixture.mount();
            DaemonProcess daemon = fixture.daemon();
            assertThat(Program.shell("cat \"$1\"/f*; stat -c %h \"$1\"/f* | sort -u", fixture.client())
                            .mustSucceed()
                            .lines())
                    .as("the last line: the only link count")
                    .last()
                    .asString()
                    .endsWith("1");
            assertThat(daemon.status().map("fallbacks").toString())
                    .as("reasons for descriptors")
                    .contains("EPERM");
            assertThat(daemon.status().number("holds", "link"))
                    .as("nodes held by a link")
                    .isEqualTo(8);
            // Made immutable while a work link exists: neither the link nor the mark may keep the daemon from going.
            Program.shell("cd \"$1\" && chattr +i f000003", fixture.client()).mustSucceed();
            Kernel.dropCaches();
            assertThat(Program.of("cat", fixture.client().resolve("f000003"))
                            .mustSucceed()
                            .out())
                    .isEqualTo("f000003");
            assertThat(Program.of("rm", "-f", fixture.client().resolve("f000003"))
                            .run()
                            .exit())
                    .as("rm of it")
                    .isNotZero();
            daemon.stop();
            Program.of("chattr", "-R", "-i", "-a", fixture.source()).mustSucceed();
            assertThat(Program.shell("stat -c %h \"$1\"/f* | sort -u", fixture.source())
                            .mustSucceed()
                            .out())
                    .as("link counts on the host afterwards")
                    .isEqualTo("1\n");
        }
    }

    /**
     * Made immutable or append-only behind the daemon's back, a file keeps its work link when it is forgotten: nobody sees
     * it, and it goes at the unmount.
     */
    @Test
    void workLinksThatCannotBeRemoved() {
        try (Fixture fixture = Fixture.of(FsKind.EXT4)) {
            populate(fixture, "populate . 0 10");
            fixture.mount();
            DaemonProcess daemon = fixture.daemon();
            Program.shell("cat \"$1\"/f*", fixture.client()).mustSucceed();
            Program.shell("cd \"$1\" && chattr +i f000001 && chattr +a f000002", fixture.source())
                    .mustSucceed();
            String before = Program.shell("cd \"$1\" && stat -c '%n %h %z' f*", fixture.client())
                    .mustSucceed()
                    .out();
            for (int i = 0; i < 3; i++) {
                Kernel.dropCaches();
                assertThat(Program.shell("cd \"$1\" && stat -c '%n %h %z' f*", fixture.client())
                                .mustSucceed()
                                .out())
                        .as("link counts and change times after forgetting")
                        .isEqualTo(before);
            }
            assertThat(Program.of("cat", fixture.client().resolve("f000001"))
                            .mustSucceed()
                            .out())
                    .isEqualTo("f000001");
            Program.shell("cd \"$1\" && chattr -i f000001 && chattr -a f000002", fixture.source())
                    .mustSucceed();
            daemon.stop();
            assertThat(Program.shell("stat -c %h \"$1\"/f* | sort -u", fixture.source())
                            .mustSucceed()
                            .out())
                    .as("link counts on the host afterwards")
                    .isEqualTo("1\n");
        }
    }

    @Test
    void policyFdMakesNoLinkAndNoWorkdir() {
        try (Fixture fixture = Fixture.of(FsKind.EXT4)) {
            populate(fixture, "populate . 0 50");
            fixture.mount("--policy", "fd");
            Program.of("ls", "-l", fixture.client()).mustSucceed();
            assertThat(fixture.daemon().status().number("holds", "link"))
                    .as("nodes held by a link")
                    .isZero();
            assertThat(fixture.daemon().status().number("holds", "fd"))
                    .as("nodes held by a descriptor")
                    .isGreaterThanOrEqualTo(50);
            assertThat(List.of(fixture.source().toFile().list()))
                    .as("names in the source")
                    .doesNotContain(".holdfast");
        }
    }

    private static void populate(Fixture fixture, String script) {
        Program.of(CTools.fsop(), fixture.source(), fixture.source())
                .input(script + "\n")
                .mustSucceed();
    }
}
