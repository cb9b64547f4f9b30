package org.holdfast.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.holdfast.replay.Replays;
import org.holdfast.replay.Tally;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays sequences against the daemon. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = Tools.USAGE,
        exitCodeOnExecutionException = Tools.ENVIRONMENT,
        description = {
            "Plays sequences made from the specification against the daemon, without a mount, and compares every",
            "answer and what is left. model-tests/sequences/README.md tells what is in the files."
        },
        footer = {"", "Example: holdfast replay model-tests/sequences/examples"})
final class ReplayCommand implements Callable<Integer> {
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

    @Override
    public Integer call() throws IOException {
        if (in != null) {
            System.setProperty(SCRATCH, Tools.file(in).toAbsolutePath().toString());
        }
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            Path at = Tools.file(path);
            if (!Files.exists(at)) {
                throw new ParameterException(command.commandLine(), "there is no " + path);
            }
            files.addAll(Replays.files(at));
        }
        Tally tally = new Replays(System.out::println, q -> true, most, Replays.PATIENCE).play(files);
        System.out.print(tally.table());
        return tally.differences() == 0 ? 0 : Tools.UNEXPECTED;
    }
}
