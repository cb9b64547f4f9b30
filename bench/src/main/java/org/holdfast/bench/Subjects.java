package org.holdfast.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.holdfast.testkit.CTools;
import org.holdfast.testkit.Project;

/** The table of what can be measured. Another way to run our own daemon is one row of {@link #OURS}. */
final class Subjects {
    static final String NATIVE = "native";
    static final String BASE = "passthrough_ll";

    /** Descriptors of policy handle: so few that nearly every file has nothing but its file handle. */
    private static final String FEW = "16";

    /** Names, and the options of {@code holdfast mount}. */
    private static final List<Row> OURS = List.of(
            new Row("holdfast-link", "--policy", "link", "--transport", "dev"),
            new Row("holdfast-fd", "--policy", "fd", "--transport", "dev"),
            new Row("holdfast-adaptive", "--policy", "adaptive", "--transport", "dev"),
            new Row("holdfast-handle", "--policy", "handle", "--fds", FEW, "--transport", "dev"),
            new Row("holdfast-link-uring", "--policy", "link", "--transport", "uring"),
            new Row("holdfast-fd-uring", "--policy", "fd", "--transport", "uring"),
            new Row("holdfast-adaptive-uring", "--policy", "adaptive", "--transport", "uring"),
            new Row("holdfast-passthrough", "--policy", "adaptive", "--transport", "dev", "--data", "kernel"),
            new Row("holdfast-passthrough-uring", "--policy", "adaptive", "--transport", "uring", "--data", "kernel"));

    /** Names, programs of the system's libfuse, or of one that was built, and their options. */
    private static final List<Row> SYSTEMS = List.of(
            new Row(BASE, "passthrough_ll", "-f", "-o", "source={src}", "{mnt}"),
            new Row("ll-permissions", "passthrough_ll", "-f", "-o", "source={src},default_permissions", "{mnt}"));

    /** The same of those that only a libfuse that was built has. */
    private static final List<Row> BUILT = List.of(
            new Row("ll-uring", "passthrough_ll", "-f", "-o", "source={src},io_uring", "{mnt}"),
            new Row(
                    "ll-permissions-uring",
                    "passthrough_ll",
                    "-f",
                    "-o",
                    "source={src},default_permissions,io_uring",
                    "{mnt}"),
            new Row("passthrough_hp", "passthrough_hp", "--foreground", "--nopassthrough", "{src}", "{mnt}"),
            new Row("hp-passthrough", "passthrough_hp", "--foreground", "{src}", "{mnt}"),
            new Row("hp-passthrough-uring", "passthrough_hp", "--foreground", "-o", "io_uring", "{src}", "{mnt}"));

    private record Row(String name, List<String> words) {
        Row(String name, String... words) {
            this(name, List.of(words));
        }
    }

    private final Optional<Path> libfuse;

    /** With the build directory of a libfuse, or none: then passthrough_ll is the system's. */
    Subjects(Optional<Path> libfuse) {
        this.libfuse = libfuse;
    }

    /** Names in the order of tables. */
    List<String> names() {
        List<String> names = new ArrayList<>(List.of(NATIVE));
        libfuses().map(Row::name).forEach(names::add);
        OURS.stream().map(Row::name).forEach(names::add);
        return names;
    }

    /**
     * The one of that name; the system's passthrough_ll is compiled then.
     *
     * @throws IllegalArgumentException if there is none
     */
    Subject of(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no subject " + name + ", only " + String.join(", ", names())))
                .get();
    }

    private Optional<Supplier<Subject>> find(String name) {
        if (name.equals(NATIVE)) {
            return Optional.of(() -> new Subject(NATIVE, List.of()));
        }
        for (Row row : OURS) {
            if (row.name().equals(name)) {
                return Optional.of(() -> ours(row));
            }
        }
        return libfuses().filter(row -> row.name().equals(name)).findFirst().map(row -> () -> libfuse(row));
    }

    private Stream<Row> libfuses() {
        return Stream.concat(SYSTEMS.stream(), libfuse.stream().flatMap(any -> BUILT.stream()));
    }

    private static Subject ours(Row row) {
        List<String> words = new ArrayList<>(Project.launcher());
        words.add("mount");
        words.addAll(row.words());
        words.addAll(List.of("{src}", "{mnt}"));
        return new Subject(row.name(), words);
    }

    private Subject libfuse(Row row) {
        String program = row.words().get(0);
        Path binary = libfuse.map(dir -> dir.resolve("example").resolve(program))
                .orElseGet(() -> CTools.libfuseExample(program));
        if (!Files.isExecutable(binary)) {
            throw new IllegalArgumentException("there is no " + binary + ": --libfuse takes libfuse's build directory");
        }
        List<String> words = new ArrayList<>(row.words());
        words.set(0, binary.toString());
        return new Subject(row.name(), words);
    }
}
