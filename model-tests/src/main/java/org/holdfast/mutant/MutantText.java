package org.holdfast.mutant;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads a mutant's file; model-tests/mutants/README.md tells what is in it. */
final class MutantText {
    static final String FORMAT = "holdfast-mutant 1";

    private static final Set<String> HEADERS = Set.of("row", "breaks", "shows", "policy", "noticed-by");
    private static final String EDIT = "edit ";

    private final String id;
    private final Map<String, String> headers = new HashMap<>();
    private final List<Mutant.Edit> edits = new ArrayList<>();
    private final List<String> before = new ArrayList<>();
    private final List<String> after = new ArrayList<>();
    private String source;

    private MutantText(String id) {
        this.id = id;
    }

    static Mutant read(String id, List<String> lines) {
        if (lines.isEmpty() || !lines.get(0).equals(FORMAT)) {
            throw new BadMutant(id + ": the first line must be " + FORMAT);
        }
        MutantText text = new MutantText(id);
        for (int i = 1; i < lines.size(); i++) {
            text.take(lines.get(i), i + 1);
        }
        text.endEdit();
        return text.mutant();
    }

    private void take(String line, int number) {
        if (line.startsWith(EDIT)) {
            endEdit();
            source = line.substring(EDIT.length());
        } else if (line.isBlank()) {
            endEdit();
        } else if (source != null) {
            edit(line, number);
        } else {
            String[] words = line.split(" ", 2);
            if (words.length != 2 || !HEADERS.contains(words[0])) {
                throw new BadMutant(id + ", line " + number + ": " + line);
            }
            headers.put(words[0], words[1]);
        }
    }

    /** As in a patch: what goes begins with "-", what comes with "+", what stays with a blank. */
    private void edit(String line, int number) {
        String text = line.substring(1).strip();
        switch (line.charAt(0)) {
            case '-' -> before.add(text);
            case '+' -> after.add(text);
            case ' ' -> {
                before.add(text);
                after.add(text);
            }
            default -> throw new BadMutant(id + ", line " + number + ": begins with none of \"-\", \"+\", \" \"");
        }
    }

    private void endEdit() {
        if (!before.isEmpty()) {
            edits.add(new Mutant.Edit(source, List.copyOf(before), List.copyOf(after)));
        }
        before.clear();
        after.clear();
    }

    private Mutant mutant() {
        if (edits.isEmpty()) {
            throw new BadMutant(id + ": has no edit");
        }
        return new Mutant(
                id,
                header("row"),
                List.of(header("breaks").split(" ")),
                header("shows"),
                headers.getOrDefault("policy", "link"),
                Depth.valueOf(header("noticed-by").toUpperCase(Locale.ROOT)),
                List.copyOf(edits));
    }

    private String header(String name) {
        String value = headers.get(name);
        if (value == null) {
            throw new BadMutant(id + ": has no line \"" + name + " ...\"");
        }
        return value;
    }
}
