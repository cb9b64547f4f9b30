package org.holdfast.tlc;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.holdfast.spec.Explorer;
import org.holdfast.spec.StepTable;
import org.holdfast.spec.bounded.ModelFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Visits every state of a bounded model with the Java explorer. */
@Command(
        name = "explore",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = Tools.USAGE,
        exitCodeOnExecutionException = Tools.ENVIRONMENT,
        description = "Explores a model of tla/models.json in Java; a counterexample is printed as a table of steps.",
        footer = {"", "Example: holdfast explore no-pins"})
final class ExploreCommand implements Callable<Integer> {

    @Parameters(paramLabel = "MODEL", description = "A name in tla/models.json.")
    private String model;

    @Option(
            names = "--limit",
            defaultValue = "3000000",
            description = "Give up after so many states; default: ${DEFAULT-VALUE}.")
    private int limit;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        ModelFile.Entry e = Selection.of(List.of(model), "", command).get(0);
        Rows rows = new Rows();
        long start = System.nanoTime();
        Explorer.Result got = Explorer.explore(
                e.model(), e.check(), limit, found -> rows.progress(e, 1, 1, String.format("%,d states", found)));
        double seconds = (System.nanoTime() - start) / 1e9;
        String broken = got.violation().map(Explorer.Violation::property).orElse("");
        String verdict = Rows.verdict(e, got.states(), got.edges(), got.depth(), broken, true);
        rows.head();
        rows.row(e, got.states(), got.edges(), got.depth(), seconds, verdict);
        System.out.printf("%n%s%n", e.why());
        got.violation().ifPresent(v -> System.out.printf("%n%s", StepTable.of(v.steps())));
        if (got.violation().isEmpty()) {
            System.out.printf(
                    Locale.ROOT,
                    "%n%,.0f states a second. How often each action was a step:%n",
                    got.states() / seconds);
            got.taken().forEach((action, times) -> System.out.printf(Locale.ROOT, "  %-14s %,12d%n", action, times));
        }
        return verdict.startsWith("UNEXPECTED") ? Tools.UNEXPECTED : 0;
    }
}
