package org.holdfast.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.holdfast.testkit.LoopFs;
import org.holdfast.testkit.Program;
import org.holdfast.testkit.Scratch;

/**
 * What the system calls cost by which a daemon keeps an object and reaches it again, without any daemon: through an O_PATH
 * descriptor, a work link or a file handle. See bench/src/main/c/linkcost.c.
 */
final class LinkCost {
    private static final int FAILED = 3;
    private static final List<String> STEPS = List.of("lookup", "stat", "open", "forget");
    private static final List<String> OTHERS = List.of("link", "handle");
    private static final String BASE = "fd";

    private LinkCost() {}

    /** One line of the client. */
    record Line(String fs, int round, String step, String kind, double nanos) {}

    /** Measures on fresh file systems; one where a call is not possible is left out, with a word to {@code progress}. */
    static List<Line> measure(List<Backing> all, int files, int rounds, Consumer<String> progress) {
        List<Line> lines = new ArrayList<>();
        try (Scratch scratch = Scratch.create()) {
            for (Backing fs : all) {
                progress.accept("link cost on " + fs.word());
                Path directory = LoopFs.mount(scratch, fs.kind());
                Program.Result result = Program.of(Client.binary(), "link_cost", directory, files, rounds)
                        .run();
                if (result.exit() == FAILED) {
                    System.err.println(
                            "left out: " + fs.word() + ": " + result.out().strip());
                } else {
                    result.mustSucceed().lines().forEach(line -> lines.add(parse(fs.word(), line)));
                }
            }
        }
        return lines;
    }

    static Line parse(String fs, String line) {
        String[] words = line.split(" ");
        return new Line(fs, Integer.parseInt(words[0]), words[1], words[2], Double.parseDouble(words[3]));
    }

    /** A row for each file system and step: microseconds with a descriptor, and with each other kind as ratio to it. */
    static String table(List<Line> lines) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("fs, step", "fd, µs", "link, µs", "link / fd", "handle, µs", "handle / fd"));
        for (String fs : lines.stream().map(Line::fs).distinct().toList()) {
            for (String step : STEPS) {
                List<String> row = new ArrayList<>(List.of(fs + " " + step, micros(nanos(lines, fs, step, BASE))));
                for (String kind : OTHERS) {
                    row.add(micros(nanos(lines, fs, step, kind)));
                    row.add(ratio(nanos(lines, fs, step, kind), nanos(lines, fs, step, BASE))
                            .asRatio());
                }
                rows.add(row);
            }
        }
        return Columns.of(rows);
    }

    /** By round. */
    private static Map<Integer, Double> nanos(List<Line> lines, String fs, String step, String kind) {
        Map<Integer, Double> nanos = new LinkedHashMap<>();
        lines.stream()
                .filter(line -> line.fs().equals(fs)
                        && line.step().equals(step)
                        && line.kind().equals(kind))
                .forEach(line -> nanos.put(line.round(), line.nanos()));
        return nanos;
    }

    private static String micros(Map<Integer, Double> nanos) {
        Spread spread = Spread.of(List.copyOf(nanos.values()));
        return spread.isNone() ? "–" : String.format(Locale.ROOT, "%.2f", spread.median() / 1000);
    }

    private static Spread ratio(Map<Integer, Double> of, Map<Integer, Double> to) {
        return Spread.of(of.entrySet().stream()
                .map(e -> e.getValue() / to.get(e.getKey()))
                .toList());
    }

    /** All lines, as a file of comma-separated values. */
    static void write(List<Line> lines, Path file) {
        List<String> rows = new ArrayList<>(List.of("fs,round,step,kind,nanos"));
        lines.forEach(line ->
                rows.add("%s,%d,%s,%s,%s".formatted(line.fs(), line.round(), line.step(), line.kind(), line.nanos())));
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
