package org.holdfast.mount;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.holdfast.testkit.CTools;
import org.holdfast.testkit.FsKind;
import org.holdfast.testkit.Program;
import org.holdfast.testkit.Project;

/**
 * One script of src/test/fsop: a list of operations whose results must be the same on a mount as on the bare file system. A line
 * {@code #: not KIND …} leaves file systems out.
 */
record Script(String name, String text) {
    private static final Path DIRECTORY = Project.top().resolve("model-tests/src/test/fsop");

    /** All scripts that make sense on a file system. */
    static List<Script> all(FsKind kind) {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            List<Script> scripts = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                scripts.add(new Script(file.getFileName().toString().replace(".fsop", ""), Files.readString(file)));
            }
            return scripts.stream().filter(script -> script.concerns(kind)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Script named(String name) {
        try {
            return new Script(name, Files.readString(DIRECTORY.resolve(name + ".fsop")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the host changes something under the client's hands. */
    boolean changesOnTheHost() {
        return text.lines().anyMatch(line -> line.startsWith("host "));
    }

    private boolean concerns(FsKind kind) {
        return text.lines().filter(line -> line.startsWith("#: not ")).noneMatch(line -> List.of(line.split(" "))
                .contains(kind.name()));
    }

    /** One result line for each operation, done in a directory of that name below root; host shows the same directory. */
    List<String> run(Path root, Path host, String... options) {
        List<Object> command = new ArrayList<>(List.of(CTools.fsop()));
        command.addAll(List.of(options));
        command.add(root);
        command.add(host);
        return Program.of(command.toArray()).input(text).mustSucceed().lines();
    }

    @Override
    public String toString() {
        return name;
    }
}
