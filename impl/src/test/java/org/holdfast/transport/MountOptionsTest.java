package org.holdfast.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MountOptionsTest {
    private static final long NOSUID_NODEV = 2 | 4;

    @Test
    void nosuidAndNodevHoldUnlessAskedOtherwise() {
        assertThat(MountOptions.parse(List.of()).flags()).isEqualTo(NOSUID_NODEV);
        assertThat(MountOptions.parse(List.of("suid,dev")).flags()).isZero();
    }

    @Test
    void laterOptionsWin() {
        assertThat(MountOptions.parse(List.of("ro,noatime", "rw")).flags()).isEqualTo(NOSUID_NODEV | 1024);
        assertThat(MountOptions.parse(List.of("rw", "ro")).isReadonly()).isTrue();
    }

    @Test
    void whatIsNoFlagGoesToTheKernelAsText() {
        MountOptions options =
                MountOptions.parse(List.of("context=system_u:object_r:tmp_t,noexec,default_permissions"));
        assertThat(options.others()).containsExactly("context=system_u:object_r:tmp_t");
        assertThat(options.flagNames()).containsExactly("nosuid", "nodev", "noexec");
    }

    @Test
    void whatTheDaemonDecidesIsRefused() {
        assertThatThrownBy(() -> MountOptions.parse(List.of("fd=3")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mount option 'fd=3' is set by holdfast itself; leave it out");
    }
}
