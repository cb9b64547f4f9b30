package org.holdfast.dialogue;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.holdfast.dialogue.Known.Node;
import org.holdfast.spec.posix.Call;
import org.holdfast.spec.posix.Kind;
import org.holdfast.spec.posix.Linking;
import org.holdfast.spec.posix.Looking;
import org.holdfast.spec.posix.Making;
import org.holdfast.spec.posix.Removing;
import org.holdfast.spec.posix.RenameFlag;
import org.holdfast.spec.posix.Renaming;

/** What is allowed of requests on a name in a directory. */
final class NameRules {
    static final Map<String, Kind> KINDS = Map.of("fifo", Kind.FIFO, "sock", Kind.SOCKET, "file", Kind.FILE);

    private static final int OCTAL = 8;
    private static final String HONEST = "P10";

    private final Step step;
    private final Names names;
    private final Known known;

    NameRules(Step step, Names names, Known known) {
        this.step = step;
        this.names = names;
        this.known = known;
    }

    Verdict verdict() {
        return switch (step.verb()) {
            case "lookup" -> inDirectory(0, 1, this::lookup);
            case "mkdir" -> inDirectory(0, 1, path -> made(path, new Making.Mkdir(path, octal(2, 0755))));
            case "mknod" ->
                inDirectory(
                        0,
                        1,
                        path -> made(path, new Making.Mknod(path, KINDS.get(step.argument(2)), octal(3, 0644), 0, 0)));
            case "symlink" -> inDirectory(0, 1, path -> made(path, new Making.Symlink(step.argument(2), path)));
            case "link" -> link();
            case "unlink" -> inDirectory(0, 1, path -> done(new Removing.Unlink(path)));
            case "rmdir" -> inDirectory(0, 1, path -> done(new Removing.Rmdir(path)));
            default -> inDirectory(0, 1, from -> inDirectory(2, 3, to -> done(new Renaming.Rename(from, to, flags()))));
        };
    }

    private int octal(int index, int otherwise) {
        return Integer.parseInt(step.argument(index, Integer.toOctalString(otherwise)), OCTAL);
    }

    private Set<RenameFlag> flags() {
        return step.arguments().stream()
                .skip(4)
                .map(word -> RenameFlag.valueOf(word.toUpperCase(Locale.ROOT)))
                .collect(Collectors.toSet());
    }

    /** Finds the directory, unless there is something about it or the name that allows errors only. */
    private Verdict inDirectory(int directory, int name, Function<String, Verdict> found) {
        Node node = known.node(names.node(step.argument(directory))).orElse(null);
        if (node == null) {
            return Oracle.unknown();
        }
        String word = step.argument(name);
        if (isHostile(word)) {
            return hostile();
        }
        if (known.object(node).is(Kind.DIRECTORY) && known.isRemoved(node)) {
            return new Verdict(HONEST, Allowed.errors("a removed directory holds nothing", "ENOENT", "ESTALE"));
        }
        Verdict verdict = found.apply(Known.path(node, word));
        return known.mayBeStale(node) ? Oracle.orStale(verdict) : verdict;
    }

    /** Whether no kernel sends such a name. */
    static boolean isHostile(String name) {
        return name.isEmpty() || name.equals(".") || name.equals("..") || name.contains("/") || name.contains("\0");
    }

    static Verdict hostile() {
        return new Verdict("P9", Allowed.errors("no kernel sends such a name", "EINVAL", "ENOENT", "EPERM", "EACCES"));
    }

    private Verdict lookup(String path) {
        return new Verdict(
                HONEST,
                Allowed.of(
                        new Looking.Stat(path, false).in(known.world),
                        outcome -> (answer, k) -> Entries.entry(answer, 0, path, k.world, k)));
    }

    private Verdict made(String path, Call call) {
        return new Verdict(
                HONEST,
                Allowed.of(
                        call.in(known.world),
                        outcome -> (answer, k) -> Entries.entry(answer, 0, path, outcome.next(), k)));
    }

    private Verdict done(Call call) {
        return new Verdict(HONEST, Allowed.of(call.in(known.world), Allowed::taking));
    }

    private Verdict link() {
        Node node = known.node(names.node(step.argument(0))).orElse(null);
        if (node == null) {
            return Oracle.unknown();
        }
        Verdict verdict =
                inDirectory(1, 2, path -> made(path, new Linking.LinkHandle(Known.holder(node.object()), path)));
        return known.mayBeStale(node) ? Oracle.orStale(verdict) : verdict;
    }
}
