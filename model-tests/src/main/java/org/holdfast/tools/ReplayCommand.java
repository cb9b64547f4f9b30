package org.holdfast.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.holdfast.dialogue.Dialogues;
import org.holdfast.kernel.Holdfast;
import org.holdfast.mutant.Mutant;
import org.holdfast.mutant.Planting;
import org.holdfast.replay.Replays;
import org.holdfast.replay.Tally;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays sequences and dialogues against the daemon. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = Tools.USAGE,
        exitCodeOnExecutionException = Tools.ENVIRONMENT,
        description = {
            "Plays sequences made from the specification, and dialogues, against the daemon, without a mount, and",
            "compares every answer and what is left. The first line of a file says which it is;",
            "model-tests/sequences/README.md and model-tests/dialogues/README.md tell what is in them."
        },
        footer = {"", "Example: holdfast replay model-tests/sequences/examples"})
final class ReplayCommand implements Callable<Integer> {
    private static final String SCRATCH = "holdfast.scratch";

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|DIR",
            description = "A sequence or dialogue, or a directory of such.")
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

    @Option(
            names = "--mutant",
            paramLabel = "ID",
            description = "Plant this bug of model-tests/mutants in the daemon first.")
    private String mutant;

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
        Map<Boolean, List<Path>> kinds = files.stream().collect(Collectors.partitioningBy(Dialogues::isDialogue));
        return Math.max(
                kinds.get(true).isEmpty() ? 0 : dialogues(kinds.get(true)),
                kinds.get(false).isEmpty() ? 0 : sequences(kinds.get(false)));
    }

    private int dialogues(List<Path> files) throws IOException {
        Dialogues played = new Dialogues(System.out::println);
        if (mutant == null) {
            for (Holdfast kind : Holdfast.ALL) {
                played.play(files, kind);
            }
        } else {
            Holdfast one = Holdfast.of(Mutant.of(mutant).policy()).orElseThrow();
            played.play(files, Planting.in(one, mutant));
        }
        System.out.print(played.table());
        return played.differences() == 0 ? 0 : Tools.UNEXPECTED;
    }

    private int sequences(List<Path> files) throws IOException {
        UnaryOperator<Holdfast> kinds = kind -> mutant == null ? kind : Planting.in(kind, mutant);
        Tally tally = new Replays(System.out::println, q -> true, most, Replays.PATIENCE, kinds).play(files);
        System.out.print(tally.table());
        return tally.differences() == 0 ? 0 : Tools.UNEXPECTED;
    }
}
