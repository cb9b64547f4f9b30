package org.holdfast.posix;

import java.util.List;

/** What random programs are made of. */
final class Vocabulary {
    static final List<String> PREFIX = List.of(
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
    static final List<String> SUFFIX = List.of("user 0 0", "tree .");

    static final List<String> NAMES = List.of("a", "b", "c", "s", "d", "t", "g", "x", "y");
    static final List<String> DIRECTORIES = List.of("d", "t", "g", "d/e", "s", "g/e");
    static final List<String> BELOW = List.of("a", "b", "s", "e", "x");
    static final List<String> ODD = List.of(
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
    static final List<String> TARGETS = List.of("a", "b", "s", "d", "d/e", "a/", "d/", "d/e/../a", "c", "e", "t/s");
    static final List<String> MODES = List.of(
            "0644", "0666", "0600", "0000", "0755", "0777", "0700", "0444", "0555", "0222", "1777", "2777", "2755",
            "4755", "6777", "6755", "2644", "4711", "2770", "0750");
    static final List<String> USERS = List.of(
            "user 0 0", "user 0 0", "user 1000 1000", "user 1000 1000 2000", "user 1001 1001 1000", "user 1001 1001");
    static final List<String> IDS = List.of("-1", "0", "1000", "1001", "2000");
    static final List<String> HANDLES = List.of("h0", "h1", "h2");
    static final List<String> ACCESS = List.of("r", "w", "rw", "rw", "rw|creat", "w|creat", "r|creat");
    static final List<String> OPEN_EXTRA = List.of(
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
    static final List<String> TIMES = List.of("now", "omit", "1000.000000007", "999999999.123456789");
    static final List<String> XATTRS =
            List.of("user.x", "user.y", "user.x", "user.y", "user.x", "user.", "unknown.z", "user.{n*251}");
    static final List<String> SIZES = List.of("0", "1", "4", "5", "100", "4096", "5000", "-1");

    /** What must come up: every operation of a program, and every error that it has a way to. */
    static final List<String> OPERATIONS_AND_ERRORS =
            List.of(("access cat changed chmod chown chown-follow close fallocate fchanged fchmod fchown fgetxattr"
                            + " flistxattr fls fremovexattr fsetxattr fsnap fstat ftruncate futimens getxattr getxattr-follow"
                            + " handle-is link link-follow link-handle listxattr listxattr-follow ls mkdir mknod open read"
                            + " readlink removexattr removexattr-follow rename rmdir same seek setxattr setxattr-follow snap"
                            + " stat stat-follow symlink times tree truncate umask unlink user utimens utimens-follow write"
                            + " EACCES EBADF EBUSY EEXIST EINVAL EISDIR ELOOP ENAMETOOLONG ENODATA ENOENT ENOTDIR ENOTEMPTY"
                            + " EOPNOTSUPP EPERM ERANGE ESPIPE ENXIO")
                    .split(" "));

    private Vocabulary() {}
}
