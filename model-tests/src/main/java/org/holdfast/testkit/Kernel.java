package org.holdfast.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The switches of the running kernel that the tests use. */
public final class Kernel {
    private static final Path RINGS = Path.of("/sys/module/fuse/parameters/enable_uring");

    private Kernel() {}

    /** Makes the kernel forget the directory entries and inodes that nobody uses: a FUSE daemon gets its FORGETs. */
    public static void dropCaches() {
        drop("2");
    }

    /** The same, and the pages of files that are not to be written any more. */
    public static void dropCachesAndPages() {
        drop("3");
    }

    private static void drop(String what) {
        try {
            Files.writeString(Path.of("/proc/sys/vm/drop_caches"), what);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it is Linux {@code major.minor} or younger. */
    public static boolean isAtLeast(int major, int minor) {
        try {
            String[] version =
                    Files.readString(Path.of("/proc/sys/kernel/osrelease")).split("[^0-9]+");
            int running = Integer.parseInt(version[0]);
            return running > major || running == major && Integer.parseInt(version[1]) >= minor;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it can offer FUSE over io_uring (Linux 6.14). */
    public static boolean knowsRings() {
        return Files.exists(RINGS);
    }

    /**
     * Lets it offer FUSE over io_uring to daemons that start from now on, or not, until {@link Offer#close} puts back what
     * it did before.
     */
    public static Offer offerRings(boolean offer) {
        try {
            String before = Files.readString(RINGS);
            Files.writeString(RINGS, offer ? "Y" : "N");
            return () -> {
                try {
                    Files.writeString(RINGS, before);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A changed switch. */
    public interface Offer extends AutoCloseable {
        @Override
        void close();
    }
}
