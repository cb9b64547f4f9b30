package org.holdfast.tools;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.holdfast.spec.bounded.Jvms;
import org.holdfast.spec.bounded.ModelFile;
import org.holdfast.spec.bounded.Tlc;
import org.holdfast.spec.bounded.Tlc.Mode;

/**
 * The explorer and TLC on one model with the same properties, threads, memory, collector and compilers, each in a JVM of
 * its own whose start counts. They take turns and the one that begins changes, so that whatever else the machine does
 * falls upon both.
 *
 * @param model which must hold
 * @param heap of each JVM
 * @param work for TLC's files
 */
record Versus(ModelFile.Entry model, String heap, Path work) {
    private static final long SECONDS = 3600;

    /** States per second of one round. */
    private record Round(double explorer, double tlc) {
        double ratio() {
            return explorer / tlc;
        }
    }

    /** Runs so many rounds with the threads and prints each, the median of the ratios and their spread. */
    void print(PrintStream out, int rounds, int threads) throws IOException, InterruptedException {
        out.printf("%n%s with %d thread(s), states a second:%n", model, threads);
        out.printf("  round     explorer          TLC    ratio%n");
        Round[] all = new Round[rounds];
        for (int i = 0; i < rounds; i++) {
            boolean explorerFirst = i % 2 == 0;
            double first = explorerFirst ? explorer(threads) : tlc(threads);
            double second = explorerFirst ? tlc(threads) : explorer(threads);
            all[i] = explorerFirst ? new Round(first, second) : new Round(second, first);
            out.printf(
                    Locale.ROOT,
                    "  %5d %,12.0f %,12.0f %8.2f%n",
                    i + 1,
                    all[i].explorer(),
                    all[i].tlc(),
                    all[i].ratio());
        }
        double[] ratios = IntStream.range(0, rounds)
                .mapToDouble(i -> all[i].ratio())
                .sorted()
                .toArray();
        out.printf(
                Locale.ROOT,
                "  the explorer is %.2f times as fast as TLC (median of %d; %.2f to %.2f)%n",
                median(ratios),
                rounds,
                ratios[0],
                ratios[rounds - 1]);
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private Tlc how(int threads) {
        return new Tlc(Tools.jar(), work, threads, heap, SECONDS, Set.of(Mode.LONG));
    }

    private double tlc(int threads) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Tlc.Result got = how(threads).run(model, line -> {});
        double rate = rate(start);
        if (got.states() != model.states()) {
            throw new IOException("TLC did not find what models.json says: see " + work.resolve(model.name()));
        }
        return rate;
    }

    private double explorer(int threads) throws IOException, InterruptedException {
        List<String> main =
                List.of(Tools.class.getName(), "explore", model.name(), "--threads", Integer.toString(threads));
        long start = System.nanoTime();
        try (Jvms jvms = new Jvms(System.getProperty("java.class.path"), work)) {
            Process p = jvms.start(Path.of("").toAbsolutePath(), how(threads).flags(), main, null);
            try (InputStream said = p.getInputStream()) {
                String text = new String(said.readAllBytes());
                double rate = rate(start);
                if (p.waitFor() != 0) {
                    throw new IOException("the explorer did not find what models.json says:\n" + text);
                }
                return rate;
            }
        }
    }

    private double rate(long start) {
        return model.states() / ((System.nanoTime() - start) / 1e9);
    }
}
