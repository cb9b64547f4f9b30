package org.holdfast.dialogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/** A workdir as a daemon that was killed leaves it: two work links, one of them to a file that has another name. */
record FaultLeftovers(Path precious) {
    private static final String TEXT = "precious";

    /** Makes it in {@code scratch/scratch/work}. */
    static FaultLeftovers in(Path scratch) {
        try {
            Path top = Files.createDirectories(scratch.resolve("scratch"));
            Path precious = Files.writeString(top.resolve("precious"), TEXT);
            Path workdir = Files.createDirectory(
                    top.resolve("work"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.writeString(
                    workdir.resolve("format"),
                    "holdfast workdir 1\ninstance 01234567-89ab-cdef-0123-456789abcdef\npid 1\ncreated true\n");
            for (String link : List.of("05/105", "06/6")) {
                Path path = workdir.resolve(link);
                Files.createDirectory(path.getParent());
                Files.createLink(path, precious);
            }
            return new FaultLeftovers(precious);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong when it should be swept. */
    Optional<String> wrong() {
        try {
            int nlink = (int) Files.getAttribute(precious, "unix:nlink");
            return nlink != 1 || !Files.readString(precious).equals(TEXT)
                    ? Optional.of("what an earlier daemon linked has " + nlink + " links after the sweep")
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of("what an earlier daemon linked is lost: " + e);
        }
    }
}
