package org.holdfast.spec.sequence;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.holdfast.spec.Action;
import org.holdfast.spec.Model;

/** Reads one sequence; lines that are empty or begin with # are left out. */
final class SequenceReader {
    private static final Pattern STEP = Pattern.compile(
            "(client|daemon|host) +(.+?)(?:" + Line.Step.ASKS + "(.+?))?(?:" + Line.Step.GETS + "(.+))?");
    private static final Pattern REST = Pattern.compile(Line.AtRest.WORD + " +nodes (\\d+) links (\\d+) fds (\\d+)");

    private final List<String> text;
    private int at;

    SequenceReader(List<String> text) {
        this.text = text;
    }

    Sequence read() {
        if (!next().equals(SequenceText.MAGIC)) {
            throw bad("a sequence begins with " + SequenceText.MAGIC);
        }
        String name = field(SequenceText.NAME);
        String source = field(SequenceText.SOURCE);
        Model model = model(field(SequenceText.BOUNDS));
        boolean serial = oneOf(SequenceText.KIND, Sequence.kind(true), Sequence.kind(false));
        Set<String> needs =
                new LinkedHashSet<>(List.of(field(SequenceText.NEEDS).split(" +")));
        needs.remove(SequenceText.NOTHING);
        List<String> covers = new ArrayList<>();
        String line = next();
        for (; !line.equals(SequenceText.BEGIN); line = next()) {
            covers.add(value(SequenceText.COVERS, line));
        }
        List<Line> lines = new ArrayList<>();
        for (line = next(); !line.startsWith(SequenceText.END); line = next()) {
            lines.add(line(model, line));
        }
        at--;
        boolean quiescent = oneOf(SequenceText.END, SequenceText.QUIESCENT, SequenceText.OPEN);
        while (at < text.size()) {
            if (!skipped(text.get(at++))) {
                throw bad("nothing follows after the end");
            }
        }
        return new Sequence(name, source, model, serial, needs, covers, lines, quiescent);
    }

    private Line line(Model model, String line) {
        Matcher rest = REST.matcher(line);
        if (rest.matches()) {
            return new Line.AtRest(at, new Rest(number(rest, 1), number(rest, 2), number(rest, 3)));
        }
        Matcher step = STEP.matcher(line);
        if (!step.matches()) {
            throw bad("a line is a step of client, daemon or host, or " + Line.AtRest.WORD + ", or " + SequenceText.END
                    + ", and not: " + line);
        }
        return new Line.Step(
                at, Actor.of(step.group(1)), action(model, step.group(2)), given(step.group(3)), given(step.group(4)));
    }

    private Action action(Model model, String words) {
        Moves moves = Moves.of(model);
        return moves.read(words.replaceAll(" +", " ")).orElseThrow(() -> {
            String name = words.split(" ")[0];
            Set<String> known = moves.all().stream()
                    .filter(a -> ActionText.name(a).equals(name))
                    .map(ActionText::of)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            return bad("the model has no action " + words
                    + (known.isEmpty() ? "" : "; with that name it has only: " + String.join(", ", known)));
        });
    }

    private Model model(String bounds) {
        try {
            return Bounds.model(bounds);
        } catch (IllegalArgumentException e) {
            throw bad(e.getMessage());
        }
    }

    private boolean oneOf(String key, String yes, String no) {
        String word = field(key);
        if (!word.equals(yes) && !word.equals(no)) {
            throw bad(key + " is " + yes + " or " + no + ", and not " + word);
        }
        return word.equals(yes);
    }

    private String field(String key) {
        return value(key, next());
    }

    private String value(String key, String line) {
        String[] words = line.split(" +", 2);
        if (!words[0].equals(key) || words.length < 2) {
            throw bad("here stands " + key + " and a value, and not: " + line);
        }
        return words[1];
    }

    /** The next line that counts. */
    private String next() {
        while (at < text.size()) {
            String line = text.get(at++).strip();
            if (!skipped(line)) {
                return line;
            }
        }
        at++;
        throw bad("the sequence ends too early");
    }

    private static boolean skipped(String line) {
        return line.isBlank() || line.startsWith("#");
    }

    private static int number(Matcher m, int group) {
        return Integer.parseInt(m.group(group));
    }

    private static String given(String text) {
        return text == null ? "" : text;
    }

    private BadSequence bad(String message) {
        return new BadSequence(at, message);
    }
}
