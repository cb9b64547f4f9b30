package org.holdfast.posix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.holdfast.spec.posix.Settings;
import org.holdfast.testkit.DaemonStart;
import org.holdfast.testkit.FsKind;
import org.holdfast.testkit.Kernel;

/** The settings of this system. */
public final class HostSettings {
    private static final int MULTIGRAIN_MAJOR = 6;
    private static final int MULTIGRAIN_MINOR = 13;

    private static final String CTIME = "unix:ctime";

    private HostSettings() {}

    /** On a file system of that kind, mounted as it comes. */
    static Settings on(FsKind kind) {
        return settings(kind, false);
    }

    /** At a FUSE mount of a directory on one: mounted nodev. */
    static Settings atMount(FsKind kind) {
        return settings(kind, true);
    }

    /** At a FUSE mount of that directory, on whatever file system it is: found out by trying. */
    public static Settings atMountOf(Path directory) throws IOException {
        Settings usual = atMount(FsKind.EXT4);
        boolean counted = (int) Files.getAttribute(directory, "unix:nlink") == 2;
        return new Settings(
                usual.protectedHardlinks(),
                usual.protectedSymlinks(),
                usual.protectedRegular(),
                usual.protectedFifos(),
                counted,
                usual.fineTimes() && seesEachRemoval(directory),
                usual.noDevices(),
                usual.writesAlike());
    }

    private static boolean seesEachRemoval(Path directory) throws IOException {
        Path file = directory.resolve("file");
        boolean seen = true;
        for (int i = 0; i < 3; i++) {
            Files.createFile(file);
            Object before = Files.getAttribute(directory, CTIME);
            Files.delete(file);
            seen &= !Files.getAttribute(directory, CTIME).equals(before);
        }
        return seen;
    }

    private static Settings settings(FsKind kind, boolean noDevices) {
        return new Settings(
                sysctl("protected_hardlinks") > 0,
                sysctl("protected_symlinks") > 0,
                sysctl("protected_regular"),
                sysctl("protected_fifos"),
                kind != FsKind.BTRFS,
                // tmpfs gives a directory the coarse time of the name that goes.
                kind != FsKind.TMPFS && Kernel.isAtLeast(MULTIGRAIN_MAJOR, MULTIGRAIN_MINOR),
                noDevices,
                noDevices && DaemonStart.isDataTheKernels());
    }

    private static int sysctl(String name) {
        return Integer.parseInt(read(Path.of("/proc/sys/fs", name)));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
