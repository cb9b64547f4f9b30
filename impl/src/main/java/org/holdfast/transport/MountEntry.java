package org.holdfast.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One mount as /proc/self/mountinfo tells it (proc_pid_mountinfo(5)). Reading that file asks nothing of the mounted file
 * systems, so it works even while one of them is dead or stuck.
 *
 * @param id the mount's id, unique while it exists
 * @param device "major:minor" of its superblock
 * @param mountPoint where it is attached, as an absolute path
 * @param type the file system type, "fuse.holdfast" for ours
 * @param source what was mounted; the exported directory for ours
 * @param options options of the superblock, separated by commas
 */
public record MountEntry(int id, String device, String mountPoint, String type, String source, String options) {
    /** The type of every Holdfast mount. */
    public static final String HOLDFAST = "fuse.holdfast";

    private static final Path MOUNTINFO = Path.of("/proc/self/mountinfo");

    /** All mounts of this mount namespace, in the order the kernel lists them: a later one covers an earlier one. */
    public static List<MountEntry> all() {
        try {
            List<MountEntry> entries = new ArrayList<>();
            String text = new String(Files.readAllBytes(MOUNTINFO), StandardCharsets.ISO_8859_1);
            for (String line : text.split("\n")) {
                parse(line).ifPresent(entries::add);
            }
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + MOUNTINFO, e);
        }
    }

    /** The mount that is reached at {@code mountPoint}, when one is attached exactly there. */
    public static Optional<MountEntry> at(Path mountPoint) {
        String wanted = mountPoint.toString();
        Optional<MountEntry> last = Optional.empty();
        for (MountEntry entry : all()) {
            if (entry.mountPoint.equals(wanted)) {
                last = Optional.of(entry);
            }
        }
        return last;
    }

    public boolean isHoldfast() {
        return type.equals(HOLDFAST);
    }

    /** Whether this very mount, and not one that came after it, is reached at its mount point now. */
    public boolean isReachable() {
        return at(Path.of(mountPoint))
                .filter(top -> top.id == id && top.device.equals(device))
                .isPresent();
    }

    /** The value of the superblock option {@code name}, as in {@code user_id=1000}. */
    public Optional<String> option(String name) {
        for (String option : options.split(",")) {
            if (option.startsWith(name + "=")) {
                return Optional.of(option.substring(name.length() + 1));
            }
        }
        return Optional.empty();
    }

    /** Fields: id parent major:minor root mountpoint options [optional...] - type source superoptions. */
    private static Optional<MountEntry> parse(String line) {
        int separator = line.indexOf(" - ");
        if (separator < 0) {
            return Optional.empty();
        }
        String[] mount = line.substring(0, separator).split(" ");
        String[] superblock = line.substring(separator + 3).split(" ", -1);
        if (mount.length < 6 || superblock.length < 3) {
            return Optional.empty();
        }
        return Optional.of(new MountEntry(
                Integer.parseInt(mount[0]),
                mount[2],
                unescape(mount[4]),
                unescape(superblock[0]),
                unescape(superblock[1]),
                superblock[2]));
    }

    /** The kernel writes space, tab, newline and backslash as a backslash with three octal digits. */
    static String unescape(String field) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(field.length());
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '\\' && i + 3 < field.length()) {
                bytes.write(Integer.parseInt(field.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                bytes.write(c);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
