package org.holdfast.dialogue;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the names of a dialogue stand for: {@code root}, {@code n1} bound by an answer, {@code 0x2a} a number. */
final class Names {
    private static final String NODE = "n\\d+";
    private static final String HANDLE = "h\\d+";
    private static final String NUMBER = "0x";
    private static final int HEX = 16;

    private final Map<String, Long> nodes = new HashMap<>();

    static boolean isNode(String word) {
        return word.matches(NODE);
    }

    static boolean isHandle(String word) {
        return word.matches(HANDLE);
    }

    /** The nodeid that a word stands for. */
    long node(String word) {
        if (word.equals("root")) {
            return 1;
        }
        if (word.startsWith(NUMBER)) {
            return Long.parseUnsignedLong(word.substring(NUMBER.length()), HEX);
        }
        return Optional.ofNullable(nodes.get(word))
                .orElseThrow(() -> new BadDialogue("no reply has shown " + word + " yet"));
    }

    boolean isBound(String word) {
        return nodes.containsKey(word);
    }

    void bind(String word, long nodeid) {
        nodes.put(word, nodeid);
    }

    /** The word for a nodeid; as a number where there is none. */
    String word(long nodeid) {
        return nodes.entrySet().stream()
                .filter(e -> e.getValue() == nodeid)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(nodeid == 1 ? "root" : NUMBER + Long.toHexString(nodeid));
    }

    /** The next word that stands for nothing yet. */
    String fresh() {
        return "n" + (nodes.size() + 1);
    }

    /** The session begins anew: what was bound is bound no more. */
    void clear() {
        nodes.clear();
    }
}
