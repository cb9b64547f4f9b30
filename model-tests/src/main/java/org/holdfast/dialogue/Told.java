package org.holdfast.dialogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.holdfast.kernel.Answer;
import org.holdfast.os.Errno;

/** An answer in the words of a dialogue, and the answer that a file states. */
final class Told {
    private static final Set<String> ENTRY = Set.of("lookup", "mkdir", "mknod", "symlink", "link", "create", "tmpfile");
    private static final Set<String> ATTRIBUTES = Set.of("getattr", "setattr");
    private static final Set<String> TEXT = Set.of("read", "readlink");
    private static final String ERROR = "E[A-Z0-9]+(\\|E[A-Z0-9]+)*";
    private static final int OCTAL = 8;

    private Told() {}

    static boolean isEntry(Step step) {
        return ENTRY.contains(step.verb());
    }

    /** For a step table. */
    static String text(Step step, Answer answer, Names names) {
        if (!answer.ok()) {
            return answer.lost() ? "(lost)" : Errno.name(answer.errno());
        }
        if (isEntry(step) && answer.body().length >= Shown.ENTRY_BYTES) {
            return names.word(answer.u64(0)) + " " + attributes(Shown.ofEntry(answer, 0));
        }
        if (ATTRIBUTES.contains(step.verb()) && answer.body().length >= Shown.ATTR_OUT_BYTES) {
            return attributes(Shown.ofAttrOut(answer));
        }
        if (TEXT.contains(step.verb())) {
            return "text=" + Words.written(Words.ofBytes(answer.body()));
        }
        return answer.body().length == 0 ? "ok" : answer.body().length + " bytes";
    }

    private static String attributes(Shown shown) {
        return String.format("mode=%o nlink=%d size=%d", shown.mode(), shown.nlink(), shown.size());
    }

    /** Compares an answer with the one that a file states, and binds its names. */
    static Optional<Complaint> stated(Step step, Answer answer, Names names) {
        return held(step, answer, names).equals(step.answer())
                ? Optional.empty()
                : Optional.of(new Complaint("", "got " + text(step, answer, names)));
    }

    /** The words of a stated answer that are true; their names are bound. */
    static List<String> held(Step step, Answer answer, Names names) {
        return step.answer().stream()
                .filter(word -> word.matches(ERROR)
                        ? isError(step, word, answer)
                        : answer.ok() && !isNoEntry(step, answer) && is(step, word, answer, names))
                .toList();
    }

    private static boolean isError(Step step, String word, Answer answer) {
        String got = isNoEntry(step, answer) ? "ENOENT" : answer.ok() ? "" : Errno.name(answer.errno());
        return Set.of(word.split("\\|")).contains(got);
    }

    private static boolean isNoEntry(Step step, Answer answer) {
        return isEntry(step) && answer.ok() && answer.u64(0) == 0;
    }

    private static boolean is(Step step, String word, Answer answer, Names names) {
        if (Names.isNode(word)) {
            return isEntry(step) && binds(word, answer.u64(0), names);
        }
        if (word.equals("ok") || Names.isHandle(word)) {
            return true;
        }
        int equals = word.indexOf('=');
        if (equals < 0) {
            throw new BadDialogue(step.line(), "no answer says \"" + word + "\"");
        }
        String key = word.substring(0, equals);
        String value = word.substring(equals + 1);
        if (step.verb().equals("readdirplus")) {
            return nodeNamed(key, answer)
                    .filter(nodeid -> binds(value, nodeid, names))
                    .isPresent();
        }
        if (key.equals("text")) {
            return Words.ofBytes(answer.body()).equals(value);
        }
        Shown shown = isEntry(step) ? Shown.ofEntry(answer, 0) : Shown.ofAttrOut(answer);
        return switch (key) {
            case "nlink" -> shown.nlink() == Integer.parseInt(value);
            case "size" -> shown.size() == Long.parseLong(value);
            case "mode" -> (shown.mode() & 07777) == Integer.parseInt(value, OCTAL);
            default -> throw new BadDialogue(step.line(), "no answer says \"" + word + "\"");
        };
    }

    private static boolean binds(String word, long nodeid, Names names) {
        if (!names.isBound(word)) {
            names.bind(word, nodeid);
        }
        return names.node(word) == nodeid;
    }

    private static Optional<Long> nodeNamed(String name, Answer answer) {
        return Dirent.all(answer, Shown.ENTRY_BYTES).stream()
                .filter(entry -> entry.name().equals(name))
                .map(entry -> answer.u64(entry.at()))
                .filter(nodeid -> nodeid != 0)
                .findFirst();
    }

    /** The answer to write into a file so that it binds what this one has bound anew, with names that are free. */
    static List<String> binding(Step step, Answer answer, Names names) {
        List<String> words = new ArrayList<>();
        if (answer.ok() && isEntry(step) && answer.u64(0) != 0) {
            words.add(bound(answer.u64(0), names));
        }
        if (answer.ok() && step.verb().equals("readdirplus")) {
            for (Dirent entry : Dirent.all(answer, Shown.ENTRY_BYTES)) {
                if (!entry.isDots() && answer.u64(entry.at()) != 0) {
                    words.add(entry.name() + "=" + bound(answer.u64(entry.at()), names));
                }
            }
        }
        if (answer.ok()) {
            step.answer().stream().filter(Names::isHandle).forEach(words::add);
        }
        return words;
    }

    private static String bound(long nodeid, Names names) {
        String word = names.word(nodeid);
        if (Names.isNode(word)) {
            return word;
        }
        String fresh = names.fresh();
        names.bind(fresh, nodeid);
        return fresh;
    }
}
