package org.holdfast.conform;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.holdfast.spec.bounded.ModelFile;
import org.holdfast.spec.sequence.Generator;
import org.holdfast.spec.sequence.Sequence;
import org.holdfast.spec.sequence.SequenceText;

/** The serial sequences of the quick models, shorter ones of each model first. */
public final class Sequences {
    private Sequences() {}

    /**
     * Makes them. Which directories a daemon keeps for the places of others is its own affair, and so are the models of that.
     *
     * @param oneIn how many of them there are for each one that is wanted, in each model
     */
    public static List<Sequence> make(int oneIn, Consumer<String> progress) {
        List<Generator.Source> models = ModelFile.good()
                .filter(e -> !e.model().ops().contains("place"))
                .map(e -> new Generator.Source(e.name(), e.model()))
                .toList();
        List<Sequence> made = new ArrayList<>();
        int[] count = {0};
        Generator.serial(
                models,
                q -> {
                    if (count[0]++ % oneIn == 0) {
                        made.add(SequenceText.read(SequenceText.write(q))); // only what was read has line numbers
                    }
                },
                progress);
        return made;
    }
}
