package org.holdfast.conform;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Bugs that real daemons had, each with a number; the resource zoo.txt. */
final class Zoo {
    private static final List<Row> ROWS = read();

    /**
     * One of them.
     *
     * @param id Z and its number
     * @param properties what it breaks, in words
     * @param where the systems that had it
     * @param bug what it was
     */
    record Row(String id, String properties, String where, String bug) {}

    private Zoo() {}

    static List<Row> rows() {
        return ROWS;
    }

    private static List<Row> read() {
        try (InputStream in = Zoo.class.getResourceAsStream("zoo.txt");
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" \\| ", 4))
                    .map(f -> new Row(f[0], f[1], f[2], f[3]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
