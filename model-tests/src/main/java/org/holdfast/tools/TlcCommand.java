package org.holdfast.tools;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.holdfast.spec.bounded.ModelFile;
import org.holdfast.spec.bounded.Tlc;
import org.holdfast.spec.bounded.Tlc.Mode;
import org.holdfast.spec.bounded.TlcOutput;
import org.holdfast.testkit.Project;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs TLC on bounded models and compares what it finds with what models.json says. */
@Command(
        name = "tlc",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = Tools.USAGE,
        exitCodeOnExecutionException = Tools.ENVIRONMENT,
        sortOptions = false,
        description = "Checks the models of tla/models.json with TLC and prints a table of what it found.",
        footer = {
            "",
            "Two models; the larger ones, with all processors; a server and two worker",
            "processes, all here:",
            "  holdfast tlc link-reuse no-pins",
            "  holdfast tlc --tier full",
            "  holdfast tlc fd --workers local,local",
            "Workers on the machines one and two, the server on this one, zero:",
            "  holdfast tlc-worker --listen one:10996       (on one; the same on two)",
            "  holdfast tlc fd --workers one:10996,two:10996 --address zero"
        })
final class TlcCommand implements Callable<Integer> {

    @Parameters(arity = "0..*", paramLabel = "MODEL", description = "Names of models; default: all of the tier.")
    private List<String> models = new ArrayList<>();

    @Option(names = "--tier", defaultValue = "quick", description = "quick, full or large; default: ${DEFAULT-VALUE}.")
    private String tier;

    @Option(
            names = "--workers",
            paramLabel = "N|WHERE,...",
            description = {
                "How many threads TLC has; with more than one, depths may differ and are not compared. Default: 1 for"
                        + " models of the quick tier, one a processor for others.",
                "Or a list of worker processes for TLC's distributed mode: HOST:PORT is where a `holdfast tlc-worker`"
                        + " listens, `local` is a process on this machine, started and ended with the run. Liveness is"
                        + " checked by one process all the same."
            })
    private String workers;

    @Option(
            names = "--address",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "This machine's address for worker processes on other ones; the server listens there and"
                    + " nowhere else. Default: ${DEFAULT-VALUE}.")
    private String address;

    @Option(
            names = "--heap",
            description = "TLC's memory, for example 6g, and half as much again for fingerprints if the model is not of"
                    + " the quick tier; default: 2g, 4g or 8g, by tier.")
    private String heap;

    @Option(
            names = "--coverage",
            description =
                    "Count how often each action was a step, and name those that never were; over a whole tier it is"
                            + " unexpected that there are some.")
    private boolean coverage;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Workers who = who();
        List<ModelFile.Entry> selected = Selection.of(models, tier, command);
        Coverage taken = new Coverage();
        AtomicBoolean unexpected = new AtomicBoolean();
        try (Rows rows = new Rows(selected)) {
            rows.head();
            Batch.run(selected, who.atATime(selected), e -> {
                if (!check(e, who, rows.begin(e), taken)) {
                    unexpected.set(true);
                }
            });
        }
        boolean missing = coverage && !taken.print(System.out) && models.isEmpty();
        return unexpected.get() || missing ? Tools.UNEXPECTED : 0;
    }

    /** Whether what TLC finds is as models.json says. */
    private boolean check(ModelFile.Entry e, Workers who, Rows.Row row, Coverage taken)
            throws IOException, InterruptedException {
        Tlc.Result got =
                who.run(tlc(e, who), e, line -> TlcOutput.progress(line).ifPresent(row::progress));
        int depth = got.states() > 0 ? got.depth() : got.trace();
        long edges = got.states() > 0 ? got.edges() : 0;
        String verdict = verdict(e, got, edges, depth, who);
        row.done(got.states(), edges, depth, verdict);
        if (e.holds()) {
            taken.add(e, got.taken());
        }
        return !verdict.startsWith("UNEXPECTED");
    }

    private Workers who() {
        try {
            Tier.of(tier);
            Workers who = Workers.of(workers, address);
            if (!who.processes().isEmpty() && coverage) {
                throw new IllegalArgumentException("TLC's distributed mode has no --coverage");
            }
            if (heap != null && !heap.matches("[1-9]\\d*[mMgG]")) {
                throw new IllegalArgumentException("not a size such as 900m or 6g: " + heap);
            }
            return who;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    private Tlc tlc(ModelFile.Entry e, Workers who) {
        Tier needs = Tier.of(e.tier());
        int threads = who.threads(e);
        Set<Mode> modes = EnumSet.noneOf(Mode.class);
        modes.addAll(needs.modes);
        if (threads > 1) {
            modes.add(Mode.LONG);
        }
        if (coverage) {
            modes.add(Mode.COVERAGE);
        }
        return new Tlc(
                Tools.jar(),
                Project.top().resolve("target/tlc"),
                threads,
                heap != null ? heap : needs.heap,
                TimeUnit.HOURS.toSeconds(needs.hours),
                modes);
    }

    private String verdict(ModelFile.Entry e, Tlc.Result got, long edges, int depth, Workers who) {
        boolean failed = got.broken().isEmpty() && (got.exit() != 0 || got.states() == 0);
        if (failed) {
            return "UNEXPECTED exit " + got.exit() + ": see target/tlc/" + e.name() + "/tlc.out";
        }
        boolean exact = !who.distribute(e) && who.threads(e) == 1;
        return Rows.verdict(e, got.states(), who.distribute(e) ? e.edges() : edges, depth, got.broken(), exact);
    }
}
