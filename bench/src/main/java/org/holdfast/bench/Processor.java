package org.holdfast.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where programs run, and within which limit. */
final class Processor {
    private Processor() {}

    /** Words before a command line that limit its descriptors; none for no limit. */
    static List<String> descriptors(Integer limit) {
        return limit == null ? List.of() : List.of("sh", "-c", "ulimit -n " + limit + " && exec \"$@\"", "sh");
    }

    /** Words before a command line that bind it to the first processor that this one may use; none if not pinned. */
    static List<String> words(boolean pinned) {
        return pinned ? List.of("taskset", "-c", first()) : List.of();
    }

    private static String first() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("Cpus_allowed_list:"))
                    .map(line -> line.split("\\s+")[1].split("[-,]")[0])
                    .findFirst()
                    .orElse("0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
