package org.holdfast.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine;

/**
 * {@code holdfast bench}.
 *
 * <p>Exit codes: 0 done, 1 usage, 2 environment, 130 interrupted.
 */
public final class Bench {
    static final int USAGE = 1;
    static final int ENVIRONMENT = 2;
    static final int INTERRUPTED = 130;

    /** Where the launcher was started; it goes elsewhere. */
    private static final Path CALLER = Path.of(System.getProperty("holdfast.caller", ""));

    private Bench() {}

    /** The file that the user means by {@code path}. */
    static Path file(Path path) {
        return CALLER.resolve(path);
    }

    /** Runs the command and ends the JVM. */
    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true"); // plots go to files
        System.exit(execute(args));
    }

    /** Runs the command; returns the exit code. */
    static int execute(String... args) {
        PrintWriter err = new PrintWriter(System.err, true);
        CommandLine line = new CommandLine(new BenchCommand()).setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true).setOverwrittenOptionsAllowed(true);
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            err.println("holdfast: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
            return ENVIRONMENT;
        });
        return line.execute(args);
    }
}
