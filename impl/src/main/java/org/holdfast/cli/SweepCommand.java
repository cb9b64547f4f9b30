package org.holdfast.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.holdfast.node.Leftovers;
import org.holdfast.node.WorkdirSweep;
import org.holdfast.os.LinuxSys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast sweep}: what a crash left in a workdir. The next mount of the same source sweeps by itself. */
@Command(
        name = "sweep",
        header = "Show, or remove, the work links that a crash left in WORKDIR.",
        description = "Mounting the same source again does this as well. A workdir that a daemon uses is refused.",
        footer = {"", "Example: holdfast sweep --remove /srv/data/.holdfast"})
final class SweepCommand implements Callable<Integer> {
    private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB"};

    @Parameters(index = "0", paramLabel = "WORKDIR", description = "A workdir of holdfast, such as SRC/.holdfast.")
    private Path workdir;

    @Option(names = "--remove", description = "Remove the links that the daemon made, and nothing else.")
    private boolean remove;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    private final PrintStream out = System.out;

    @Override
    public Integer call() {
        try (WorkdirSweep sweep = WorkdirSweep.open(new LinuxSys(), workdir)) {
            Leftovers left = sweep.leftovers();
            describe(left);
            if (remove) {
                ProgressBar bar = new ProgressBar(out, "removing work links");
                AtomicInteger done = new AtomicInteger();
                sweep.remove(() -> bar.at(done.incrementAndGet(), (int) left.links()));
                out.printf(Locale.ROOT, "removed %,d work links%n", left.links());
            }
            return ExitCode.OK;
        }
    }

    private void describe(Leftovers left) {
        out.printf(Locale.ROOT, "%s, written by the daemon with instance id %s%n", workdir, left.instance());
        out.printf(Locale.ROOT, "%,d work links%n", left.links());
        out.printf(
                Locale.ROOT,
                "%,d of them are the last name of a file that was deleted while it was open; together they take %s%n",
                left.orphans(),
                size(left.bytes()));
        if (!left.foreign().isEmpty()) {
            out.println("not made by holdfast, and left alone: " + String.join(", ", left.foreign()));
        }
    }

    private static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%,.0f %s" : "%,.1f %s", value, UNITS[unit]);
    }
}
