package org.holdfast.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.holdfast.transport.MountEntry;

/**
 * Where the control socket of a mount is: in a directory that only the daemon's user may enter, named after the device
 * number of the mount, which /proc/self/mountinfo tells even while the mount does not answer.
 */
final class ControlAddress {
    private static final String SUFFIX = ".sock";
    private static final Path SYSTEM = Path.of("/run/holdfast");

    private ControlAddress() {}

    /** Makes the directory of this user's sockets; returns where the socket of {@code mount} goes. */
    static Path prepare(MountEntry mount) throws IOException {
        int user = currentUser();
        Path directory = user == 0 ? SYSTEM : userDirectories(user).get(0);
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(directory.getParent());
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        if (ownerOf(directory) != user) {
            throw new IOException(directory + " belongs to another user");
        }
        removeStale(directory);
        Path socket = directory.resolve(name(mount));
        Files.deleteIfExists(socket);
        return socket;
    }

    /** A daemon that was killed leaves its socket; the mount it was for is gone. */
    private static void removeStale(Path directory) throws IOException {
        Set<String> current =
                MountEntry.all().stream().map(ControlAddress::name).collect(Collectors.toSet());
        try (DirectoryStream<Path> sockets = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path socket : sockets) {
                if (!current.contains(socket.getFileName().toString())) {
                    Files.deleteIfExists(socket);
                }
            }
        }
    }

    /** Where the socket of {@code mount} may be, seen from this process. */
    static List<UnixDomainSocketAddress> candidates(MountEntry mount) {
        int owner = mount.option("user_id").map(Integer::parseInt).orElse(0);
        List<Path> directories = new ArrayList<>();
        directories.add(SYSTEM);
        if (owner != 0) {
            directories.addAll(userDirectories(owner));
        }
        return directories.stream()
                .map(directory -> directory.resolve(name(mount)))
                .filter(Files::exists)
                .map(UnixDomainSocketAddress::of)
                .toList();
    }

    private static List<Path> userDirectories(int user) {
        List<Path> directories = new ArrayList<>();
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        if (runtime != null && user == currentUser()) {
            directories.add(Path.of(runtime, "holdfast"));
        }
        Path usual = Path.of("/run/user", Integer.toString(user));
        if (Files.isDirectory(usual)) {
            directories.add(usual.resolve("holdfast"));
        }
        directories.add(Path.of("/tmp", "holdfast-" + user));
        return directories;
    }

    private static String name(MountEntry mount) {
        return mount.device().replace(':', '-') + SUFFIX;
    }

    /** The effective uid: that of the process's own directory. */
    static int currentUser() {
        try {
            return ownerOf(Path.of("/proc/" + ProcessHandle.current().pid()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at /proc", e);
        }
    }

    private static int ownerOf(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }
}
