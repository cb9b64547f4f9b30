package org.holdfast.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MountEntryTest {
    @Test
    void findsTheRootAndProc() {
        assertThat(MountEntry.at(Path.of("/"))).isPresent();
        assertThat(MountEntry.at(Path.of("/proc")))
                .get()
                .extracting(MountEntry::type)
                .isEqualTo("proc");
        assertThat(MountEntry.at(Path.of("/proc/self"))).isEmpty();
    }

    @Test
    void unescapesWhatTheKernelEscapes() {
        assertThat(MountEntry.unescape("/a\\040b\\134c\\011")).isEqualTo("/a b\\c\t");
        assertThat(MountEntry.unescape("/plain")).isEqualTo("/plain");
    }
}
