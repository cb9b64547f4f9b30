package org.holdfast.tools;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.holdfast.spec.bounded.ModelFile;
import org.holdfast.spec.sequence.Generator;
import org.holdfast.spec.sequence.SequenceFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the sequences that cover the graphs of the quick models. */
@Command(
        name = "sequences",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = Tools.USAGE,
        exitCodeOnExecutionException = Tools.ENVIRONMENT,
        description = {
            "Writes client sequences that reach every abstract state and take every kind of step of the models,",
            "the same ones each time. model-tests/sequences/README.md tells what is in the files."
        },
        footer = {"", "Example: holdfast sequences /tmp/sequences"})
final class SequencesCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "Where to: new, empty, or with sequences, which are replaced.")
    private Path directory;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description = "A model of tla/models.json, may be repeated; default: every quick one that must hold.")
    private List<String> models = new ArrayList<>();

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        Path into = Tools.file(directory);
        List<Generator.Source> sources = Selection.of(models, "quick", command).stream()
                .filter(ModelFile.Entry::holds)
                .map(e -> new Generator.Source(e.name(), e.model()))
                .toList();
        if (sources.isEmpty()) {
            throw new ParameterException(command.commandLine(), "sequences are made of models that must hold");
        }
        Set<String> driven = new HashSet<>();
        int[] written = {0, 0};
        Set<String> goals;
        try (SequenceFiles files = new SequenceFiles(into)) {
            goals = Generator.generate(
                    sources,
                    q -> {
                        files.add(q);
                        driven.add(q.driven());
                        written[q.serial() ? 0 : 1]++;
                    },
                    System.err::println);
        } catch (FileSystemException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
        System.out.printf(
                Locale.ROOT,
                "%,d serial and %,d interleaved sequences in %s: %,d distinct ones for a driver, %,d goals covered%n",
                written[0],
                written[1],
                directory,
                driven.size(),
                goals.size());
        return 0;
    }
}
