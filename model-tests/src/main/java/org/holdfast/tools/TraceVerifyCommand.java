package org.holdfast.tools;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.holdfast.verify.Checker;
import org.holdfast.verify.Divergence;
import org.holdfast.verify.TraceFile;
import org.holdfast.verify.TraceLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Checks a trace against the Java model. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = Tools.USAGE,
        exitCodeOnExecutionException = Tools.ENVIRONMENT,
        description = "Checks a trace of any length against the Java model.")
final class TraceVerifyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The trace.")
    private Path file;

    @Override
    public Integer call() throws IOException {
        Checker checker = new Checker();
        Divergence d = null;
        long start = System.nanoTime();
        try (TraceFile trace = new TraceFile(Tools.file(file))) {
            for (TraceLine line = trace.next(); line != null && d == null; line = trace.next()) {
                d = checker.take(line).orElse(null);
            }
        }
        if (d == null) d = checker.end().orElse(null);
        System.out.println(checker.events() + " events " + (System.nanoTime()-start)/1000000 + " ms");
        if (d != null) {
            System.out.println(d.text());
            return Tools.UNEXPECTED;
        }
        return 0;
    }
}
