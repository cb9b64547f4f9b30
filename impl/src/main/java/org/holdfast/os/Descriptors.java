package org.holdfast.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The file descriptors of this process. */
public final class Descriptors {
    private static final Path OPEN = Path.of("/proc/self/fd");
    private static final String LINE = "Max open files";
    /** Where the limit cannot be read, and the most that is ever assumed of one that is higher. */
    private static final int USUAL = 1024;

    private static final int MOST = 1 << 20;

    private Descriptors() {}

    /**
     * How many are open; -1 when they cannot be counted. The size of the directory is their number since Linux 6.2, and
     * asking for it takes none; before, the directory has to be listed, and the descriptor that takes is left out.
     */
    public static int open() {
        try {
            long size = Files.size(OPEN);
            if (size > 0) {
                return (int) size;
            }
            try (Stream<Path> all = Files.list(OPEN)) {
                return (int) all.count() - 1;
            }
        } catch (IOException e) {
            return -1;
        }
    }

    /**
     * How many may be open: the soft RLIMIT_NOFILE, which Java raises to the hard one, as proc_pid_limits(5) tells it; at
     * most 1,048,576, and 1,024 where it does not.
     */
    public static int limit() {
        try {
            return Files.readAllLines(Path.of("/proc/self/limits")).stream()
                    .filter(line -> line.startsWith(LINE))
                    .map(line -> soft(line.substring(LINE.length()).strip().split(" ")[0]))
                    .findFirst()
                    .orElse(USUAL);
        } catch (IOException e) {
            return USUAL;
        }
    }

    private static int soft(String limit) {
        return limit.equals("unlimited") ? MOST : (int) Math.min(MOST, Long.parseLong(limit));
    }
}
