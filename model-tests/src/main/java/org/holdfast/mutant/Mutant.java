package org.holdfast.mutant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.holdfast.testkit.Project;

/**
 * A bug to plant in the daemon.
 *
 * @param id the name of its file
 * @param row of the bug zoo that it is an instance of
 * @param properties that it may be found to break, of P1 to P16
 * @param shows what is wrong then, in one sentence
 * @param policy with which the daemon is started: link, fd, adaptive, adaptive-by-place or handle
 * @param depth at which it is noticed, a word of {@link Depth}
 * @param edits of the daemon's sources
 */
public record Mutant(
        String id, String row, List<String> properties, String shows, String policy, Depth depth, List<Edit> edits) {
    /** Where they are. */
    public static final Path DIRECTORY = Project.top().resolve("model-tests/mutants");

    private static final String SUFFIX = ".txt";

    /**
     * Lines of a source file that give way to others. Lines are compared without the blanks at their ends.
     *
     * @param source below impl/src/main/java
     * @param before the lines as they are, which must be there exactly once
     * @param after what comes in their place
     */
    public record Edit(String source, List<String> before, List<String> after) {}

    /** All of them, by name. */
    public static List<Mutant> all() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .sorted()
                    .map(name -> of(name.substring(0, name.length() - SUFFIX.length())))
                    .toList();
        }
    }

    /** The one of that name; a BadMutant if there is none, or its file is not as it must be. */
    public static Mutant of(String id) {
        Path file = DIRECTORY.resolve(id + SUFFIX);
        try {
            return MutantText.read(id, Files.readAllLines(file));
        } catch (IOException e) {
            throw new BadMutant("there is no mutant " + id + ": " + DIRECTORY + " has them", e);
        }
    }
}
