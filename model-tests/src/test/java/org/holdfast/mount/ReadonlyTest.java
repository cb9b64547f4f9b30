package org.holdfast.mount;

import static org.assertj.core.api.Assertions.assertThat;

import org.holdfast.testkit.FsKind;
import org.holdfast.testkit.MountTable;
import org.holdfast.testkit.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mounts that refuse every change, and sources that do. */
@MountTest
final class ReadonlyTest {
    private static final String CHANGES =
            "cd \"$1\"; for c in 'touch new' 'rm file' 'mv file moved' 'ln file link' 'ln -s x s' 'mkdir d2' 'chmod 600 file' 'chown 1 file'"
                    + " 'setfattr -n user.a -v b file' 'truncate -s 0 file' 'touch file' 'rmdir d' 'mkfifo p'; do $c 2>&1 | grep -q Read-only || echo \"$c\"; done;"
                    + " (echo x >> file) 2>&1 | grep -q Read-only || echo append";

    @ParameterizedTest
    @ValueSource(strings = {"--readonly", "-oro"})
    void everyChangeIsRefused(String option) {
        try (Fixture fixture = Fixture.of(FsKind.EXT4)) {
            fill(fixture);
            fixture.mount(option);
            assertThat(Program.shell(CHANGES, fixture.client()).mustSucceed().out())
                    .as("changes not refused with EROFS")
                    .isEmpty();
            assertThat(Program.shell("cat \"$1\"/file", fixture.client())
                            .mustSucceed()
                            .out())
                    .isEqualTo("text\n");
        }
    }

    /** No work link can be made, so every node keeps a descriptor, or the daemon says why it does not start. */
    @Test
    void aReadonlySource() {
        try (Fixture fixture = Fixture.of(FsKind.EXT4)) {
            fill(fixture);
            MountTable.readOnlyBind(fixture.source(), fixture.source());
            fixture.mount();
            assertThat(Program.shell(CHANGES, fixture.client()).mustSucceed().out())
                    .as("changes not refused with EROFS")
                    .isEmpty();
            assertThat(Program.shell("cat \"$1\"/file", fixture.client())
                            .mustSucceed()
                            .out())
                    .isEqualTo("text\n");
            assertThat(fixture.daemon().status().map("fallbacks"))
                    .as("reasons for descriptors")
                    .isNotEmpty();
        }
    }

    private static void fill(Fixture fixture) {
        Program.shell("cd \"$1\" && echo text > file && mkdir d", fixture.source())
                .mustSucceed();
    }
}
