package org.holdfast.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.holdfast.testkit.Await;
import org.holdfast.testkit.FsKind;
import org.holdfast.testkit.MountTable;
import org.holdfast.testkit.Program;
import org.holdfast.testkit.Project;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A daemon of an ordinary user, mounted by fusermount3: it does what that user may do, and links what that user may link. */
@MountTest
@ParameterizedClass(name = "{0}")
@EnumSource(
        value = FsKind.class,
        names = {"EXT4", "XFS"})
final class UnprivilegedTest {
    /** "nobody": fusermount3 wants a user with a name. */
    private static final int USER = 65534;

    private static final int DIRECTORIES = 2000;

    private final Fixture fixture;
    private final Path source;
    private final Path client;
    private final Path program;
    private Program.Running daemon;

    UnprivilegedTest(FsKind kind) {
        fixture = Fixture.of(kind);
        source = fixture.source();
        client = fixture.client();
        program = fixture.scratch().directory("program");
    }

    /** The launcher and what it has built, where everybody may read it. */
    @BeforeEach
    void mountAsTheUser() {
        Program.shell(
                        "cp \"$1\"/holdfast \"$2\" && mkdir -p \"$2\"/impl/target && cp -r \"$1\"/impl/target/launch \"$2\"/impl/target/ && chmod -R a+rX \"$2\"",
                        Project.top(),
                        program)
                .mustSucceed();
        // Everybody may use /dev/fuse, which some minimal systems forget.
        Program.shell(
                        "getfacl -p /dev/fuse > \"$1\"/acl && setfacl -m u:$2:rw /dev/fuse",
                        fixture.scratch().path(),
                        USER)
                .mustSucceed();
        Program.shell(
                        "chmod 755 \"$1\" && chown $3 \"$2\" \"$4\" && cd \"$2\" && echo secret > foreign && chmod 400 foreign && echo suid > suid"
                                + " && chmod 4755 suid && echo public > public && mkdir private && chmod 700 private && echo own > own && chown $3 own",
                        fixture.root(),
                        source,
                        USER,
                        client)
                .mustSucceed();
        mount("exec \"$1\"/holdfast mount --policy link \"$2\" \"$3\"");
    }

    private void mount(String script) {
        daemon = asUser(script).start();
        Await.until(
                "the user's mount",
                () -> MountTable.isMountPoint(client) || !daemon.process().isAlive());
        assertThat(daemon.process().isAlive())
                .as(
                        "the daemon lives, or else: %s",
                        daemon.process().isAlive() ? "" : daemon.await().describe())
                .isTrue();
    }

    @AfterEach
    void unmount() {
        try {
            if (daemon.process().isAlive()) {
                Program.Result umount = asUser("\"$1\"/holdfast umount \"$3\"").run();
                assertThat(umount.exit()).as(umount.describe()).isZero();
                Program.Result end = daemon.await();
                assertThat(end.exit()).as(end.describe()).isZero();
                assertThat(end.err()).as("standard error").doesNotContain("Exception", "at org.");
            }
            assertThat(source.resolve(".holdfast")).as("the workdir").doesNotExist();
        } finally {
            Program.of("setfacl", "--restore=" + fixture.scratch().path().resolve("acl"))
                    .run();
            fixture.close();
        }
    }

    @Test
    void theUserWorksInTheMount() {
        assertThat(asUser(
                                "cd \"$3\" && echo text > f && ln f g && rm f && cat g && mkdir d && mv g d && exec 3< d/g && rm d/g && cat <&3 && stat -c '%u' d own")
                        .mustSucceed()
                        .lines())
                .containsExactly("text", "text", "" + USER, "" + USER);
        assertThat(asUser("cd \"$3\" && find . -printf '%P %n\\n' | grep -v -e '^private' -e '^d ' | sort")
                        .run()
                        .lines())
                .as("names and link counts")
                .contains("foreign 1", "own 1", "public 1", "suid 1");
    }

    /** Z39: far more directories than descriptors, which a user's daemon opens by their places. */
    @Test
    void moreDirectoriesThanDescriptors() {
        asUser("\"$1\"/holdfast umount \"$3\"").mustSucceed();
        daemon.await();
        asUser("cd \"$2\" && seq 0 " + (DIRECTORIES - 1)
                        + " | awk '{ print \"top/b\" $1 % 30 \"/d\" $1 }' | xargs mkdir -p && echo text > top/b7/d7/f")
                .mustSucceed();
        mount("ulimit -n 256 && exec \"$1\"/holdfast mount --policy adaptive --fds 64 \"$2\" \"$3\"");
        String walk = "find \"$3\"/top -type d | wc -l && ";
        assertThat(asUser(
                                walk + walk
                                        + "cd \"$3\" && mv top/b7 b && mv b/d7 top && mv -T top t && cat t/d7/f && ls t | wc -l")
                        .mustSucceed()
                        .lines())
                .containsExactly("" + (31 + DIRECTORIES), "" + (31 + DIRECTORIES), "text", "30");
        Matcher shut = Pattern.compile("\"shut\" *: *(\\d+)")
                .matcher(asUser("\"$1\"/holdfast status \"$3\" --json")
                        .mustSucceed()
                        .out());
        assertThat(shut.find()).isTrue();
        assertThat(Integer.parseInt(shut.group(1)))
                .as("directories without a descriptor")
                .isGreaterThan(DIRECTORIES - 256);
    }

    /** Z51, Z50: protected_hardlinks forbids the link; the lookup works all the same, and by a descriptor. */
    @Test
    void filesThatTheUserMayNotLink() {
        assertThat(asUser("cd \"$3\" && stat -c '%n %a %u' foreign suid public && cat public suid")
                        .mustSucceed()
                        .lines())
                .containsExactly("foreign 400 0", "suid 4755 0", "public 644 0", "public", "suid");
        assertThat(asUser("cat \"$3\"/foreign").run().err())
                .as("reading what the user may not read")
                .contains("denied");
        assertThat(asUser("ls \"$3\"/private").run().err())
                .as("listing what the user may not list")
                .contains("denied");
        assertThat(asUser("echo x >> \"$3\"/public").run().err())
                .as("writing what the user may not write")
                .contains("denied");
        String status =
                asUser("\"$1\"/holdfast status \"$3\" --json").mustSucceed().out();
        assertThat(status).as("reasons for descriptors").contains("EPERM");
        asUser("cat \"$3\"/own").mustSucceed();
        assertThat(Files.exists(client)).as("root looks at it").isNotNull();
    }

    private Program asUser(String script) {
        return Program.of(
                        "setpriv",
                        "--reuid=" + USER,
                        "--regid=" + USER,
                        "--clear-groups",
                        "--inh-caps=-all",
                        "sh",
                        "-c",
                        script,
                        "sh",
                        program,
                        source,
                        client)
                .in(Path.of("/"));
    }
}
