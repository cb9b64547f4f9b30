package org.holdfast.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The small C programs of the tests, for system calls that no common program gives; compiled once a JVM. */
public final class CTools {
    private static final Path SOURCES = Project.top().resolve("model-tests/src/test/c");
    private static final Path TARGET = Project.top().resolve("model-tests/target/c");

    private static final Path EXAMPLES = Path.of("/usr/share/doc/libfuse3-dev/examples");
    private static final Map<String, Path> EXAMPLES_BUILT = new HashMap<>();

    private CTools() {}

    /** Executes a script of one operation a line; see fsop.c. */
    public static Path fsop() {
        return Fsop.PATH;
    }

    /** Works on a few names as fast as it can; see storm.c. */
    public static Path storm() {
        return Storm.PATH;
    }

    /** Runs a program that may not use io_uring; see norings.c. */
    public static Path noRings() {
        return NoRings.PATH;
    }

    /** An example of libfuse's own, compiled from the source that comes with Debian's libfuse3-dev. */
    public static synchronized Path libfuseExample(String name) {
        return EXAMPLES_BUILT.computeIfAbsent(name, CTools::compileExample);
    }

    private static Path compileExample(String name) {
        Path binary = TARGET.resolve(name + "-" + ProcessHandle.current().pid());
        String build = "set -e; cd \"$1\"; if [ -e \"$2.c.gz\" ]; then zcat \"$2.c.gz\"; else cat \"$2.c\"; fi"
                + " | gcc -O2 -g -I. -x c -o \"$3\" - $(pkg-config fuse3 --cflags --libs)";
        try {
            Files.createDirectories(TARGET);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Program.shell(build, EXAMPLES, name, binary).mustSucceed();
        binary.toFile().deleteOnExit();
        return binary;
    }

    private static final class Fsop {
        static final Path PATH = compile("fsop");
    }

    private static final class Storm {
        static final Path PATH = compile("storm");
    }

    private static final class NoRings {
        static final Path PATH = compile("norings");
    }

    /** All sources whose names are the program's or begin with it and an underscore. */
    private static Path compile(String program) {
        Path binary = TARGET.resolve(program + "-" + ProcessHandle.current().pid());
        List<Object> command = new ArrayList<>(List.of("gcc", "-O1", "-Wall", "-Werror", "-o", binary));
        try (Stream<Path> files = Files.list(SOURCES)) {
            Files.createDirectories(TARGET);
            files.filter(file -> file.getFileName().toString().matches(program + "(_.*)?\\.c"))
                    .forEach(command::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Program.of(command.toArray()).mustSucceed();
        binary.toFile().deleteOnExit();
        return binary;
    }
}
