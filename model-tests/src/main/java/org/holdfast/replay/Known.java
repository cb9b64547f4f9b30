package org.holdfast.replay;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.holdfast.kernel.Ability;
import org.holdfast.kernel.Answer;
import org.holdfast.kernel.Attributes;
import org.holdfast.kernel.KernelClient;
import org.holdfast.testkit.HostFile;

/** Tells real answers in the words of a sequence: its nodeids and objects are names for real ones. */
final class Known {
    private final HostTree tree;
    private final Bench bench;
    private final Map<Integer, Long> nodes = new HashMap<>();
    private final Map<Long, Integer> objects = new HashMap<>();
    private final Map<Long, Long> generations = new HashMap<>();
    private String reused = "";

    Known(HostTree tree, Bench bench) {
        this.tree = tree;
        this.bench = bench;
    }

    /** The nodeid that the daemon has given for the sequence's. */
    long node(int name) {
        Long nodeid = nodes.get(name);
        if (nodeid == null) {
            throw new IllegalStateException("no reply has shown nodeid " + name + " yet");
        }
        return nodeid;
    }

    /** The nodeid that the daemon has given for the sequence's, if any reply has shown it. */
    Optional<Long> shown(int name) {
        return Optional.ofNullable(nodes.get(name));
    }

    /** All nodeids that replies have shown. */
    Set<Long> shown() {
        return Set.copyOf(nodes.values());
    }

    /** The nodeid by which the client knows a directory. */
    long directory(int object) {
        return object == HostTree.TOP
                ? KernelClient.ROOT
                : objects.entrySet().stream()
                        .filter(node -> node.getValue() == object
                                && bench.client().counts().of(node.getKey()) > 0)
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("no nodeid for the directory " + object))
                        .getKey();
    }

    /** The object that the node was shown to be. */
    int object(long nodeid) {
        return objects.get(nodeid);
    }

    /** From now on nodeids have other meanings: the daemon has died, or INIT was sent again. */
    void forgetNodes() {
        nodes.clear();
        objects.clear();
        generations.clear();
    }

    /**
     * The answer in words, as it is compared.
     *
     * @param entry whether it is one of a request that answers with an entry
     * @param expected what is expected of a success: the name of a nodeid that is new is taken from there
     * @param extra names that the object has for the moment and that the sequence does not know
     */
    String tell(Answer answer, boolean entry, String[] expected, int extra) {
        if (!answer.ok()) {
            return "error (" + answer + ")";
        }
        if (entry && answer.nodeid() == 0) {
            return "error (no such name)";
        }
        Attributes shown = entry ? answer.entry() : answer.attributes();
        int object = number(expected, "object");
        String text =
                object(shown, object) + " " + nlink(shown, object, extra) + " ctime " + ctime(shown, object, expected);
        if (!entry) {
            return "attributes " + text;
        }
        String node = node(answer, number(expected, "nodeid"));
        objects.putIfAbsent(answer.nodeid(), object);
        return "entry nodeid " + node + " " + text;
    }

    /** What was last said of a nodeid that the daemon gave again although it promises nothing else; then never again. */
    Optional<String> reused() {
        Optional<String> said = reused.isEmpty() ? Optional.empty() : Optional.of(reused);
        reused = "";
        return said;
    }

    private String node(Answer answer, int expected) {
        long nodeid = answer.nodeid();
        boolean first = bench.isNew(nodeid, answer.generation());
        boolean held = bench.client().counts().of(nodeid) > 1;
        if (!nodes.containsKey(expected) && !first && !held && !bench.kind().can(Ability.GENERATION)) {
            objects.remove(nodeid);
            reused = expected + " as " + Long.toHexString(nodeid) + ", which was given before and forgotten";
            first = true;
        }
        if (first && !held && !nodes.containsKey(expected)) {
            nodes.values().removeIf(known -> known == nodeid); // the one that had it is forgotten
            nodes.put(expected, nodeid);
        }
        long generation = answer.generation();
        if (held && generations.getOrDefault(nodeid, generation) != generation) {
            return expected + " with another generation";
        }
        generations.put(nodeid, generation);
        if (nodes.getOrDefault(expected, 0L) == nodeid) {
            return Integer.toString(expected);
        }
        return Long.toHexString(nodeid)
                + nodes.entrySet().stream()
                        .filter(e -> e.getValue() == nodeid)
                        .map(e -> " (which is " + e.getKey() + ")")
                        .findFirst()
                        .orElse(first ? " (new)" : " (which was given before)");
    }

    private String object(Attributes shown, int expected) {
        for (int object = tree.count(); object > 0; object--) {
            int number = (object + expected - 1) % tree.count() + 1; // the expected one first: numbers repeat
            HostObject candidate = tree.object(number);
            if (candidate.ino() == shown.ino() && candidate.isDirectory() == HostFile.isDirectory(shown.mode())) {
                return "object " + number;
            }
        }
        return "object of inode " + shown.ino() + " and mode " + Integer.toOctalString(shown.mode());
    }

    /** A directory on most file systems has a link for its own "." and one for the ".." of each directory in it. */
    private String nlink(Attributes shown, int object, int extra) {
        boolean counted = tree.object(object).isDirectory() && shown.nlink() > 1;
        int more = counted ? 1 + tree.directoriesIn(object) : extra;
        return "nlink " + (shown.nlink() - more);
    }

    private String ctime(Attributes shown, int object, String[] expected) {
        String word = tree.object(object).ctime(shown.ctime());
        String wanted = word(expected, "ctime");
        return word.equals("last") && wanted.equals("late") ? wanted : word;
    }

    private static int number(String[] words, String key) {
        return Integer.parseInt(word(words, key));
    }

    private static String word(String[] words, String key) {
        for (int i = 0; i + 1 < words.length; i++) {
            if (words[i].equals(key)) {
                return words[i + 1];
            }
        }
        throw new IllegalArgumentException("no " + key + " in " + String.join(" ", words));
    }
}
