package org.holdfast.dialogue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.holdfast.kernel.Ability;

/** Reads and writes files of dialogues; {@code model-tests/dialogues/README.md} has the grammar. */
public final class DialogueText {
    private static final String REPEAT = "repeat";
    private static final String TOGETHER = "&";
    private static final String BEGIN = "begin";
    private static final Set<String> KEYS = Set.of("row", "properties", "shows", "needs");

    private DialogueText() {}

    /** Whether a file is one, by its first line. */
    public static boolean isDialogue(List<String> lines) {
        return !lines.isEmpty() && lines.get(0).strip().equals(Dialogue.FORMAT);
    }

    /** Reads a file; a {@link BadDialogue} if it is none. */
    public static Dialogue read(Path file) throws IOException {
        return read(file.getFileName().toString().replaceFirst("\\.txt$", ""), Files.readAllLines(file));
    }

    static Dialogue read(String name, List<String> lines) {
        if (!isDialogue(lines)) {
            throw new BadDialogue(1, "it does not begin with \"" + Dialogue.FORMAT + "\"");
        }
        Map<String, String> header = new TreeMap<>();
        List<Step> steps = new ArrayList<>();
        boolean begun = false;
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (begun) {
                steps.addAll(steps(i + 1, line));
            } else if (line.equals(BEGIN)) {
                begun = true;
            } else {
                String[] parts = line.split(" +", 2);
                if (!KEYS.contains(parts[0]) || parts.length < 2) {
                    throw new BadDialogue(i + 1, "a header says one of " + KEYS + " and something of it");
                }
                header.put(parts[0], parts[1]);
            }
        }
        if (!begun) {
            throw new BadDialogue(lines.size(), "there is no \"" + BEGIN + "\"");
        }
        List<String> properties = Arrays.stream(
                        header.getOrDefault("properties", "").split(" +"))
                .filter(word -> !word.isEmpty())
                .toList();
        return new Dialogue(
                name,
                header.getOrDefault("row", ""),
                properties,
                header.getOrDefault("shows", ""),
                abilities(header.getOrDefault("needs", "")),
                List.copyOf(steps));
    }

    private static Set<Ability> abilities(String words) {
        Set<Ability> needs = EnumSet.noneOf(Ability.class);
        for (String word : words.split(" +")) {
            if (!word.isEmpty()) {
                needs.add(Ability.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_')));
            }
        }
        return needs;
    }

    /** {@code repeat 3 lookup root f#} is three lines, with 1, 2, 3 in place of the #. */
    private static List<Step> steps(int number, String line) {
        if (!line.startsWith(REPEAT + " ")) {
            return List.of(step(number, line));
        }
        String[] parts = line.split(" +", 3);
        List<Step> steps = new ArrayList<>();
        for (int i = 1; i <= Integer.parseInt(parts[1]); i++) {
            steps.add(step(number, parts[2].replace("#", Integer.toString(i))));
        }
        return steps;
    }

    static Step step(int number, String line) {
        boolean together = line.startsWith(TOGETHER + " ");
        String said = together ? line.substring(2) : line;
        int arrow = (said + " ").indexOf(" -> ");
        List<String> words = Words.of(arrow < 0 ? said : said.substring(0, arrow));
        List<String> answer = arrow < 0 ? List.of() : Words.of(said.substring(arrow + " -> ".length()));
        if (words.isEmpty()) {
            throw new BadDialogue(number, "nothing is said");
        }
        return new Step(number, together, words, answer);
    }

    /** A dialogue as a file has it. */
    public static String write(Dialogue dialogue) {
        StringBuilder text = new StringBuilder(Dialogue.FORMAT + "\n");
        header(text, "row", dialogue.row());
        header(text, "properties", String.join(" ", dialogue.properties()));
        header(text, "shows", dialogue.shows());
        header(
                text,
                "needs",
                dialogue.needs().stream()
                        .map(need -> need.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .collect(Collectors.joining(" ")));
        text.append(BEGIN + "\n");
        dialogue.steps().forEach(step -> text.append(step).append('\n'));
        return text.toString();
    }

    private static void header(StringBuilder text, String key, String value) {
        if (!value.isEmpty()) {
            text.append(key).append(' ').append(value).append('\n');
        }
    }
}
