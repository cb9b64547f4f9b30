package org.holdfast.tools;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.holdfast.spec.Explorer;
import org.holdfast.spec.StepTable;
import org.holdfast.spec.bounded.ModelFile;
import org.holdfast.testkit.Project;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Visits every state of a bounded model with the Java explorer. */
@Command(
        name = "explore",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = Tools.USAGE,
        exitCodeOnExecutionException = Tools.ENVIRONMENT,
        sortOptions = false,
        description = "Explores a model of tla/models.json in Java; a counterexample is printed as a table of steps.",
        footer = {"", "Examples:", "  holdfast explore no-pins", "  holdfast explore link-two --versus-tlc --rounds 5"})
final class ExploreCommand implements Callable<Integer> {
    private static final double MB = 1024 * 1024;

    @Parameters(paramLabel = "MODEL", description = "A name in tla/models.json.")
    private String model;

    @Option(
            names = "--limit",
            defaultValue = "100000000",
            description = "Give up after so many states; default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--threads", paramLabel = "N", description = "Threads; default: one a processor.")
    private int threads;

    @Option(names = "--heap", defaultValue = "4g", description = "The JVM's memory; default: ${DEFAULT-VALUE}.")
    private String heap; // the launcher has made use of it; here it is for the JVMs of --versus-tlc

    @Option(
            names = "--versus-tlc",
            description =
                    "Measure how fast this is, and TLC on the same model with the same properties; with one thread"
                            + " and with one a processor, or with --threads.")
    private boolean versus;

    @Option(names = "--rounds", defaultValue = "3", description = "How often to measure; default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException, InterruptedException {
        ModelFile.Entry e = Selection.of(List.of(model), "", command).get(0);
        if (limit < 1 || threads < 0 || rounds < 1) {
            throw new ParameterException(command.commandLine(), "--limit, --threads and --rounds begin at 1");
        }
        return versus ? versus(e) : Interrupts.during(() -> explore(e));
    }

    private int versus(ModelFile.Entry e) throws IOException, InterruptedException {
        if (!e.holds() || e.isLive() || e.isSymmetric()) {
            throw new ParameterException(
                    command.commandLine(), e + " fails, is live or is symmetric: the two would not do the same");
        }
        Versus versus = new Versus(e, heap, Project.top().resolve("target/versus"));
        int processors = Runtime.getRuntime().availableProcessors();
        for (int n : threads > 0 ? List.of(threads) : processors > 1 ? List.of(1, processors) : List.of(1)) {
            versus.print(System.out, rounds, n);
        }
        return 0;
    }

    private int explore(ModelFile.Entry e) {
        int with = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        Explorer.Result got;
        double seconds;
        String verdict;
        try (Rows rows = new Rows(List.of(e))) {
            Rows.Row row = rows.begin(e);
            try {
                got = Explorer.explore(e.model(), e.check(), limit, with, now -> row.progress(text(now)));
            } catch (CancellationException interrupted) {
                System.out.printf("interrupted: %s%n", row.text());
                return Tools.INTERRUPTED;
            }
            seconds = row.seconds();
            String broken = got.violation().map(Explorer.Violation::property).orElse("");
            verdict = e.isSymmetric() && broken.isEmpty() && e.holds()
                    ? "ok (models.json has only what TLC counts)"
                    : Rows.verdict(e, got.states(), got.edges(), got.depth(), broken, true);
            rows.head();
            row.done(got.states(), got.edges(), got.depth(), verdict);
        }
        System.out.printf("%n%s%n", e.why());
        got.violation().ifPresent(v -> System.out.printf("%n%s", StepTable.of(v.steps())));
        if (got.violation().isEmpty()) {
            summary(e, got, with, seconds);
        }
        return verdict.startsWith("UNEXPECTED") ? Tools.UNEXPECTED : 0;
    }

    private static String text(Explorer.Progress now) {
        return String.format(
                Locale.ROOT,
                "%,d states, %,d left to visit, %,d steps, depth %d",
                now.states(),
                now.left(),
                now.edges(),
                now.depth());
    }

    private static void summary(ModelFile.Entry e, Explorer.Result got, int threads, double seconds) {
        Runtime vm = Runtime.getRuntime();
        System.out.printf(
                Locale.ROOT,
                "%n%,.0f states a second with %d thread(s). Fingerprints and ways back: %.1f MB; heap: %.0f of %.0f MB."
                        + "%nAn undetected collision of fingerprints has a probability of about %.1e.%n",
                got.states() / seconds,
                threads,
                got.bytes() / MB,
                (vm.totalMemory() - vm.freeMemory()) / MB,
                vm.maxMemory() / MB,
                got.collision());
        Coverage taken = new Coverage();
        taken.add(e, got.taken());
        taken.print(System.out);
    }
}
