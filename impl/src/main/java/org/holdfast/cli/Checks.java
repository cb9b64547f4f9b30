package org.holdfast.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.holdfast.os.EnvironmentException;
import org.holdfast.transport.MountEntry;
import org.holdfast.transport.MountException;

/** Looks at SRC and MNT before anything is changed, so that a mistake is told in words and leaves nothing behind. */
final class Checks {
    private Checks() {}

    /** SRC as an absolute path without symbolic links. */
    static Path source(Path source) {
        if (!Files.exists(source)) {
            throw new EnvironmentException("SRC " + source + " does not exist");
        }
        if (!Files.isDirectory(source)) {
            throw new EnvironmentException("SRC " + source + " is not a directory");
        }
        if (!Files.isReadable(source) || !Files.isExecutable(source)) {
            throw new EnvironmentException(
                    "SRC " + source + " is not readable by you: check its permissions, or run holdfast as its owner");
        }
        try {
            return source.toRealPath();
        } catch (IOException e) {
            throw new EnvironmentException("SRC " + source + " cannot be used: " + reason(e));
        }
    }

    /** MNT as an absolute path without symbolic links; {@code source} as {@link #source} returned it. */
    static Path target(Path target, Path source) {
        mountAt(target).ifPresent(mount -> refuseMounted(target, mount));
        try {
            if (!Files.isDirectory(target)) {
                throw new MountException("MNT " + target
                        + (Files.exists(target) ? " is not a directory" : " does not exist: make the directory first"));
            }
            Path real = target.toRealPath();
            if (Files.isSameFile(real, source)) {
                throw new MountException("SRC and MNT are the same directory; mount somewhere else");
            }
            refuseInside(real, source);
            if (source.startsWith(real)) {
                throw new MountException("SRC " + source + " lies inside MNT " + real + "; mount somewhere else");
            }
            refuseFilled(real);
            return real;
        } catch (IOException e) {
            throw new MountException("MNT " + target + " cannot be used: " + reason(e));
        }
    }

    /** A daemon that meets its own mount in its export would wait for itself. Bind mounts are seen through. */
    private static void refuseInside(Path target, Path source) throws IOException {
        for (Path above = target.getParent(); above != null; above = above.getParent()) {
            if (Files.isSameFile(above, source)) {
                throw new MountException(
                        "MNT " + target + " lies inside SRC " + source + "; mount on a directory outside of it");
            }
        }
    }

    private static void refuseFilled(Path target) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(target)) {
            if (entries.iterator().hasNext()) {
                throw new MountException("MNT " + target + " is not empty; mount on an empty directory");
            }
        }
    }

    private static void refuseMounted(Path target, MountEntry mount) {
        if (mount.isHoldfast() && ControlClient.isAlive(mount)) {
            throw new MountException("MNT " + target + " already has " + mount.source()
                    + " mounted on it; unmount it with 'holdfast umount " + target + "'");
        }
        if (isDead(target)) {
            throw new MountException("MNT " + target + " is a dead mount (its daemon is gone); remove it with '"
                    + (mount.isHoldfast() ? "holdfast umount " : "umount -l ") + target + "'");
        }
        if (mount.isHoldfast()) {
            throw new MountException("MNT " + target + " already has " + mount.source()
                    + " mounted on it by a daemon that does not answer; unmount it with 'holdfast umount --lazy "
                    + target
                    + "'");
        }
    }

    /** Whether the daemon of the FUSE mount at {@code target} has ended: statfs(2) asks it, whatever is cached. */
    static boolean isDead(Path target) {
        try {
            Files.getFileStore(target).getTotalSpace();
            return false;
        } catch (IOException e) {
            return reason(e).contains("not connected") || reason(e).contains("connection abort");
        }
    }

    /**
     * The mount that is attached exactly at {@code target}, found without asking the mounted file system: only the
     * directory above is resolved.
     */
    static Optional<MountEntry> mountAt(Path target) {
        Path absolute = target.toAbsolutePath().normalize();
        try {
            Path parent = absolute.getParent();
            Path place = parent == null ? absolute : parent.toRealPath().resolve(absolute.getFileName());
            Optional<MountEntry> mount = MountEntry.at(place);
            if (mount.isEmpty() && Files.isSymbolicLink(place)) {
                return mountAt(place.resolveSibling(Files.readSymbolicLink(place)));
            }
            return mount;
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What the system said, without the path that the message starts with. */
    static String reason(IOException e) {
        boolean hasReason = e instanceof FileSystemException file && file.getReason() != null;
        return hasReason ? ((FileSystemException) e).getReason() : e.getClass().getSimpleName() + " " + e.getMessage();
    }
}
