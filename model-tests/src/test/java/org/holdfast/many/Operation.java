package org.holdfast.many;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request with its answer, as the client saw them. A name binds an object, which is a number; 0 is none.
 *
 * @param sent when the request was sent, by the client's own count of what it did
 * @param seen when its answer was read
 * @param kind lookup, unlink, link or rename
 * @param from the name that it is about, of link the object's number
 * @param to the new name of link and rename, else "-"
 * @param answer of lookup the object's number, of others ok; or an errno's name
 */
record Operation(int sent, int seen, String kind, String from, String to, String answer) {
    private static final String OK = "ok";
    private static final String ENOENT = "ENOENT";

    /** What the names are after it, if it can have had this answer where they were {@code names}. */
    Optional<Map<String, String>> after(Map<String, String> names) {
        String bound = names.get(from);
        Map<String, String> next = new HashMap<>(names);
        String must =
                switch (kind) {
                    case "lookup" -> bound == null ? ENOENT : bound;
                    case "unlink" -> next.remove(from) == null ? ENOENT : OK;
                    case "link" -> next.putIfAbsent(to, from) == null ? OK : "EEXIST";
                    case "rename" -> rename(next, bound);
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
