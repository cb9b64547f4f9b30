package org.holdfast.dialogue;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One line of a dialogue.
 *
 * @param line where it stands in its file, from 1
 * @param together whether it is sent before the replies to those before it are waited for, which are together as well
 * @param words what is said: a verb and its arguments, {@code host} before the verb of the other program
 * @param answer what must be answered, as far as the file says so; it also binds names
 */
public record Step(int line, boolean together, List<String> words, List<String> answer) {
    private static final String HOST = "host";

    /** A line that the client says alone. */
    public static Step of(String... words) {
        return new Step(0, false, List.of(words), List.of());
    }

    boolean isHost() {
        return words.get(0).equals(HOST);
    }

    /** The verb; of the host, the one after the word {@code host}. */
    public String verb() {
        return words.get(isHost() ? 1 : 0);
    }

    /** What comes after the verb. */
    List<String> arguments() {
        return words.subList(isHost() ? 2 : 1, words.size());
    }

    String argument(int index) {
        if (index >= arguments().size()) {
            throw new BadDialogue(line, "\"" + verb() + "\" wants more words");
        }
        return arguments().get(index);
    }

    String argument(int index, String otherwise) {
        return index < arguments().size() ? arguments().get(index) : otherwise;
    }

    /** The value of an argument {@code key=value}; nothing if there is none. */
    String value(String key) {
        return arguments().stream()
                .filter(word -> word.startsWith(key + "="))
                .findFirst()
                .map(word -> word.substring(key.length() + 1))
                .orElse("");
    }

    /** The same line with this answer. */
    public Step answered(List<String> given) {
        return new Step(line, together, words, List.copyOf(given));
    }

    /** As it stands in a file. */
    @Override
    public String toString() {
        String said = words.stream().map(Words::written).collect(Collectors.joining(" "));
        String expected = answer.stream().map(Words::written).collect(Collectors.joining(" "));
        return (together ? "& " : "") + said + (answer.isEmpty() ? "" : " -> " + expected);
    }
}
