package org.holdfast.spec.sequence;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A directory of sequences: a file for each under its name, and an index with a line for each. The index marks the
 * directory as one of this kind, so that it can be written anew.
 */
public final class SequenceFiles implements Closeable {
    /** The name of the index. */
    public static final String INDEX = "INDEX.txt";

    private static final String MAGIC = "holdfast-sequences 1: file, class, model, lines, needs";
    private static final Pattern NAME = Pattern.compile("(serial|interleaved)/[A-Za-z0-9-]+\\.txt");

    private final Path directory;
    private final BufferedWriter index;

    /**
     * Makes the directory, or empties one that holds sequences.
     *
     * @throws FileAlreadyExistsException if there is something else in it
     */
    public SequenceFiles(Path directory) throws IOException {
        this.directory = directory;
        Files.createDirectories(directory);
        clear();
        index = Files.newBufferedWriter(directory.resolve(INDEX));
        index.write(MAGIC + "\n");
        index.flush();
    }

    /** Writes the file of a sequence; a failure is an UncheckedIOException. */
    public void add(Sequence q) {
        try {
            write(q);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Sequence q) throws IOException {
        String name = q.name() + ".txt";
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        index.write(String.join(
                        " ",
                        name,
                        q.kind(),
                        q.source(),
                        Integer.toString(q.lines().size()),
                        String.join(",", q.needs()))
                .strip());
        index.write("\n");
        index.flush(); // what is in the directory can be removed again even after an interrupted run
        Files.writeString(file, String.join("\n", SequenceText.write(q)) + "\n");
    }

    /** The files in the order in which they were written. */
    public static List<Path> list(Path directory) throws IOException {
        try (Stream<String> lines = Files.lines(directory.resolve(INDEX))) {
            return lines.skip(1)
                    .map(line -> line.split(" ")[0])
                    .filter(NAME.asMatchPredicate())
                    .map(directory::resolve)
                    .toList();
        }
    }

    private void clear() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            if (entries.findAny().isEmpty()) {
                return;
            }
        }
        Path old = directory.resolve(INDEX);
        if (!Files.isRegularFile(old) || !Files.readString(old).startsWith(MAGIC)) {
            throw new FileAlreadyExistsException(
                    directory + " is not empty, and what is in it is not a set of sequences");
        }
        for (Path file : list(directory)) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public void close() throws IOException {
        index.close();
    }
}
