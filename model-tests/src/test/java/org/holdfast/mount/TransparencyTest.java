package org.holdfast.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.holdfast.testkit.Await;
import org.holdfast.testkit.FsKind;
import org.holdfast.testkit.Kernel;
import org.holdfast.testkit.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Z44, Z45, Z47: link counts and change times are those of a file system without work links, while nothing else changes them. */
@MountTest(needsDaemon = false)
@ParameterizedClass(name = "{0} --policy {1}")
@MethodSource("mounts")
final class TransparencyTest {
    /** Longer than the client believes an attribute, and than a clock tick of any file system. */
    private static final Duration CACHE_TIME = Duration.ofMillis(1100);

    private static final int ROUNDS = 15;
    /** Long enough for a look to fall into the middle of an unlink many times. */
    private static final Duration DROPPING = Duration.ofSeconds(6);

    private static Fixture fixture;

    TransparencyTest(FsKind kind, String policy) {}

    static List<Arguments> mounts() {
        return List.of(
                Arguments.of(FsKind.EXT4, "link"),
                Arguments.of(FsKind.XFS, "link"),
                Arguments.of(FsKind.EXT4, "fd"),
                Arguments.of(FsKind.BTRFS, "link"),
                Arguments.of(FsKind.TMPFS, "link"));
    }

    @BeforeParameterizedClassInvocation
    static void mount(FsKind kind, String policy) {
        fixture = Fixture.of(kind);
        Program.shell(
                        "cd \"$1\" && mkdir d d/e && echo text > f && echo text > d/g && ln f d/h && ln d/g d/e/i && ln -s f s"
                                + " && ln s d/s && mkfifo p && ln p d/p && mknod n c 1 3 && : > empty && chmod 0 empty"
                                + " && for i in $(seq 60); do echo $i > d/f$i && ln d/f$i d/k$i; done && sleep 0.1",
                        fixture.source())
                .mustSucceed();
        fixture.mount("--policy", policy);
    }

    @AfterParameterizedClassInvocation
    static void unmount() {
        fixture.close();
    }

    /** Link count and change time, to the nanosecond, of everything but the root (the workdir is made there). */
    private static String attributes(Path tree) {
        return Program.shell(
                        "cd \"$1\" && find . -mindepth 1 -path ./.holdfast -prune -o -mindepth 1 -printf '%P %n %C@\\n' | sort",
                        tree)
                .mustSucceed()
                .out();
    }

    @Test
    void lookingForgettingAndLookingAgainChangesNothing() {
        String first = attributes(fixture.client());
        assertThat(first.lines().count()).as("objects looked at").isGreaterThan(100);
        for (int round = 0; round < ROUNDS; round++) {
            Kernel.dropCaches();
            assertThat(attributes(fixture.client()))
                    .as("link counts and change times after forgetting %d times", round + 1)
                    .isEqualTo(first);
        }
        Program.shell("cd \"$1\" && cat f d/g d/f* > /dev/null; readlink s d/s", fixture.client())
                .mustSucceed();
        Await.pause(CACHE_TIME);
        assertThat(attributes(fixture.client()))
                .as("after reading, and the cache's time")
                .isEqualTo(first);
    }

    @Test
    void lookingWhileTheCachesAreDroppedAllTheTimeChangesNothing() {
        String first = attributes(fixture.client());
        Thread dropper = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                Kernel.dropCaches();
            }
        });
        dropper.start();
        try {
            long end = System.nanoTime() + DROPPING.toNanos();
            for (int round = 0; round < ROUNDS || System.nanoTime() < end; round++) {
                assertThat(attributes(fixture.client()))
                        .as("in round %d", round)
                        .isEqualTo(first);
            }
        } finally {
            dropper.interrupt();
        }
    }

    /** What a handle shows must be what the name shows. */
    @Test
    void anOpenFileShowsTheSame() {
        Program.Result shown = Program.shell(
                        "cd \"$1\" && exec 3< d/g && stat -c '%h %z' d/g && echo 2 > /proc/sys/vm/drop_caches"
                                + " && stat -L -c '%h %z' /dev/fd/3 && sleep 1.1 && stat -L -c '%h %z' /dev/fd/3 && stat -c '%h %z' d/g",
                        fixture.client())
                .mustSucceed();
        assertThat(shown.lines().stream().distinct())
                .as("link count and change time of d/g")
                .hasSize(1);
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of("chmod by the client", "chmod 640 \"$1\"", false),
                Arguments.of("chmod on the host", "chmod 640 \"$1\"", true),
                Arguments.of("chown by the client", "chown 7:7 \"$1\"", false),
                Arguments.of("write by the client", "echo more >> \"$1\"", false),
                Arguments.of("write on the host", "echo more >> \"$1\"", true),
                Arguments.of("link by the client", "ln \"$1\" \"$1.link\"", false),
                Arguments.of("link on the host", "ln \"$1\" \"$1.link\"", true),
                Arguments.of("rename by the client", "mv \"$1\" \"$1.moved\" && mv \"$1.moved\" \"$1\"", false),
                Arguments.of("rename on the host", "mv \"$1\" \"$1.moved\" && mv \"$1.moved\" \"$1\"", true),
                Arguments.of("setfattr by the client", "setfattr -n user.a -v b \"$1\"", false),
                Arguments.of("touch by the client", "touch \"$1\"", false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void aRealChangeShows(String what, String command, boolean onHost) {
        String name = what.replace(' ', '-');
        Path file = fixture.client().resolve(name);
        Path target = (onHost ? fixture.source() : fixture.client()).resolve(name);
        Program.shell("echo text > \"$1\" && sleep 0.05", fixture.source().resolve(name))
                .mustSucceed();
        String before = changeTime(file);
        Program.shell(command, target).mustSucceed();
        if (onHost) {
            Await.pause(CACHE_TIME);
        }
        String after = changeTime(file);
        assertThat(after).as("change time after %s", what).isGreaterThan(before);
        Kernel.dropCaches();
        assertThat(changeTime(file))
                .as("change time after %s and forgetting", what)
                .isEqualTo(after);
        assertThat(nlink(file)).as("link count after %s", what).isEqualTo(what.startsWith("link") ? "2" : "1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "symlink"})
    void theLinkCountFollowsTheNames(String kind) {
        UnaryOperator<String> client =
                name -> fixture.client().resolve(kind + name).toString();
        Program.shell(kind.equals("file") ? "echo text > \"$1\"" : "ln -s nowhere \"$1\"", client.apply("0"))
                .mustSucceed();
        for (int i = 1; i <= 20; i++) {
            Program.of("ln", "-P", client.apply("" + (i - 1)), client.apply("" + i))
                    .mustSucceed();
            if (i % 3 == 0) {
                Kernel.dropCaches();
            }
            for (int name = 0; name <= i; name += 4) {
                assertThat(nlink(Path.of(client.apply("" + name))))
                        .as("of %d names", i + 1)
                        .isEqualTo("" + (i + 1));
            }
        }
        for (int i = 20; i >= 1; i--) {
            Program.of("rm", client.apply("" + i)).mustSucceed();
            assertThat(nlink(Path.of(client.apply("0"))))
                    .as("of %d names left", i)
                    .isEqualTo("" + i);
        }
    }

    private static String changeTime(Path file) {
        return Program.of("stat", "-c", "%z", file).mustSucceed().out();
    }

    private static String nlink(Path file) {
        return Program.of("stat", "-c", "%h", file).mustSucceed().out().strip();
    }
}
