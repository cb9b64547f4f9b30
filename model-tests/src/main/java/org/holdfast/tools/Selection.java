package org.holdfast.tools;

import java.util.List;
import java.util.stream.Collectors;
import org.holdfast.spec.bounded.ModelFile;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The models that a command line names. */
final class Selection {
    private Selection() {}

    /** The named models in the order of models.json, or all of the tier when none is named. */
    static List<ModelFile.Entry> of(List<String> names, String tier, CommandSpec command) {
        List<ModelFile.Entry> all = ModelFile.all().toList();
        List<String> known = all.stream().map(ModelFile.Entry::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new ParameterException(
                        command.commandLine(),
                        "no model " + name + "; there are: "
                                + known.stream().sorted().collect(Collectors.joining(" ")));
            }
        }
        List<ModelFile.Entry> selected = all.stream()
                .filter(e -> names.isEmpty() ? e.isIn(tier) : names.contains(e.name()))
                .toList();
        if (selected.isEmpty()) {
            throw new ParameterException(command.commandLine(), "there is no model of the tier " + tier);
        }
        return selected;
    }
}
