package org.holdfast.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Where results go: the tables to standard output, and with a directory also there: table.txt, results.json, report.html, and
 * rounds.jsonl with each sample as soon as it is there.
 */
final class Output implements Consumer<Sample>, AutoCloseable {
    private final Path directory;
    private final RawLines raw;

    private Output(Path directory, RawLines raw) {
        this.directory = directory;
        this.raw = raw;
    }

    /** To a directory, which is made, or to none if that is null. */
    static Output to(Path out) throws IOException {
        if (out == null) {
            return new Output(null, new RawLines(Writer.nullWriter()));
        }
        Path directory = Files.createDirectories(Bench.file(out));
        return new Output(directory, new RawLines(Files.newBufferedWriter(directory.resolve("rounds.jsonl"))));
    }

    @Override
    public void accept(Sample sample) {
        raw.accept(sample);
    }

    void write(Report report) {
        String text = TextReport.of(report);
        System.out.print(text);
        if (directory != null) {
            write("table.txt", text);
            write("results.json", JsonReport.of(report));
            write("report.html", HtmlReport.of(report));
        }
    }

    private void write(String name, String text) {
        try {
            Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Costs of links: the table, and with a directory linkcost.csv. */
    static void write(List<LinkCost.Line> lines, Path out) {
        System.out.print(LinkCost.table(lines));
        if (out != null) {
            LinkCost.write(lines, Bench.file(out).resolve("linkcost.csv"));
        }
    }

    /** Times of programs: the table, and with a directory programs.csv. */
    static void write(List<Programs.Line> lines, String base, Path out) {
        System.out.print(Programs.table(lines, base));
        if (out != null) {
            Programs.write(lines, Bench.file(out).resolve("programs.csv"));
        }
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }
}
