package org.holdfast.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.holdfast.testkit.FsKind;
import org.holdfast.testkit.Program;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A tree with everything in it goes to the mount and back through tar, rsync and dpkg and is the same, byte for byte. */
@MountTest(needsDaemon = false)
@ParameterizedClass(name = "{0}")
@EnumSource(
        value = FsKind.class,
        names = {"EXT4", "XFS"})
final class ArchivesTest {
    private static final String TAR =
            "tar --xattrs --xattrs-include='*' --acls --numeric-owner --sort=name --format=pax "
                    + "--pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime";

    private final Fixture fixture;
    private final Path original;

    ArchivesTest(FsKind kind) {
        fixture = Fixture.mounted(kind);
        original = fixture.bare().resolve("original");
    }

    /** Hard links, symlinks, holes, ACLs, attributes, a capability, special files, owners, odd modes, names and times. */
    @BeforeEach
    void makeTree() {
        Program.shell(
                        "mkdir \"$1\" && cd \"$1\" && mkdir -p a/b/c sticky setgid 'with space' \"$(printf 'bytes\\377')\""
                                + " && for i in $(seq 300); do head -c $((i * 97)) /dev/urandom > a/b/$i; done"
                                + " && ln a/b/1 a/one && ln a/b/1 'with space/one' && ln a/b/2 a/b/c/two && ln -s ../nowhere a/dangling"
                                + " && ln -P a/dangling a/again && truncate -s 10M sparse && printf x | dd of=sparse bs=1 seek=5000000 conv=notrunc 2>/dev/null"
                                + " && mkfifo fifo && mknod null c 1 3 && : > empty && echo secret > none && chmod 0 none"
                                + " && chmod 1777 sticky && chmod 2755 setgid && chown 1000:2000 a/b/3 a/b/c && chmod 6755 a/b/3"
                                + " && setfattr -n user.name -v value a/b/4 && setfattr -n trusted.t -v value a/b/4 && setfattr -n user.d -v d a/b/c"
                                + " && setfattr -h -n trusted.l -v link a/dangling && setfacl -m u:1000:r a/b/5 && setfacl -d -m g:2000:rwx a/b/c"
                                + " && setcap cap_net_raw+ep a/b/6 && touch -d '1999-12-31 23:59:59.123456789' a/b/7 && touch -d '2040-01-01' a/b/c"
                                + " && dd if=/dev/urandom of=big bs=1M count=8 2>/dev/null",
                        original)
                .mustSucceed();
    }

    @AfterEach
    void unmount() {
        fixture.close();
    }

    @Test
    void tarThereAndBack() {
        Path client = fixture.client().resolve("there");
        Path back = fixture.bare().resolve("back");
        tarTo(original, client);
        tarTo(client, back);
        assertThat(digest(client)).as("the archive of the tree at the mount").isEqualTo(digest(original));
        assertThat(digest(back)).as("the archive of the tree that came back").isEqualTo(digest(original));
        fixture.mounted().daemon().ifPresent(daemon -> daemon.awaitIdle());
        assertThat(digest(fixture.source().resolve("there")))
                .as("the archive on the host")
                .isEqualTo(digest(original));
    }

    private static void tarTo(Path from, Path to) {
        Program.Result result = Program.shell(
                        "mkdir \"$2\" && " + TAR
                                + " -C \"$1\" -cf - . | tar --xattrs --xattrs-include='*' --acls -xpf - -C \"$2\"",
                        from,
                        to)
                .mustSucceed();
        assertThat(result.err().lines().filter(line -> !line.contains("time stamp")))
                .as("complaints of tar")
                .isEmpty();
    }

    private static String digest(Path tree) {
        return Program.shell(TAR + " -C \"$1\" -cf - . | sha256sum", tree)
                .mustSucceed()
                .out();
    }

    @Test
    void rsyncToTheMountAndFromIt() {
        Path client = fixture.client().resolve("there");
        Path back = fixture.bare().resolve("back");
        for (List<Path> pair : List.of(List.of(original, client), List.of(client, back))) {
            rsync(pair.get(0), pair.get(1));
            assertThat(rsync(pair.get(0), pair.get(1)))
                    .as("what rsync finds to do the second time, to %s", pair.get(1))
                    .isEmpty();
        }
        Trees.assertSame("the tree that came back", Trees.everything(back), Trees.everything(original));
        Program.shell("cd \"$1\" && rm a/b/10 && mv a/b/11 a/b/moved && echo more >> a/b/12", original)
                .mustSucceed();
        assertThat(rsync(original, client))
                .as("what rsync finds to do after three changes")
                .isNotEmpty();
        assertThat(rsync(original, client)).as("what rsync finds to do then").isEmpty();
        Trees.assertSame("the tree at the mount", Trees.everything(client), Trees.everything(original));
    }

    private static String rsync(Path from, Path to) {
        return Program.of("rsync", "-aHAXi", "--modify-window=-1", "--delete", "--numeric-ids", from + "/", to + "/")
                .mustSucceed()
                .out();
    }

    @Test
    void dpkgOfALargePackage() {
        Path client = fixture.client().resolve("package");
        Path bare = fixture.bare().resolve("package");
        String deb = largePackage();
        Program.of("dpkg", "-x", deb, bare).mustSucceed();
        Program.of("dpkg", "-x", deb, client).limit(Duration.ofMinutes(3)).mustSucceed();
        assertThat(Program.of("diff", "-r", "--no-dereference", bare, client)
                        .run()
                        .out())
                .as("differences")
                .isEmpty();
        Trees.assertSame("what dpkg unpacked at the mount", Trees.attributes(client), Trees.attributes(bare));
    }

    /** The largest package up to 40 MB in apt's cache, or one fetched. */
    private String largePackage() {
        String find =
                "find /var/cache/apt/archives \"$1\" -name '*.deb' -size +3M -size -40M -printf '%s %p\\n' | sort -n | tail -1 | cut -d' ' -f2-";
        String found = Program.shell(find, fixture.scratch().path())
                .mustSucceed()
                .out()
                .strip();
        if (found.isEmpty()) {
            Program.shell("apt-get -q download git", fixture.scratch().path())
                    .in(fixture.scratch().path())
                    .mustSucceed();
            found = Program.shell(find, fixture.scratch().path())
                    .mustSucceed()
                    .out()
                    .strip();
        }
        assertThat(found).as("a package of 3 to 40 MB").isNotEmpty();
        return found;
    }
}
