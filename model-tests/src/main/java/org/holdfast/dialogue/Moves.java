package org.holdfast.dialogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.holdfast.dialogue.Known.Node;
import org.holdfast.kernel.KernelClient;
import org.holdfast.spec.posix.Kind;
import org.holdfast.spec.posix.Obj;
import org.holdfast.spec.posix.OpenFlag;

/** What a kernel may legally send next, and what another program may do, given what there is. */
final class Moves {
    private static final List<String> NAMES = List.of("a", "b", "c", "d");
    private static final List<String> MODES = List.of("644", "600", "444", "0", "755", "200");
    private static final List<String> SIZES = List.of("0", "3", "10", "200");
    private static final List<String> BUFFERS = List.of("4096", "180", "400", "1000");
    private static final List<String> FLAGS = List.of("r", "rw", "w", "rw|trunc", "r");
    private static final List<String> TEXTS = List.of("x", "hello", "0123456789", "ab");
    private static final List<String> KINDS = List.of("fifo", "sock", "file");
    private static final List<String> TARGETS = List.of("a", "nowhere", "b/c", "..");
    private static final List<String> RENAMES = List.of("", "", "", "noreplace", "exchange");
    private static final int MOST_HANDLES = 6;

    /** One line of each kind; those that are said more often stand there more often. */
    private static final List<String> VERBS = List.of(
            "lookup",
            "lookup",
            "lookup",
            "lookup",
            "lookup",
            "lookup",
            "getattr",
            "getattr",
            "mode",
            "size",
            "mtime",
            "mknod",
            "mkdir",
            "mkdir",
            "symlink",
            "readlink",
            "readlink",
            "link",
            "link",
            "unlink",
            "unlink",
            "rmdir",
            "rename",
            "rename",
            "rename",
            "open",
            "open",
            "create",
            "create",
            "tmpfile",
            "read",
            "read",
            "write",
            "write",
            "flush",
            "release",
            "release",
            "opendir",
            "opendir",
            "readdir",
            "readdirplus",
            "readdirplus",
            "rewind",
            "releasedir",
            "forget",
            "forget",
            "forget",
            "forget-all",
            "batch-forget",
            "rest",
            "host write",
            "host write",
            "host mkdir",
            "host link",
            "host unlink",
            "host unlink",
            "host rmdir",
            "host rename",
            "host rename",
            "host symlink",
            "host chmod",
            "host truncate",
            "together",
            "together",
            "together",
            "together",
            "init");

    private static final Set<String> NOT_TOGETHER = Set.of(
            "forget",
            "forget-all",
            "batch-forget",
            "rest",
            "init",
            "rewind",
            "release",
            "releasedir",
            "open",
            "create",
            "tmpfile",
            "opendir",
            "readdir",
            "readdirplus");

    private final Known known;
    private final Names names;
    private final int number;

    /** {@code number} is for names of handles: another one for each line. */
    Moves(Known known, Names names, int number) {
        this.known = known;
        this.names = names;
        this.number = number;
    }

    /** How many kinds there are. */
    static int kinds() {
        return VERBS.size();
    }

    private static <T> T pick(List<T> from, int index) {
        return from.get(Math.floorMod(index, from.size()));
    }

    /** The lines of a choice; none where there is nothing to speak of. */
    List<Step> of(Choice choice) {
        String verb = pick(VERBS, choice.kind());
        if (!verb.equals("together")) {
            return line(verb, choice);
        }
        List<Step> lines = new ArrayList<>();
        Choice other = new Choice(choice.a(), choice.d(), choice.c(), choice.b(), choice.kind() + choice.d());
        for (Choice one : List.of(new Choice(choice.d(), choice.a(), choice.b(), choice.c(), choice.d()), other)) {
            String said = pick(VERBS, one.kind());
            if (!said.equals("together") && !said.startsWith("host") && !NOT_TOGETHER.contains(said)) {
                line(said, one).forEach(step -> lines.add(new Step(number, true, step.words(), step.answer())));
            }
        }
        return lines.size() < 2 ? List.of() : lines;
    }

    private List<Step> line(String verb, Choice c) {
        if (verb.startsWith("host ")) {
            return new HostMoves(known, number).of(verb, c);
        }
        return switch (verb) {
            case "lookup", "unlink", "rmdir" -> say(verb, directory(c.a()), pick(NAMES, c.b()));
            case "mkdir" -> say(verb, directory(c.a()), pick(NAMES, c.b()), "755");
            case "mknod" -> say(verb, directory(c.a()), pick(NAMES, c.b()), pick(KINDS, c.c()), pick(MODES, c.d()));
            case "symlink" -> say(verb, directory(c.a()), pick(NAMES, c.b()), pick(TARGETS, c.c()));
            case "rename" -> rename(c);
            case "create" -> opens(say(verb, directory(c.a()), pick(NAMES, c.b()), pick(MODES, c.c()), "rw"));
            case "tmpfile" -> opens(say(verb, directory(c.a()), "600", "rw"));
            case "opendir" -> opens(say(verb, directory(c.a())));
            case "rest", "forget-all" -> verb.equals("rest") || canForgetAll() ? say(verb) : List.of();
            case "init" -> c.a() % 4 == 0 ? say(verb) : List.of();
            case "forget", "batch-forget" -> forget(verb, c);
            case "read", "write", "flush", "release" -> onFile(verb, c);
            case "readdir", "readdirplus", "rewind", "releasedir" -> onDirectory(verb, c);
            default -> onNode(verb, c);
        };
    }

    private List<Step> say(String... words) {
        return List.of(new Step(number, false, List.of(words), List.of()));
    }

    private List<Step> opens(List<Step> steps) {
        return known.handles.size() < MOST_HANDLES ? List.of(steps.get(0).answered(List.of("h" + number))) : List.of();
    }

    private List<String> nodes(Predicate<Obj> which) {
        Map<Long, Node> sorted = new TreeMap<>(known.nodes);
        return sorted.entrySet().stream()
                .filter(e -> which.test(known.object(e.getValue())))
                .map(e -> names.word(e.getKey()))
                .toList();
    }

    private String directory(int index) {
        return pick(nodes(object -> object.is(Kind.DIRECTORY)), index);
    }

    private List<Step> rename(Choice c) {
        String flag = pick(RENAMES, c.c() + c.d());
        String[] words = {"rename", directory(c.a()), pick(NAMES, c.b()), directory(c.c()), pick(NAMES, c.d()), flag};
        return say(flag.isEmpty() ? java.util.Arrays.copyOf(words, words.length - 1) : words);
    }

    private List<Step> onNode(String verb, Choice c) {
        List<String> nodes =
                switch (verb) {
                    case "readlink" -> nodes(object -> object.is(Kind.SYMLINK));
                    case "size", "open" -> nodes(object -> object.is(Kind.FILE));
                    case "link" -> nodes(object -> !object.is(Kind.DIRECTORY));
                    case "mode" -> nodes(object -> !object.is(Kind.SYMLINK));
                    default -> nodes(object -> true);
                };
        if (nodes.isEmpty()) {
            return List.of();
        }
        String node = pick(nodes, c.a());
        return switch (verb) {
            case "mode" -> node.equals("root") ? List.of() : say("setattr", node, "mode=" + pick(MODES, c.b()));
            case "mtime" -> say("setattr", node, "mtime=" + (1_000_000 + Math.floorMod(c.b(), 1000)));
            case "size" -> say("setattr", node, "size=" + pick(SIZES, c.b()));
            case "link" -> say(verb, node, directory(c.b()), pick(NAMES, c.c()));
            case "open" -> opens(say(verb, node, pick(FLAGS, c.b())));
            default -> say(verb, node);
        };
    }

    private List<Step> onFile(String verb, Choice c) {
        OpenFlag access = verb.equals("write") ? OpenFlag.WRITE : OpenFlag.READ;
        boolean any = verb.equals("flush") || verb.equals("release");
        List<String> open = new TreeMap<>(known.handles)
                .entrySet().stream()
                        .filter(e -> !e.getValue().directory())
                        .filter(e -> any
                                || known.world
                                        .handles()
                                        .get(Known.file(e.getKey()))
                                        .flags()
                                        .contains(access))
                        .map(Map.Entry::getKey)
                        .toList();
        if (open.isEmpty()) {
            return List.of();
        }
        String handle = pick(open, c.a());
        return switch (verb) {
            case "read" -> say(verb, handle, pick(SIZES, c.b() + 1).equals("200") ? "0" : pick(SIZES, c.b()), "100");
            case "write" -> say(verb, handle, Integer.toString(Math.floorMod(c.b(), 12)), pick(TEXTS, c.c()));
            default -> say(verb, handle);
        };
    }

    private List<Step> onDirectory(String verb, Choice c) {
        List<String> open = new TreeMap<>(known.handles)
                .entrySet().stream()
                        .filter(e -> e.getValue().directory())
                        .map(Map.Entry::getKey)
                        .toList();
        if (open.isEmpty()) {
            return List.of();
        }
        String handle = pick(open, c.a());
        return verb.startsWith("readdir") ? say(verb, handle, pick(BUFFERS, c.b())) : say(verb, handle);
    }

    /** A kernel keeps what is open. */
    private boolean isOpen(long nodeid) {
        return known.handles.values().stream().anyMatch(open -> open.nodeid() == nodeid);
    }

    private boolean canForgetAll() {
        return known.handles.isEmpty();
    }

    private List<Step> forget(String verb, Choice c) {
        List<Long> nodes = new TreeMap<>(known.nodes)
                .keySet().stream().filter(nodeid -> nodeid != KernelClient.ROOT).toList();
        if (nodes.isEmpty()) {
            return List.of();
        }
        List<String> words = new ArrayList<>(List.of(verb));
        int first = Math.floorMod(c.a(), nodes.size());
        int count = verb.equals("forget") ? 1 : Math.min(2, nodes.size() - first);
        for (long nodeid : nodes.subList(first, first + count)) {
            long held = known.nodes.get(nodeid).lookups();
            long most = isOpen(nodeid) ? held - 1 : held;
            long lookups = c.b() % 2 == 0 ? most : Math.min(most, 1);
            if (lookups > 0) {
                words.add(names.word(nodeid));
                words.add(Long.toString(lookups));
            }
        }
        return words.size() == 1 ? List.of() : say(words.toArray(new String[0]));
    }
}
