package org.holdfast.tools;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.holdfast.testkit.Project;
import org.holdfast.verify.TlcReplay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Replays a trace in TLC. */
@Command(
        name = "tlc",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = Tools.USAGE,
        exitCodeOnExecutionException = Tools.ENVIRONMENT,
        description = {
            "Replays a trace of up to some thousand events in TLC, with the actions of tla/Holdfast.tla; see tla/Trace.tla.",
            "The exit code is 4 if one of them cannot happen."
        },
        footer = {"", "Example: holdfast trace tlc /tmp/trace"})
final class TraceTlcCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The trace.")
    private Path file;

    @Option(names = "--heap", defaultValue = "2g", description = "TLC's memory. Default: ${DEFAULT-VALUE}.")
    private String heap;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path trace = Tools.file(file);
        Path directory = Project.top().resolve("target/tlc").resolve("trace-" + trace.getFileName());
        TlcReplay.Outcome outcome = new TlcReplay(Tools.jar(), heap).run(trace, directory);
        if (outcome.wrong().isPresent()) {
            System.out.println("cannot happen: " + outcome.wrong().get());
            System.out.println("what TLC was given, and what it said, is in " + directory);
            return Tools.UNEXPECTED;
        }
        System.out.printf("%,d steps, each of them an action of Holdfast.tla%n", outcome.steps());
        return 0;
    }
}
