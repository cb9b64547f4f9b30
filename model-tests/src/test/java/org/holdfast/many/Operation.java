package org.holdfast.many;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An operation with its answer, as its client saw them. A name binds an object, which is a number, or {@link #DIRECTORY}.
 *
 * @param sent when it began, by one count of all that began and ended
 * @param seen when its answer was there
 * @param kind lookup, unlink, link, rename, move (which does not replace), mkdir, rmdir, or nlink
 * @param from the name that it is about, of link and nlink the object's number
 * @param to the new name of link, rename and move, else "-"
 * @param answer of lookup the object, of nlink a number, of others ok; or an errno's name
 */
record Operation(int sent, int seen, String kind, String from, String to, String answer) {
    /** Any directory: they are not told apart. */
    static final String DIRECTORY = "D";

    private static final String OK = "ok";
    private static final String ENOENT = "ENOENT";
    private static final String EEXIST = "EEXIST";

    /** What the names are after it, if it can have had this answer where they were {@code names}. */
    Optional<Map<String, String>> after(Map<String, String> names) {
        String bound = names.get(from);
        Map<String, String> next = new HashMap<>(names);
        String must =
                switch (kind) {
                    case "lookup" -> bound == null ? ENOENT : bound;
                    case "unlink" -> remove(next, DIRECTORY.equals(bound) ? "EISDIR" : OK);
                    case "rmdir" -> remove(next, DIRECTORY.equals(bound) ? OK : "ENOTDIR");
                    case "link" -> next.putIfAbsent(to, from) == null ? OK : EEXIST;
                    case "mkdir" -> next.putIfAbsent(from, DIRECTORY) == null ? OK : EEXIST;
                    case "rename" -> rename(next, bound);
                    case "move" -> move(next, bound);
                    case "nlink" -> "" + (1 + Collections.frequency(names.values(), from));
                    default -> throw new IllegalArgumentException(kind);
                };
        return must.equals(answer) ? Optional.of(next) : Optional.empty();
    }

    /** Two names of one object stay both, rename(2). */
    private String rename(Map<String, String> names, String bound) {
        if (bound == null) {
            return ENOENT;
        }
        if (!bound.equals(names.get(to))) {
            names.remove(from);
            names.put(to, bound);
        }
        return OK;
    }

    private String remove(Map<String, String> names, String asItIs) {
        String outcome = names.containsKey(from) ? asItIs : ENOENT;
        if (outcome.equals(OK)) {
            names.remove(from);
        }
        return outcome;
    }

    /** The client's kernel looks up one name after the other: by then the old one may be gone when the new one is there. */
    private String move(Map<String, String> names, String bound) {
        if (names.containsKey(to) && answer.equals(EEXIST)) {
            return EEXIST;
        }
        if (bound == null) {
            return ENOENT;
        }
        if (names.putIfAbsent(to, bound) != null) {
            return EEXIST;
        }
        names.remove(from);
        return OK;
    }

    static Operation read(String line) {
        String[] words = line.split(" ");
        return new Operation(
                Integer.parseInt(words[0]), Integer.parseInt(words[1]), words[2], words[3], words[4], words[5]);
    }

    @Override
    public String toString() {
        return String.join(" ", Integer.toString(sent), Integer.toString(seen), kind, from, to, answer);
    }
}
