package org.holdfast.many;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.holdfast.testkit.Project;

/**
 * What clients saw of operations at once must have an order. A history that has none stays in target/histories, one
 * operation a line: {@code -Dholdfast.history=FILE} looks at it again.
 */
final class History {
    private static final Path DIRECTORY = Project.top().resolve("model-tests/target/histories");

    private History() {}

    /** Fails with the shortest part of the history that has no order, if there is one; {@code name} is the file's. */
    static void check(List<Operation> history, String name) throws IOException {
        if (Linearization.exists(history)) {
            return;
        }
        Files.createDirectories(DIRECTORY);
        Path file = DIRECTORY.resolve(name + ".txt");
        Files.write(file, shortened(history).stream().map(Operation::toString).toList());
        throw new AssertionError("no order gives these answers:\n" + Files.readString(file)
                + "look again: ./holdfast test -Dtest=ManyAtOnceTest -Dholdfast.history=" + file);
    }

    static List<Operation> read(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(Operation::read).toList();
    }

    /** Without the last answers that are not needed for the contradiction. */
    private static List<Operation> shortened(List<Operation> history) {
        int needed = history.size();
        while (needed > 1 && !Linearization.exists(begun(history, needed - 1))) {
            needed--;
        }
        return begun(history, needed);
    }

    /** What was answered among the first; what was answered later may have had effects, so it stays if sent before. */
    private static List<Operation> begun(List<Operation> history, int answers) {
        int end = history.get(answers - 1).seen();
        return history.stream().filter(o -> o.seen() <= end || o.sent() < end).toList();
    }
}
