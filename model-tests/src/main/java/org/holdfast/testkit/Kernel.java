package org.holdfast.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The switches of the running kernel that the tests use. */
public final class Kernel {
    private Kernel() {}

    /** Makes the kernel forget the directory entries and inodes that nobody uses: a FUSE daemon gets its FORGETs. */
    public static void dropCaches() {
        try {
            Files.writeString(Path.of("/proc/sys/vm/drop_caches"), "2");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
