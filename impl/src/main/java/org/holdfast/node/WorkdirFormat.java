package org.holdfast.node;

import java.util.List;
import java.util.Optional;

/**
 * The file {@code format} that marks a directory as a workdir: what wrote it, which instance, and whether that instance
 * made the directory itself (then it also removes it).
 */
record WorkdirFormat(String instance, long pid, boolean created) {
    static final String FILE = "format";

    /** The name of the file while it is being written. */
    static final String UNFINISHED = "format.new";

    private static final String HEAD = "holdfast workdir 1";

    String text() {
        return HEAD + "\ninstance " + instance + "\npid " + pid + "\ncreated " + created + "\n";
    }

    /** Reads what {@link #text} wrote; empty for anything else. */
    static Optional<WorkdirFormat> parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() != 4
                || !lines.get(0).equals(HEAD)
                || !lines.get(1).matches("instance [0-9a-f-]+")
                || !lines.get(2).matches("pid [0-9]{1,10}")
                || !lines.get(3).matches("created (true|false)")) {
            return Optional.empty();
        }
        return Optional.of(new WorkdirFormat(
                lines.get(1).substring(9),
                Long.parseLong(lines.get(2).substring(4)),
                lines.get(3).endsWith("true")));
    }

    /** Whether {@code shard/name} is what a work link is called. */
    static boolean isLink(String shard, String name) {
        return name.matches("[1-9a-f][0-9a-f]{0,15}")
                && Integer.parseInt(shard, 16) == (int) (Long.parseUnsignedLong(name, 16) & 0xff);
    }

    /** Whether it is one of these two names. */
    static boolean isFile(String name) {
        return name.equals(FILE) || name.equals(UNFINISHED);
    }

    static boolean isShard(String name) {
        return name.matches("[0-9a-f]{2}");
    }
}
