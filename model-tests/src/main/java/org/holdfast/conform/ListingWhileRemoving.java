package org.holdfast.conform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.holdfast.conform.Exchange.Actor;

/**
 * Row Z40 at a mount: a program lists a directory, with a look at each file, and another one removes some of them meanwhile.
 * Each name that was there all the time must be listed, once (readdir(3)).
 */
final class ListingWhileRemoving {
    private static final int FILES = 3000;
    private static final int BEFORE = 40;
    private static final String NAME = "Z40-listing-while-removing";
    private static final Set<String> ROW = Set.of("Z40");

    private ListingWhileRemoving() {}

    static void tryOut(Rig rig, Scorecard card) {
        try {
            Path mounted = rig.mountPoint().resolve("many");
            Path host = Files.createDirectory(rig.export().resolve("many"));
            for (int i = 0; i < FILES; i++) {
                Files.createFile(host.resolve("file-" + i));
            }
            Optional<String> wrong = listed(mounted, host);
            if (wrong.isEmpty()) {
                card.passed(EnumSet.of(Property.P10), ROW);
            } else {
                card.failed(List.of(failure(wrong.get())), ROW);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with the list. */
    private static Optional<String> listed(Path mounted, Path host) throws IOException {
        Set<String> names = new HashSet<>();
        int twice = 0;
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(mounted)) {
            Iterator<Path> files = stream.iterator();
            while (files.hasNext()) {
                Path file = files.next();
                twice += names.add(file.getFileName().toString()) ? 0 : 1;
                Files.exists(file);
                if (names.size() == BEFORE) {
                    for (int i = 0; i < FILES; i += 2) {
                        Files.delete(host.resolve("file-" + i));
                    }
                }
            }
        }
        int missing = 0;
        for (int i = 1; i < FILES; i += 2) {
            missing += names.contains("file-" + i) ? 0 : 1;
        }
        if (twice > 0) {
            return Optional.of(twice + " names listed twice");
        }
        return missing == 0
                ? Optional.empty()
                : Optional.of(String.format(
                        "the end, without an error, after %,d names; %,d of the files that were there all the time are missing",
                        names.size(), missing));
    }

    private static Failure failure(String wrong) {
        List<Exchange> told = List.of(
                Exchange.of(Actor.HOST, String.format("make %,d files", FILES)),
                Exchange.of(Actor.CLIENT, "readdir(3) and stat(2) of " + BEFORE + " names"),
                Exchange.of(Actor.HOST, "unlink every second file"),
                Exchange.of(Actor.CLIENT, "readdir(3) and stat(2) to the end"),
                new Exchange(Actor.DAEMON, wrong, "every name that was there all the time, once  (readdir(3))"));
        return new Failure(Property.P10, NAME, told, Optional.empty(), "");
    }
}
