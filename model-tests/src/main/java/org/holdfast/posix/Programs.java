package org.holdfast.posix;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.holdfast.spec.posix.Body;
import org.holdfast.spec.posix.Kind;
import org.holdfast.spec.posix.Settings;
import org.holdfast.spec.posix.World;

/**
 * Random programs. Few names and few handles, so that operations meet; paths with dots, slashes and symlinks; three users. No
 * path leads above the directory that the program works in: symlinks never lead to "." or "..", and ".." comes after a name.
 */
public final class Programs {
    private static final int LONG_NAME = 200;

    private final Random random;
    private final BiPredicate<World, String> leftOut;
    private String lastPath = "a";
    private String lastHandle = "h0";
    /** Where the program is, as far as one can say before it has run. */
    private Run run;

    /** Without the lines that are to be left out in a world. */
    public Programs(long seed, BiPredicate<World, String> leftOut) {
        this.leftOut = leftOut;
        random = new Random(seed);
    }

    /** A program of at least that many operations after its preparation, with a look at everything at the end. */
    public List<String> next(int operations) {
        List<String> program = new ArrayList<>();
        run = Run.start(Settings.LINUX);
        Vocabulary.PREFIX.forEach(line -> add(program, line));
        for (int i = 0; i < operations; i++) {
            operation(program);
        }
        Vocabulary.SUFFIX.forEach(line -> add(program, line));
        return program;
    }

    private void add(List<String> program, String line) {
        if (leftOut.test(run.world(), line)) {
            return;
        }
        program.add(line);
        run = Lines.allowed(run, line).get(0).next();
    }

    private String any(List<String> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Mostly of something that exists; else a name, new or not, in one of the directories; sometimes something odd. */
    private String path() {
        lastPath = freely();
        return lastPath;
    }

    private String freely() {
        int kind = random.nextInt(20);
        if (kind < 11) {
            return existing();
        }
        if (kind < 17) {
            return fresh();
        }
        return kind < 18 ? existing() + any(List.of("/", "/.", "/..", "/a")) : any(Vocabulary.ODD);
    }

    private String fresh() {
        lastPath = random.nextInt(3) == 0
                ? any(Vocabulary.NAMES)
                : any(Vocabulary.DIRECTORIES) + "/" + any(Vocabulary.BELOW);
        return lastPath;
    }

    /** To look at what the last operation was about, or at something else. */
    private String seen() {
        return random.nextBoolean() ? lastPath : path();
    }

    private String seenHandle() {
        return random.nextBoolean() ? lastHandle : handle();
    }

    /** Where something is to be made. */
    private String target() {
        return random.nextInt(4) == 0 ? path() : fresh();
    }

    private String existing() {
        List<String> paths = List.copyOf(paths().keySet());
        return paths.isEmpty() ? any(Vocabulary.NAMES) : any(paths);
    }

    /** The objects that have a name, by their paths. */
    private Map<String, Integer> paths() {
        Map<String, Integer> paths = new LinkedHashMap<>();
        collect(World.ROOT, "", paths);
        return paths;
    }

    private void collect(int directory, String above, Map<String, Integer> paths) {
        if (run.world().at(directory).body() instanceof Body.Names body) {
            body.names().forEach((name, object) -> {
                // The longest names come back through the odd paths alone.
                if (name.length() < LONG_NAME) {
                    paths.put(above + name, object);
                    collect(object, above + name + "/", paths);
                }
            });
        }
    }

    /** The root keeps its mode, so that fsop can always go there: no handle and no chmod means it. */
    private String belowRoot() {
        String path = path();
        return path.equals(".") || path.endsWith("..") ? "a" : path;
    }

    private String handle() {
        List<String> open = run.world().handles().keySet().stream().sorted().toList();
        lastHandle = open.isEmpty() || random.nextInt(4) == 0 ? any(Vocabulary.HANDLES) : any(open);
        return lastHandle;
    }

    private String words(String... words) {
        return String.join(" ", words);
    }

    private void open(List<String> program, String path, String flags) {
        String handle = any(Vocabulary.HANDLES);
        lastHandle = handle;
        add(program, words("close", handle));
        add(program, words("open", handle, path, flags + "|nonblock", any(Vocabulary.MODES)));
    }

    /** FIFOs are few, and what only they answer with would come too seldom. */
    private void useOrOpenFifo(List<String> program) {
        Optional<String> open = run.world().handles().keySet().stream()
                .filter(handle -> run.world()
                        .at(run.world().handles().get(handle).object())
                        .is(Kind.FIFO))
                .min(Comparator.naturalOrder());
        if (open.isPresent()) {
            add(
                    program,
                    random.nextBoolean()
                            ? words("seek", open.get(), "1", "set")
                            : words("write", open.get(), "abc", any(List.of("0", "2"))));
            return;
        }
        paths().entrySet().stream()
                .filter(named -> run.world().at(named.getValue()).is(Kind.FIFO))
                .findAny()
                .ifPresent(named -> open(program, named.getKey(), any(Vocabulary.ACCESS)));
    }

    private void operation(List<String> program) {
        switch (random.nextInt(47)) {
            case 0, 1, 2, 3 -> open(program, belowRoot(), any(Vocabulary.ACCESS) + any(Vocabulary.OPEN_EXTRA));
            case 4 ->
                open(
                        program,
                        any(Vocabulary.DIRECTORIES),
                        any(List.of("rw", "w", "rw", "r")) + "|tmpfile" + any(List.of("", "", "|excl")));
            case 5 -> add(program, words("close", handle()));
            case 46 -> useOrOpenFifo(program);
            case 6 -> add(program, words("read", handle(), any(List.of("3", "100", "0"))));
            case 7 -> add(program, words("read", handle(), "10", any(List.of("0", "2", "9999"))));
            case 8, 9 -> add(program, words("write", handle(), any(List.of("abc", "{long*20}", "x"))));
            case 10 ->
                add(program, words("write", handle(), any(List.of("XY", "{z*70}")), any(List.of("0", "2", "4100"))));
            case 11 -> add(program, words("truncate", path(), any(Vocabulary.SIZES)));
            case 12 -> add(program, words("ftruncate", handle(), any(Vocabulary.SIZES)));
            case 13 ->
                add(
                        program,
                        words(
                                "fallocate",
                                handle(),
                                any(List.of("0", "keep", "keep|punch", "punch")),
                                any(Vocabulary.SIZES),
                                any(Vocabulary.SIZES)));
            case 14 -> add(program, words("seek", handle(), any(Vocabulary.SIZES), any(List.of("set", "cur", "end"))));
            case 15, 16, 17 -> add(program, words("mkdir", target(), any(Vocabulary.MODES)));
            case 18 -> add(program, any(List.of("rmdir ", "rmdir ", "unlink ")) + path());
            case 19, 20 -> add(program, words("unlink", path()));
            case 21, 22, 23 -> add(program, words(any(List.of("link", "link", "link-follow")), path(), target()));
            case 24, 25, 26, 27 ->
                add(
                        program,
                        words(
                                "rename",
                                path(),
                                random.nextBoolean() ? path() : fresh(),
                                any(List.of(
                                        "0",
                                        "0",
                                        "0",
                                        "noreplace",
                                        "exchange",
                                        "exchange",
                                        "whiteout",
                                        "noreplace|exchange",
                                        "exchange|whiteout"))));
            case 28, 29 -> add(program, words("symlink", any(Vocabulary.TARGETS), target()));
            case 30 ->
                add(
                        program,
                        words(
                                "mknod",
                                target(),
                                any(List.of("fifo", "fifo", "sock", "file", "char", "block")),
                                any(Vocabulary.MODES),
                                any(List.of("0 0", "0 0", "5 77"))));
            case 31 -> add(program, words("link-handle", handle(), target()));
            case 32, 33 ->
                add(
                        program,
                        random.nextInt(4) == 0
                                ? words("fchmod", handle(), any(Vocabulary.MODES))
                                : words("chmod", belowRoot(), any(Vocabulary.MODES)));
            case 34 ->
                add(
                        program,
                        random.nextInt(4) == 0
                                ? words("fchown", handle(), any(Vocabulary.IDS), any(Vocabulary.IDS))
                                : words(perhapsFollowing("chown"), path(), any(Vocabulary.IDS), any(Vocabulary.IDS)));
            case 35 ->
                add(
                        program,
                        random.nextInt(4) == 0
                                ? words("futimens", handle(), any(Vocabulary.TIMES), any(Vocabulary.TIMES))
                                : words(
                                        perhapsFollowing("utimens"),
                                        path(),
                                        any(Vocabulary.TIMES),
                                        any(Vocabulary.TIMES)));
            case 36 ->
                add(
                        program,
                        xattr("setxattr", any(Vocabulary.XATTRS), "value", any(List.of("0", "create", "replace"))));
            case 37, 44, 45 -> add(program, xattr());
            case 38, 39 -> add(program, any(Vocabulary.USERS));
            case 40 -> add(program, words("umask", any(List.of("0", "022", "077", "027"))));
            case 41 ->
                add(
                        program,
                        random.nextBoolean()
                                ? words("snap", any(List.of("s", "r")), path())
                                : words("fsnap", any(List.of("s", "r")), handle()));
            default -> add(program, look());
        }
        if (random.nextInt(2) == 0) {
            add(program, look());
        }
    }

    private String perhapsFollowing(String operation) {
        return operation + any(List.of("", "-follow"));
    }

    /** Mostly of what has some: few random names are there. */
    private String xattr() {
        List<Attributed> all = random.nextInt(4) == 0 ? List.of() : attributed();
        if (all.isEmpty()) {
            return switch (random.nextInt(3)) {
                case 0 -> xattr("getxattr", any(Vocabulary.XATTRS), any(List.of("100", "0", "2")));
                case 1 -> xattr("listxattr");
                default -> xattr("removexattr", any(Vocabulary.XATTRS));
            };
        }
        Attributed one = all.get(random.nextInt(all.size()));
        return switch (random.nextInt(4)) {
            case 0, 1 -> words(operation(one, "getxattr"), one.subject, any(one.names), any(List.of("100", "0", "2")));
            case 2 -> words(operation(one, "listxattr"), one.subject);
            default -> words(operation(one, "removexattr"), one.subject, any(one.names));
        };
    }

    private String xattr(String operation, String... arguments) {
        String subject =
                random.nextInt(3) == 0 ? words("f" + operation, handle()) : words(perhapsFollowing(operation), path());
        return arguments.length == 0 ? subject : words(subject, words(arguments));
    }

    /** A path or a handle of an object with these extended attributes. */
    private record Attributed(boolean handle, String subject, List<String> names) {}

    private String operation(Attributed one, String operation) {
        return one.handle ? "f" + operation : perhapsFollowing(operation);
    }

    private List<Attributed> attributed() {
        List<Attributed> found = new ArrayList<>();
        paths().forEach((path, object) -> found.add(new Attributed(false, path, namesOf(object))));
        new TreeMap<>(run.world().handles())
                .forEach((name, handle) -> found.add(new Attributed(true, name, namesOf(handle.object()))));
        found.removeIf(one -> one.names.isEmpty());
        return found;
    }

    private List<String> namesOf(int object) {
        return List.copyOf(run.world().at(object).xattrs().keySet());
    }

    private String look() {
        return switch (random.nextInt(15)) {
            case 0, 1, 2 -> words("stat", seen());
            case 12 -> words("stat-follow", seen());
            case 13 -> words("fls", seenHandle());
            case 3 -> words("fstat", seenHandle());
            case 4 -> words("ls", any(List.of(".", "d", "t", "g", "d/e", "s", "d/e/..", "a")));
            case 5 -> words("cat", seen());
            case 6 -> words("same", seen(), seen());
            case 7 -> words("handle-is", seenHandle(), seen());
            case 8 -> words("times", seen());
            case 9 -> words("changed", any(List.of("s", "r")), seen());
            case 10 -> words("fchanged", any(List.of("s", "r")), seenHandle());
            case 11 -> words("readlink", seen());
            default -> words("access", seen(), any(List.of("r", "w", "x", "rw", "rwx")));
        };
    }
}
