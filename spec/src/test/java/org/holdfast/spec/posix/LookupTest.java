package org.holdfast.spec.posix;

import static org.holdfast.spec.posix.Errno.EACCES;
import static org.holdfast.spec.posix.Errno.EBADF;
import static org.holdfast.spec.posix.Errno.EEXIST;
import static org.holdfast.spec.posix.Errno.ELOOP;
import static org.holdfast.spec.posix.Errno.ENAMETOOLONG;
import static org.holdfast.spec.posix.Errno.ENOENT;
import static org.holdfast.spec.posix.Errno.ENOTDIR;
import static org.holdfast.spec.posix.Session.chmod;
import static org.holdfast.spec.posix.Session.chown;
import static org.holdfast.spec.posix.Session.file;
import static org.holdfast.spec.posix.Session.mkdir;
import static org.holdfast.spec.posix.Session.open;
import static org.holdfast.spec.posix.Session.symlink;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** path_resolution(7). */
class LookupTest {
    private final Session session = new Session().ok(mkdir("d"), mkdir("d/e"), file("d/f"));

    private static Call stat(String path) {
        return new Looking.Stat(path, true);
    }

    private static Call lstat(String path) {
        return new Looking.Stat(path, false);
    }

    @Test
    void dotsAndSlashes() {
        session.same("d/e", "d/../d/./e")
                .same("d/e", "//d//e/")
                .same("/", "../..")
                .same(".", "d/..")
                .same("/d", "d");
    }

    @Test
    void errorsOnTheWay() {
        session.fails(stat(""), ENOENT)
                .fails(stat("x/y"), ENOENT)
                .fails(stat("d/f/x"), ENOTDIR)
                .fails(stat("d/f/."), ENOTDIR)
                .fails(stat("d/f/"), ENOTDIR)
                .fails(stat("x".repeat(256)), ENAMETOOLONG)
                .fails(stat("x".repeat(255)), ENOENT)
                .fails(stat("d/".repeat(2048)), ENAMETOOLONG);
    }

    @Test
    void aDirectoryThatIsNotSearchable() {
        session.ok(chmod("d", 0744))
                .as(7, 7)
                .fails(stat("d/f"), EACCES)
                .fails(stat("d/."), EACCES)
                .fails(stat("d/.."), EACCES)
                .ok(stat("d"));
    }

    @Test
    void symlinks() {
        session.ok(symlink("d", "s"), symlink("e/../f", "d/s"), symlink("/d/s", "t"), symlink("none", "dangling"))
                .same("s/f", "d/f")
                .same("s/", "d")
                .reads("t", "")
                .reads("d/s", "")
                .fails(stat("dangling"), ENOENT)
                .fails(lstat("d/s/"), ENOTDIR)
                .fails(stat("dangling/"), ENOENT)
                .ok(lstat("dangling"));
    }

    @Test
    void aSymlinkToTheRoot() {
        session.ok(symlink("/", "r")).same("r/d", "d").same("r/", "/").fails(mkdir("r/.."), EEXIST);
    }

    @Test
    void atMostFortySymlinks() {
        session.ok(symlink("d/f", "l0"));
        for (int i = 1; i < 41; i++) {
            session.ok(symlink("l" + (i - 1), "l" + i));
        }
        session.ok(stat("l39"))
                .fails(stat("l40"), ELOOP)
                .ok(symlink("loop", "loop"))
                .fails(stat("loop"), ELOOP);
    }

    @Test
    void protectedSymlinks() {
        Session guarded = new Session(new Settings(true, true, 0, 0, true, true, false))
                .ok(mkdir("t"), chmod("t", 01777), file("f"))
                .as(7, 7)
                .ok(symlink("../f", "t/s"))
                .ok(stat("t/s"))
                .as(8, 8)
                .fails(stat("t/s"), EACCES)
                .ok(lstat("t/s"), new Looking.Readlink("t/s"))
                .as(0, 0)
                .fails(stat("t/s"), EACCES)
                .ok(chown("t", 7, 7))
                .ok(stat("t/s"))
                .ok(chown("t", 0, 0), chmod("t", 0777))
                .ok(stat("t/s"));
        guarded.fails(open("h", "t/s/", OpenFlag.READ), ENOTDIR);
    }

    @Test
    void fromAHandle() {
        session.ok(open("h", "d", OpenFlag.PATH), new Renaming.Rename("d", "z", Set.of()))
                .same(World.from("h", "f"), "z/f")
                .same(World.from("h", "e/.."), "z")
                .same(World.from("h", ""), "z")
                .fails(stat(World.from("h", "x")), ENOENT)
                .fails(stat(World.from("g", "f")), EBADF);
        session.ok(new Removing.Rmdir("z/e"), new Removing.Unlink("z/f"), new Removing.Rmdir("z"))
                .fails(stat(World.from("h", "f")), ENOENT)
                .ok(stat(World.from("h", "")));
    }
}
