package org.holdfast.replay;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code holdfast replay}. Exit codes: 0 the daemon did all that it should, 1 usage, 2 environment, 4 it did something
 * else.
 */
@Command(
        name = "holdfast replay",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = ReplayCommand.USAGE,
        exitCodeOnExecutionException = ReplayCommand.ENVIRONMENT,
        description = {
            "Plays sequences made from the specification against the daemon, without a mount, and compares every",
            "answer and what is left. model-tests/sequences/README.md tells what is in the files."
        },
        footer = {"", "Example: holdfast replay model-tests/sequences/examples"})
public final class ReplayCommand implements Callable<Integer> {
    static final int USAGE = 1;
    static final int ENVIRONMENT = 2;
    static final int DIFFERENT = 4;

    /** Where the launcher was started; it goes elsewhere. */
    private static final String CALLER = "holdfast.caller";

    private static final String SCRATCH = "holdfast.scratch";

    @Parameters(arity = "1..*", paramLabel = "FILE|DIR", description = "A sequence, or a directory of sequences.")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = "--in",
            paramLabel = "DIR",
            description = "Where to make the export, which says on what file system. Default: for temporary files.")
    private Path in;

    @Option(
            names = "--most",
            paramLabel = "N",
            description = "Go on until there are N differences. Default: ${DEFAULT-VALUE}.")
    private int most = 1;

    @Spec
    private CommandSpec command;

    /** Runs the command and ends the JVM. */
    public static void main(String[] args) {
        System.exit(execute(new PrintWriter(System.err, true), args));
    }

    /** Runs the command; returns the exit code. What is wrong is said to err. */
    static int execute(PrintWriter err, String... args) {
        CommandLine line = new CommandLine(new ReplayCommand()).setErr(err);
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            err.println("holdfast: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
            return ENVIRONMENT;
        });
        return line.execute(args);
    }

    @Override
    public Integer call() throws IOException {
        Path caller = Path.of(System.getProperty(CALLER, ""));
        if (in != null) {
            System.setProperty(SCRATCH, caller.resolve(in).toAbsolutePath().toString());
        }
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            Path at = caller.resolve(path);
            if (!Files.exists(at)) {
                throw new ParameterException(command.commandLine(), "there is no " + path);
            }
            files.addAll(Replays.files(at));
        }
        Tally tally = new Replays(System.out::println, q -> true, most, Replays.PATIENCE).play(files);
        System.out.print(tally.table());
        return tally.differences() == 0 ? 0 : DIFFERENT;
    }
}
