package org.holdfast.modelfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Supplementary groups, which no request names: proc_pid_status(5). */
final class Groups {
    private static final String KEY = "Groups:";

    private Groups() {}

    /** Those of a process; none of one that is gone, and none of root's, of whom nobody asks. */
    static Set<Integer> of(int uid, int pid) {
        if (uid == 0) {
            return Set.of();
        }
        try (Stream<String> lines = Files.lines(Path.of("/proc", Integer.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith(KEY))
                    .flatMap(line ->
                            Arrays.stream(line.substring(KEY.length()).strip().split("\\s+")))
                    .filter(group -> !group.isEmpty())
                    .map(Integer::valueOf)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            return Set.of();
        }
    }
}
