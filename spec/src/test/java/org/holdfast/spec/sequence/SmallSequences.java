package org.holdfast.spec.sequence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.holdfast.spec.bounded.ModelFile;

/** Sequences of a model that is small enough to make them anew in each test. */
final class SmallSequences {
    private SmallSequences() {}

    /** The model fd with one object and one nodeid. */
    static List<Sequence> make() {
        List<Sequence> all = new ArrayList<>();
        ModelFile.Entry e =
                ModelFile.all().filter(m -> m.name().equals("fd")).findFirst().orElseThrow();
        e.constants().putAll(Map.of("MaxObjects", 1, "MaxNodeid", 2));
        Consumer<String> nobody = progress -> {};
        Generator.generate(List.of(new Generator.Source(e.name(), e.model())), all::add, nobody);
        return all;
    }
}
