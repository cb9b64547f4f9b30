package org.holdfast.mount;

import java.util.List;
import org.holdfast.testkit.FsKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every system call on files gives at the mount what it gives on the bare file system. */
@MountTest(needsDaemon = false)
@ParameterizedClass(name = "{0}")
@EnumSource(
        value = FsKind.class,
        names = {"EXT4", "XFS", "BTRFS", "TMPFS"})
final class SemanticsTest {
    private static Fixture fixture;

    @BeforeParameterizedClassInvocation
    static void mount(FsKind kind) {
        fixture = Fixture.mounted(kind);
        SemanticsTest.current = kind;
    }

    @AfterParameterizedClassInvocation
    static void unmount() {
        fixture.close();
    }

    private static FsKind current;

    SemanticsTest(FsKind kind) {}

    static List<Script> scripts() {
        return Script.all(current);
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void sameAsOnTheBareFileSystem(Script script) {
        new Differential(fixture).check(script);
    }

    @AfterEach
    void daemonLives() {
        fixture.mounted().daemon().ifPresent(daemon -> {
            if (!daemon.isAlive()) {
                throw new AssertionError("the daemon has ended. Its log:\n" + daemon.log());
            }
        });
    }
}
