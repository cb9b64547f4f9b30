package org.holdfast.spec.sequence;

import java.util.ArrayList;
import java.util.List;

/** The text of a sequence, one line after the other; model-tests/sequences/README.md has the grammar. */
public final class SequenceText {
    static final String MAGIC = "holdfast-sequence 1";
    static final String NAME = "sequence";
    static final String SOURCE = "model";
    static final String BOUNDS = "bounds";
    static final String KIND = "class";
    static final String NEEDS = "needs";
    static final String COVERS = "covers";
    static final String BEGIN = "begin";
    static final String END = "end";
    static final String QUIESCENT = "quiescent";
    static final String OPEN = "open";

    /** What stands where there is nothing to list. */
    static final String NOTHING = "nothing";

    private SequenceText() {}

    /** The lines of the file. */
    public static List<String> write(Sequence q) {
        List<String> text = new ArrayList<>();
        text.add(MAGIC);
        text.add(field(NAME, q.name()));
        text.add(field(SOURCE, q.source()));
        text.add(field(BOUNDS, Bounds.text(q.model())));
        text.add(field(KIND, q.kind()));
        text.add(field(NEEDS, q.needs().isEmpty() ? NOTHING : String.join(" ", q.needs())));
        q.covers().forEach(goal -> text.add(field(COVERS, goal)));
        text.add(BEGIN);
        q.lines().forEach(line -> text.add(line.toString()));
        text.add(field(END, q.quiescent() ? QUIESCENT : OPEN));
        return text;
    }

    /** The sequence in these lines of a file, or a {@link BadSequence}. Whether the model allows it is not asked here. */
    public static Sequence read(List<String> text) {
        return new SequenceReader(text).read();
    }

    private static String field(String key, String value) {
        return String.format("%-8s %s", key, value);
    }
}
