package org.holdfast.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Open file descriptors of a process, and what they are open on, as /proc tells it: proc_pid_fd(5). */
public final class Descriptors {
    private static final Path OURS = Path.of("/proc/self/fd");

    private Descriptors() {}

    /** Those of this process that are open on something in a directory. */
    public static Map<Integer, String> ofOursBelow(Path directory) {
        try {
            Map<Integer, String> open = in(OURS);
            open.values().removeIf(target -> !target.startsWith(directory + "/"));
            return open;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a descriptor of this process is open on. */
    public static Path reachOurs(int fd) {
        return OURS.resolve(Integer.toString(fd));
    }

    /** All of another process; an IOException if it is gone. */
    static Map<Integer, String> of(long pid) throws IOException {
        return in(Path.of("/proc", Long.toString(pid), "fd"));
    }

    private static Map<Integer, String> in(Path directory) throws IOException {
        Map<Integer, String> open = new TreeMap<>();
        try (Stream<Path> fds = Files.list(directory)) {
            for (Path fd : fds.toList()) {
                open.put(Integer.valueOf(fd.getFileName().toString()), target(fd));
            }
        }
        open.values().removeIf(String::isEmpty);
        return open;
    }

    /** Nothing if it was closed while the others were looked at. */
    private static String target(Path fd) {
        try {
            return Files.readSymbolicLink(fd).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
