package org.holdfast.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.holdfast.os.LinuxSys;
import org.holdfast.os.Sys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The way of users who are not root; it works for root as well. */
@EnabledIf(value = "canMount", disabledReason = "mounting needs /dev/fuse and fusermount3")
@Timeout(30)
class FusermountTest {
    private static final Sys SYS = new LinuxSys();

    @TempDir
    Path target;

    private final Fusermount fusermount = new Fusermount();

    static boolean canMount() {
        return Files.exists(Path.of("/dev/fuse")) && Files.exists(Path.of("/usr/bin/fusermount3"));
    }

    @Test
    void mountsServesAndUnmounts() throws IOException, InterruptedException {
        target = target.toRealPath();
        int fd = fusermount.mount(Path.of("/a,b\\c"), target, MountOptions.parse(List.of("noatime")));
        Transport transport = DevFuse.serve(SYS, fd, 2, Rings.none("test"), TinyHandler::new, new Metrics());
        try {
            assertThat(Files.isDirectory(target)).isTrue();
            MountEntry entry = MountEntry.at(target).orElseThrow();
            assertThat(entry.source()).isEqualTo("/a,b\\c");
            assertThat(entry.isHoldfast()).isTrue();
            try (var open = Files.newDirectoryStream(target)) {
                assertThat(open).isEmpty();
                assertThat(fusermount.unmount(target)).isFalse();
            }
            assertThat(fusermount.unmount(target)).isTrue();
        } finally {
            fusermount.detach(target);
        }
        transport.awaitEnd();
        assertThat(MountEntry.at(target)).isEmpty();
    }

    @Test
    void aRefusalIsOneLine() {
        Path missing = target.resolve("missing");
        assertThatThrownBy(() -> fusermount.mount(Path.of("/"), missing, MountOptions.parse(List.of())))
                .isInstanceOf(MountException.class)
                .hasMessageStartingWith("cannot mount on " + missing + ": ")
                .hasMessageContaining("No such file or directory")
                .hasMessageNotContaining("\n");
    }
}
