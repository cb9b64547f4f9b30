package org.holdfast.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The mounts of this process, from /proc/self/mountinfo (proc_pid_mountinfo(5)), and making and removing them. */
public final class MountTable {
    private MountTable() {}

    /** One mount: where it is, the type of its file system and its options. */
    public record Entry(Path point, String type, String options) {}

    /** All mounts in the order of mounting. */
    public static List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
                String[] fields = line.split(" ");
                int dash = List.of(fields).indexOf("-");
                entries.add(new Entry(Path.of(unescape(fields[4])), fields[dash + 1], fields[5]));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }

    public static boolean isMountPoint(Path path) {
        return entries().stream().anyMatch(entry -> entry.point().equals(path));
    }

    /** Mounts the same directory a second time. */
    public static void bind(Path from, Path to) {
        Program.of("mount", "--bind", from, to).mustSucceed();
    }

    public static void readOnlyBind(Path from, Path to) {
        bind(from, to);
        Program.of("mount", "-o", "remount,bind,ro", to).mustSucceed();
    }

    /** Unmounts what is at or below a directory, the latest first; what is busy is detached. */
    public static void unmountBelow(Path directory) {
        List<Entry> entries = entries();
        Collections.reverse(entries);
        for (Entry entry : entries) {
            if (entry.point().startsWith(directory)
                    && Program.of("umount", entry.point()).run().exit() != 0) {
                Program.of("umount", "-l", entry.point()).run();
            }
        }
    }

    /** mountinfo writes space, tab, newline and backslash as three octal digits. */
    private static String unescape(String field) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < field.length(); i++) {
            if (field.charAt(i) == '\\') {
                text.append((char) Integer.parseInt(field.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                text.append(field.charAt(i));
            }
        }
        return text.toString();
    }
}
