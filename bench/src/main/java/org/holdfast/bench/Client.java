package org.holdfast.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.holdfast.testkit.Program;
import org.holdfast.testkit.Project;

/** The program in C that does the work; compiled at the first use, and again when its sources are younger. */
final class Client {
    private static final Path SOURCES = Project.top().resolve("bench/src/main/c");
    private static final Path BINARY = Project.top().resolve("bench/target/c/client");
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final int FAILED = 3;

    private final int clients;
    private final Sizes sizes;
    private final List<String> before;

    /** One that runs on the given processor, or on any if there is none. */
    Client(int clients, Sizes sizes, List<String> before) {
        this.clients = clients;
        this.sizes = sizes;
        this.before = before;
    }

    /** Does a phase; a failure of a call is an outcome. */
    Sample.Outcome run(Phase phase, Place place) {
        Path directory = place.directory();
        Path where = phase.tree().map(directory::resolve).orElse(directory);
        int files = phase.tree().isPresent() ? sizes.tree() : sizes.files();
        Program.Result result = program(
                        phase.word(),
                        where,
                        files,
                        clients,
                        sizes.megabytes(),
                        place.pid().orElse(0L))
                .run();
        String[] words = result.out().strip().split(" ", 3);
        if (result.exit() == FAILED && words[0].equals("error")) {
            return Sample.Outcome.failed(words[2] + ": errno " + words[1]);
        }
        return parse(result.mustSucceed().out().strip());
    }

    static Sample.Outcome parse(String line) {
        String[] words = line.split(" ");
        long[] took = new long[Sample.PERCENTILES.length];
        for (int i = 0; i < took.length; i++) {
            took[i] = Long.parseLong(words[4 + i]);
        }
        return new Sample.Outcome(
                Long.parseLong(words[0]),
                Long.parseLong(words[1]),
                Double.parseDouble(words[2]),
                Double.parseDouble(words[3]),
                took,
                "");
    }

    void fill(Path source) {
        program("fill", source, sizes.files(), clients).mustSucceed();
    }

    void fillLarge(Path source) {
        program("fill_large", source, sizes.megabytes(), clients).mustSucceed();
    }

    void clear(Path source) {
        program("clear", source, clients).mustSucceed();
    }

    void warm(Path source) {
        program("warm", source, clients).mustSucceed();
    }

    private Program program(Object... arguments) {
        List<Object> words = new ArrayList<>(before);
        words.add(binary());
        words.addAll(List.of(arguments));
        return Program.of(words.toArray()).limit(LIMIT);
    }

    /** Where it is. */
    static synchronized Path binary() {
        try {
            List<Path> sources = sources();
            if (!Files.exists(BINARY) || sources.stream().anyMatch(Client::isYounger)) {
                compile(sources);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return BINARY;
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.sorted().toList();
        }
    }

    private static boolean isYounger(Path source) {
        return source.toFile().lastModified() > BINARY.toFile().lastModified();
    }

    private static void compile(List<Path> sources) throws IOException {
        if (Stream.of(System.getenv("PATH").split(":"))
                .noneMatch(dir -> Files.isExecutable(FileSystems.getDefault().getPath(dir, "cc")))) {
            throw new IllegalStateException(
                    "the benchmark's client needs a C compiler: install one (apt-get install gcc libc6-dev)");
        }
        Files.createDirectories(BINARY.getParent());
        Path fresh = Files.createTempFile(BINARY.getParent(), "client", "");
        List<Object> words = new ArrayList<>(List.of("cc", "-O2", "-Wall", "-Wextra", "-Werror", "-o", fresh));
        sources.stream().filter(file -> file.toString().endsWith(".c")).forEach(words::add);
        Program.of(words.toArray()).mustSucceed();
        Files.move(fresh, BINARY, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
