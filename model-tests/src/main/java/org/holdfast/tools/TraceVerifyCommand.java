package org.holdfast.tools;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.holdfast.verify.Verification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks a trace against the Java model. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = Tools.USAGE,
        exitCodeOnExecutionException = Tools.ENVIRONMENT,
        description = {
            "Checks a trace of any length against the Java model. The first event that it does not explain is shown with the",
            "steps that matter for it, which are written to a file of their own; the exit code is 4 then."
        },
        footer = {"", "Example: holdfast trace verify /tmp/trace"})
final class TraceVerifyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The trace.")
    private Path file;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where to write the lines that matter, if the trace is not as it must be. Default: beside the"
                    + " trace, with .shortest at the end.")
    private Path out;

    @Override
    public Integer call() throws IOException {
        Path trace = Tools.file(file);
        Verification found = Verification.of(trace);
        System.out.print(found.text());
        if (found.divergence().isEmpty()) {
            return 0;
        }
        Path shortest = out == null ? trace.resolveSibling(trace.getFileName() + ".shortest") : Tools.file(out);
        found.write(shortest);
        System.out.println("the " + found.shortest().size() + " lines that matter are in " + shortest);
        return Tools.UNEXPECTED;
    }
}
