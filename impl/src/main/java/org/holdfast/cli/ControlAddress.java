package org.holdfast.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.holdfast.transport.MountEntry;

/**
 * Where the control socket of a mount is: in a directory that only the daemon's user may enter, named after the device
 * number of the mount, which /proc/self/mountinfo tells even while the mount does not answer, and after the daemon's pid,
 * because a device number is given anew while the daemon that had it before is still cleaning up.
 */
final class ControlAddress {
    private static final String SUFFIX = ".sock";
    private static final Pattern NAME = Pattern.compile("\\d+-\\d+-(\\d{1,10})\\.sock");
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
        return directory.resolve(prefix(mount) + ProcessHandle.current().pid() + SUFFIX);
    }

    /** A daemon that was killed leaves its socket. */
    private static void removeStale(Path directory) throws IOException {
        for (Path socket : sockets(directory, "")) {
            Matcher name = NAME.matcher(socket.getFileName().toString());
            if (name.matches()
                    && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                Files.deleteIfExists(socket);
            }
        }
    }

    private static List<Path> sockets(Path directory, String prefix) throws IOException {
        try (DirectoryStream<Path> sockets = Files.newDirectoryStream(directory, prefix + "*" + SUFFIX)) {
            List<Path> found = new ArrayList<>();
            sockets.forEach(found::add);
            return found;
        }
    }

    /** Where the socket of {@code mount} may be, seen from this process; the youngest first. */
    static List<UnixDomainSocketAddress> candidates(MountEntry mount) {
        int owner = mount.option("user_id").map(Integer::parseInt).orElse(0);
        List<Path> directories = new ArrayList<>();
        directories.add(SYSTEM);
        if (owner != 0) {
            directories.addAll(userDirectories(owner));
        }
        List<Path> found = new ArrayList<>();
        for (Path directory : directories) {
            try {
                found.addAll(sockets(directory, prefix(mount)));
            } catch (IOException e) {
                continue; // not there, or not ours to look into
            }
        }
        found.sort(Comparator.comparing(ControlAddress::madeAt).reversed());
        return found.stream().map(UnixDomainSocketAddress::of).toList();
    }

    private static FileTime madeAt(Path socket) {
        try {
            return Files.getLastModifiedTime(socket);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
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

    private static String prefix(MountEntry mount) {
        return mount.device().replace(':', '-') + "-";
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
