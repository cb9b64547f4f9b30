package org.holdfast.conform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.holdfast.testkit.Project;

/** Programs for the rows of the zoo that show at a mount: the files of model-tests/programs. */
final class MountedZoo {
    private static final Path FILES = Project.top().resolve("model-tests/programs");
    private static final String ROW = "#: row ";
    private static final String PROPERTIES = "#: properties ";

    private MountedZoo() {}

    /**
     * One of them.
     *
     * @param rows of the zoo that it is about
     * @param lines as fsop reads them
     */
    record Trial(String name, Set<String> rows, Set<Property> properties, List<String> lines) {}

    static List<Trial> all() {
        try (Stream<Path> files = Files.list(FILES)) {
            return files.filter(file -> file.toString().endsWith(".fsop"))
                    .sorted()
                    .map(MountedZoo::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Trial read(Path file) {
        try {
            List<String> text = Files.readAllLines(file);
            Set<Property> properties = EnumSet.noneOf(Property.class);
            words(text, PROPERTIES).forEach(word -> properties.add(Property.valueOf(word)));
            return new Trial(
                    file.getFileName().toString().replace(".fsop", ""),
                    Set.copyOf(words(text, ROW)),
                    properties,
                    text.stream().filter(line -> !line.startsWith("#")).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> words(List<String> text, String header) {
        return text.stream()
                .filter(line -> line.startsWith(header))
                .flatMap(line -> Stream.of(line.substring(header.length()).split(" ")))
                .toList();
    }
}
