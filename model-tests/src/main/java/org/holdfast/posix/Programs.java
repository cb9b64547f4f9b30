package org.holdfast.posix;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiPredicate;
import org.holdfast.spec.posix.Body;
import org.holdfast.spec.posix.Settings;
import org.holdfast.spec.posix.World;

/**
 * Random programs. Few names and few handles, so that operations meet; paths with dots, slashes and symlinks; three users. No
 * path leads above the directory that the program works in: symlinks never lead to "." or "..", and ".." comes after a name.
 */
final class Programs {
    private static final List<String> PREFIX = List.of(
            "chmod . 0777",
            "mkdir d 0777",
            "mkdir d/e 0777",
            "mkdir t 1777",
            "mkdir g 0777",
            "chown g 0 2000",
            "chmod g 2777",
            "open h0 a rw|creat 0666",
            "write h0 text",
            "setxattr a user.x old",
            "user 1000 1000",
            "open h1 d/b w|creat|append 0644",
            "symlink d/b s",
            "mkdir d/f 0755",
            "open h2 t/a rw|creat 6777",
            "user 0 0",
            "mknod c fifo 0666",
            "symlink e d/s",
            "snap s .",
            "snap r a");
    /** The results of all that has been done, as the one sees them from whom nothing is hidden. */
    private static final List<String> SUFFIX = List.of("user 0 0", "tree .");

    private static final List<String> NAMES = List.of("a", "b", "c", "s", "d", "t", "g", "x", "y");
    private static final List<String> DIRECTORIES = List.of("d", "t", "g", "d/e", "s", "g/e");
    private static final List<String> BELOW = List.of("a", "b", "s", "e", "x");
    private static final List<String> ODD = List.of(
            "a/",
            "d/",
            "s/",
            "c/",
            "d/.",
            "d/..",
            "./a",
            "d/../a",
            "s/.",
            "s/..",
            "d//a",
            "a/b",
            "d/e/..",
            ".",
            "s/a/",
            "{n*255}",
            "{n*256}",
            "d/{n*256}",
            "d/e/a",
            "{d/e/../*500}a");
    private static final List<String> TARGETS =
            List.of("a", "b", "s", "d", "d/e", "a/", "d/", "d/e/../a", "c", "e", "t/s");
    private static final List<String> MODES = List.of(
            "0644", "0666", "0600", "0000", "0755", "0777", "0700", "0444", "0555", "0222", "1777", "2777", "2755",
            "4755", "6777", "6755", "2644", "4711", "2770", "0750");
    private static final List<String> USERS = List.of(
            "user 0 0", "user 0 0", "user 1000 1000", "user 1000 1000 2000", "user 1001 1001 1000", "user 1001 1001");
    private static final List<String> IDS = List.of("-1", "0", "1000", "1001", "2000");
    private static final List<String> HANDLES = List.of("h0", "h1", "h2");
    private static final List<String> ACCESS = List.of("r", "w", "rw", "rw", "rw|creat", "w|creat", "r|creat");
    private static final List<String> OPEN_EXTRA = List.of(
            "",
            "",
            "",
            "",
            "|creat",
            "|creat|excl",
            "|trunc",
            "|append",
            "|nofollow",
            "|dir",
            "|path",
            "|noatime",
            "|creat|trunc",
            "|creat|nofollow",
            "|nofollow|dir",
            "|creat|dir");
    private static final List<String> TIMES = List.of("now", "omit", "1000.000000007", "999999999.123456789");
    private static final List<String> XATTRS =
            List.of("user.x", "user.y", "user.x", "user.y", "user.x", "user.", "unknown.z", "user.{n*251}");
    private static final List<String> SIZES = List.of("0", "1", "4", "5", "100", "4096", "5000", "-1");

    private static final int LONG_NAME = 200;

    private final Random random;
    private final BiPredicate<World, String> leftOut;
    private String lastPath = "a";
    private String lastHandle = "h0";
    /** Where the program is, as far as one can say before it has run. */
    private Run run;

    /** Without the lines that are to be left out in a world. */
    Programs(long seed, BiPredicate<World, String> leftOut) {
        this.leftOut = leftOut;
        random = new Random(seed);
    }

    /** A program of at least that many operations after its preparation, with a look at everything at the end. */
    List<String> next(int operations) {
        List<String> program = new ArrayList<>();
        run = Run.start(Settings.LINUX);
        PREFIX.forEach(line -> add(program, line));
        for (int i = 0; i < operations; i++) {
            operation(program);
        }
        SUFFIX.forEach(line -> add(program, line));
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
        return kind < 18 ? existing() + any(List.of("/", "/.", "/..", "/a")) : any(ODD);
    }

    private String fresh() {
        lastPath = random.nextInt(3) == 0 ? any(NAMES) : any(DIRECTORIES) + "/" + any(BELOW);
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
        List<String> paths = new ArrayList<>();
        collect(World.ROOT, "", paths);
        return paths.isEmpty() ? any(NAMES) : any(paths);
    }

    private void collect(int directory, String above, List<String> paths) {
        if (run.world().at(directory).body() instanceof Body.Names body) {
            body.names().forEach((name, object) -> {
                // The longest names come back through the odd paths alone.
                if (name.length() < LONG_NAME) {
                    paths.add(above + name);
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
        lastHandle = open.isEmpty() || random.nextInt(4) == 0 ? any(HANDLES) : any(open);
        return lastHandle;
    }

    private String words(String... words) {
        return String.join(" ", words);
    }

    private void open(List<String> program, String path, String flags) {
        String handle = any(HANDLES);
        lastHandle = handle;
        add(program, words("close", handle));
        add(program, words("open", handle, path, flags + "|nonblock", any(MODES)));
    }

    private void operation(List<String> program) {
        switch (random.nextInt(44)) {
            case 0, 1, 2, 3 -> open(program, belowRoot(), any(ACCESS) + any(OPEN_EXTRA));
            case 4 ->
                open(
                        program,
                        any(DIRECTORIES),
                        any(List.of("rw", "w", "rw", "r")) + "|tmpfile" + any(List.of("", "", "|excl")));
            case 5 -> add(program, words("close", handle()));
            case 6 -> add(program, words("read", handle(), any(List.of("3", "100", "0"))));
            case 7 -> add(program, words("read", handle(), "10", any(List.of("0", "2", "9999"))));
            case 8, 9 -> add(program, words("write", handle(), any(List.of("abc", "{long*20}", "x"))));
            case 10 ->
                add(program, words("write", handle(), any(List.of("XY", "{z*70}")), any(List.of("0", "2", "4100"))));
            case 11 -> add(program, words("truncate", path(), any(SIZES)));
            case 12 -> add(program, words("ftruncate", handle(), any(SIZES)));
            case 13 ->
                add(
                        program,
                        words(
                                "fallocate",
                                handle(),
                                any(List.of("0", "keep", "keep|punch", "punch")),
                                any(SIZES),
                                any(SIZES)));
            case 14 -> add(program, words("seek", handle(), any(SIZES), any(List.of("set", "cur", "end"))));
            case 15, 16, 17 -> add(program, words("mkdir", target(), any(MODES)));
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
            case 28, 29 -> add(program, words("symlink", any(TARGETS), target()));
            case 30 ->
                add(
                        program,
                        words(
                                "mknod",
                                target(),
                                any(List.of("fifo", "fifo", "sock", "file", "char", "block")),
                                any(MODES),
                                any(List.of("0 0", "0 0", "5 77"))));
            case 31 -> add(program, words("link-handle", handle(), target()));
            case 32, 33 ->
                add(
                        program,
                        random.nextInt(4) == 0
                                ? words("fchmod", handle(), any(MODES))
                                : words("chmod", belowRoot(), any(MODES)));
            case 34 ->
                add(
                        program,
                        random.nextInt(4) == 0
                                ? words("fchown", handle(), any(IDS), any(IDS))
                                : words(perhapsFollowing("chown"), path(), any(IDS), any(IDS)));
            case 35 ->
                add(
                        program,
                        random.nextInt(4) == 0
                                ? words("futimens", handle(), any(TIMES), any(TIMES))
                                : words(perhapsFollowing("utimens"), path(), any(TIMES), any(TIMES)));
            case 36 -> add(program, xattr("setxattr", any(XATTRS), "value", any(List.of("0", "create", "replace"))));
            case 37 -> add(program, xattr());
            case 38, 39 -> add(program, any(USERS));
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

    private String xattr() {
        return switch (random.nextInt(3)) {
            case 0 -> xattr("getxattr", any(XATTRS), any(List.of("100", "0", "2")));
            case 1 -> xattr("listxattr");
            default -> xattr("removexattr", any(XATTRS));
        };
    }

    private String xattr(String operation, String... arguments) {
        String subject =
                random.nextInt(3) == 0 ? words("f" + operation, handle()) : words(perhapsFollowing(operation), path());
        return arguments.length == 0 ? subject : words(subject, words(arguments));
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
