package org.holdfast.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.holdfast.testkit.Await;
import org.holdfast.testkit.DaemonProcess;
import org.holdfast.testkit.FsKind;
import org.holdfast.testkit.Kernel;
import org.holdfast.testkit.LoopFs;
import org.holdfast.testkit.MountTable;
import org.holdfast.testkit.Program;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Z27, Z28: an export with other mounts below it: each has a workdir of its own or none, and nothing is taken for another. */
@MountTest
@ParameterizedClass(name = "{0}")
@EnumSource(
        value = FsKind.class,
        names = {"EXT4", "XFS"})
final class MountsBelowTest {
    private final Fixture fixture;
    private final Path source;
    private final Path client;

    MountsBelowTest(FsKind kind) {
        fixture = Fixture.of(kind);
        source = fixture.source();
        client = fixture.client();
    }

    @BeforeEach
    void mountBelow() {
        Path twin = LoopFs.mount(fixture.scratch(), FsKind.EXT4);
        Path twin2 = LoopFs.mount(fixture.scratch(), FsKind.EXT4);
        Program.shell(
                        "cd \"$1\" && mkdir source/memory source/twin source/twin2 source/bind source/ro source/vanishing bare/shared"
                                + " && mount -t tmpfs -o mode=755 holdfast-test source/memory && mount --bind \"$2\" source/twin"
                                + " && mount --bind \"$3\" source/twin2 && mount --bind bare/shared source/bind"
                                + " && mount --bind bare/shared source/ro && mount -o remount,bind,ro source/ro"
                                + " && for d in source source/memory source/twin source/twin2 source/bind; do echo $d > $d/file; ln -s $d $d/symlink; done",
                        fixture.root(),
                        twin,
                        twin2)
                .mustSucceed();
        fixture.mount();
    }

    @AfterEach
    void nothingIsLeft() {
        try {
            fixture.mounted().close();
            assertThat(Program.shell("find \"$1\" -name .holdfast", fixture.root())
                            .mustSucceed()
                            .out())
                    .as("workdirs left")
                    .isEmpty();
            assertThat(Program.shell("find \"$1\" -type f -links +1", fixture.root())
                            .mustSucceed()
                            .out())
                    .as("links left")
                    .isEmpty();
        } finally {
            fixture.close();
        }
    }

    @Test
    void eachMountHasAWorkdirOfItsOwnWhereOneCanBe() {
        assertThat(Program.shell("cd \"$1\" && cat file memory/file twin/file twin2/file bind/file ro/file", client)
                        .mustSucceed()
                        .lines())
                .containsExactly(
                        "source", "source/memory", "source/twin", "source/twin2", "source/bind", "source/bind");
        for (String below : List.of("", "memory", "twin", "twin2")) {
            Path workdir = source.resolve(below).resolve(".holdfast");
            assertThat(workdir).as("a workdir on the host").isDirectory();
            Await.until("work links in " + workdir, () -> {
                Program.of("cat", client.resolve(below).resolve("file")).mustSucceed();
                return !DaemonProcess.links(workdir).isEmpty();
            });
        }
        assertThat(fixture.daemon().status().map("fallbacks"))
                .as("reasons for descriptors")
                .isNotEmpty();
        assertThat(Program.shell(
                                "find \"$1\" -name '.holdfast*'; ls -a \"$1\"/memory \"$1\"/twin | grep '^[.]holdfast'",
                                client)
                        .run()
                        .out())
                .as("workdirs that the client sees")
                .isEmpty();
    }

    @Test
    void whatTheMountsHoldIsNeverMixedUp() {
        Program.Result inodes = Program.shell(
                        "cd \"$1\" && stat -c '%i' file memory/file twin/file twin2/file bind/file ro/file . memory twin twin2 bind ro",
                        client)
                .mustSucceed();
        assertThat(inodes.lines())
                .as("inode numbers of twelve objects")
                .hasSize(12)
                .doesNotHaveDuplicates();
        assertThat(Program.shell("stat -c %i \"$1\"/twin/file \"$1\"/twin2/file | uniq | wc -l", source)
                        .mustSucceed()
                        .out())
                .as("on the host both file systems use the same number")
                .isEqualTo("1\n");
        assertThat(Program.shell("cd \"$1\" && cat twin/file twin2/file twin/file", client)
                        .mustSucceed()
                        .lines())
                .containsExactly("source/twin", "source/twin2", "source/twin");
        Program.shell(
                        "cd \"$1\" && echo one > twin/file && echo two > twin2/file && rm twin/file && cat twin2/file | grep -qx two",
                        client)
                .mustSucceed();
    }

    /** P8: the work links that several mounts make of one object are links of that object, and none shows on any mount. */
    @Test
    void oneObjectOnSeveralMountsShowsNoneOfItsWorkLinks() {
        Path again = source.resolve("again");
        Program.shell("mkdir \"$2\" && mount --bind \"$1\"/bind \"$2\"", source, again)
                .mustSucceed();
        String before = linksAndCtime(source.resolve("bind"));
        assertThat(before).startsWith("1 ");
        for (int round = 0; round < 3; round++) {
            for (String mount : List.of("ro", "bind", "again", "bind", "ro")) {
                assertThat(linksAndCtime(client.resolve(mount)))
                        .as("round %d through %s", round, mount)
                        .isEqualTo(before);
            }
            Kernel.dropCaches();
        }
        Program.shell("umount -l \"$1\" && rmdir \"$1\"", again).mustSucceed();
    }

    private static String linksAndCtime(Path directory) {
        return Program.of("stat", "-c", "%h %z", directory.resolve("file"))
                .mustSucceed()
                .out();
    }

    @Test
    void theSameDirectoryReadOnlyAndWritable() {
        for (List<String> order : List.of(List.of("ro", "bind"), List.of("bind", "ro"))) {
            Kernel.dropCaches();
            for (String first : order) {
                Program.of("stat", client.resolve(first).resolve("file")).mustSucceed();
            }
            Program.shell("echo more >> \"$1\"/bind/file && echo new > \"$1\"/bind/new && rm \"$1\"/bind/new", client)
                    .mustSucceed();
            assertThat(Program.shell("echo more >> \"$1\"/ro/file", client)
                            .run()
                            .err())
                    .as("a write through ro")
                    .contains("Read-only");
            assertThat(Program.shell("touch \"$1\"/ro/new", client).run().err())
                    .as("a new file through ro")
                    .contains("Read-only");
            assertThat(Program.shell("chmod 600 \"$1\"/ro/file", client).run().err())
                    .as("a chmod through ro")
                    .contains("Read-only");
            assertThat(Program.shell("rm -f \"$1\"/ro/file", client).run().err())
                    .as("a removal through ro")
                    .contains("Read-only");
        }
    }

    @Test
    void linksAndRenamesDoNotCrossMounts() {
        for (String below : List.of("memory", "twin", "bind")) {
            assertThat(Program.shell("cd \"$1\" && ln file $2/link", client, below)
                            .run()
                            .err())
                    .as("link into %s", below)
                    .contains("cross-device");
            assertThat(Program.shell("cd \"$1\" && rmdir $2", client, below)
                            .run()
                            .err())
                    .as("rmdir of %s", below)
                    .contains("busy");
            Program.shell(
                            "cd \"$1\" && cp file moving && mv moving $2/moved && grep -qx source $2/moved && mv $2/moved back && rm back",
                            client,
                            below)
                    .mustSucceed();
        }
    }

    /** Z34 and Z30 on a mount below. */
    @Test
    void unlinkedOpenFilesOnAMountBelow() {
        for (String below : List.of("memory", "twin", "bind")) {
            assertThat(Program.shell(
                                    "cd \"$1\"/$2 && mkdir d && echo text > d/f && exec 3<> d/f && rm d/f && rmdir d && echo 2 > /proc/sys/vm/drop_caches"
                                            + " && cat <&3 && echo more >&3 && stat -L -c '%h %s' /dev/fd/3",
                                    client, below)
                            .mustSucceed()
                            .lines())
                    .as("in %s", below)
                    .containsExactly("text", "0 10");
        }
    }

    /** What is mounted while the daemon runs is served from then on. */
    @Test
    void aMountThatComesLater() {
        Path place = source.resolve("vanishing");
        Program.of("ls", client.resolve("vanishing")).mustSucceed();
        Program.of("mount", "-t", "tmpfs", "holdfast-test", place).mustSucceed();
        Program.shell("echo late > \"$1\"/file", place).mustSucceed();
        Await.until("the new mount shows", () -> Files.exists(client.resolve("vanishing/file")));
        Program.shell(
                        "cd \"$1\" && echo more >> file && mkdir d && mv file d && grep -q late d/file",
                        client.resolve("vanishing"))
                .mustSucceed();
        assertThat(MountTable.isMountPoint(place)).isTrue();
    }

    /** Z43: what the client has forgotten keeps no mount of the host busy. */
    @Test
    void theHostUnmountsWhatTheClientHasForgotten() {
        Program.of("cat", client.resolve("memory/file"), client.resolve("twin/file"))
                .mustSucceed();
        Await.until("the host can unmount", () -> {
            Kernel.dropCaches();
            return Program.of("umount", source.resolve("memory")).run().exit() == 0;
        });
        Await.until("the mount is gone for the client", () -> !Files.exists(client.resolve("memory/file")));
        Program.shell("cd \"$1\" && echo text > memory/below && rm memory/below && cat twin/file", client)
                .mustSucceed();
    }
}
