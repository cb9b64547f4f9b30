package org.holdfast.spec.posix;

import static org.holdfast.spec.posix.Errno.EACCES;
import static org.holdfast.spec.posix.Errno.EBADF;
import static org.holdfast.spec.posix.Errno.EEXIST;
import static org.holdfast.spec.posix.Errno.EINVAL;
import static org.holdfast.spec.posix.Errno.ENODATA;
import static org.holdfast.spec.posix.Errno.ENOENT;
import static org.holdfast.spec.posix.Errno.EOPNOTSUPP;
import static org.holdfast.spec.posix.Errno.EPERM;
import static org.holdfast.spec.posix.Errno.ERANGE;
import static org.holdfast.spec.posix.Session.chmod;
import static org.holdfast.spec.posix.Session.chown;
import static org.holdfast.spec.posix.Session.file;
import static org.holdfast.spec.posix.Session.mkdir;
import static org.holdfast.spec.posix.Session.open;
import static org.holdfast.spec.posix.Session.symlink;
import static org.holdfast.spec.posix.Xattrs.XattrFlag.CREATE;
import static org.holdfast.spec.posix.Xattrs.XattrFlag.REPLACE;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** xattr(7). */
class XattrsTest {
    private final Session session = new Session().ok(mkdir("d"), file("f"), symlink("f", "s"));

    private static Attributes.Path path(String path) {
        return new Attributes.Path(path, false);
    }

    private static Call put(String path, String name, String value, Xattrs.XattrFlag... flags) {
        return new Xattrs.Put(path(path), name, value, Set.of(flags));
    }

    private static Call get(String path, String name, int room) {
        return new Xattrs.Get(path(path), name, room);
    }

    private static Call remove(String path, String name) {
        return new Xattrs.Remove(path(path), name);
    }

    private static Result names(String... names) {
        return new Result.Names(new TreeSet<>(List.of(names)));
    }

    @Test
    void setGetListRemove() {
        session.ok(put("f", "user.a", "value"), put("f", "user.b", "", CREATE), put("f", "user.a", "new", REPLACE))
                .gives(get("f", "user.a", 3), new Result.Bytes("new"))
                .gives(get("f", "user.a", 0), new Result.Number(3))
                .gives(new Xattrs.ListNames(path("f")), names("user.a", "user.b"))
                .ok(remove("f", "user.a"))
                .gives(new Xattrs.ListNames(path("f")), names("user.b"))
                .gives(new Xattrs.ListNames(path("s")), names());
    }

    @Test
    void errors() {
        session.ok(put("f", "user.a", "value"))
                .fails(put("f", "user.a", "x", CREATE), EEXIST)
                .fails(put("f", "user.b", "x", REPLACE), ENODATA)
                .fails(get("f", "user.b", 9), ENODATA)
                .fails(get("f", "user.a", 4), ERANGE)
                .fails(remove("f", "user.b"), ENODATA)
                .fails(put("none", "user.a", ""), ENOENT)
                .fails(new Xattrs.ListNames(path("none/none")), ENOENT)
                .fails(new Xattrs.ListNames(new Attributes.Opened("none")), EBADF);
    }

    @Test
    void namesThatCannotBe() {
        session.fails(put("f", "user.", ""), EINVAL)
                .fails(put("f", "", ""), ERANGE)
                .fails(put("f", "user." + "x".repeat(251), ""), ERANGE)
                .ok(put("f", "user." + "x".repeat(250), ""))
                .fails(put("f", "other.x", ""), EOPNOTSUPP)
                .fails(put("none", "user." + "x".repeat(251), ""), ENOENT, ERANGE);
    }

    @Test
    void filesAndDirectoriesOnly() {
        session.ok(put("d", "user.a", ""))
                .fails(put("s", "user.a", ""), EPERM)
                .fails(get("s", "user.a", 0), ENODATA)
                .fails(remove("s", "user.a"), EPERM, ENODATA);
    }

    @Test
    void permissions() {
        session.ok(put("f", "user.a", "x"), chmod("f", 0644))
                .as(7, 7)
                .ok(get("f", "user.a", 9))
                .fails(put("f", "user.a", "y"), EACCES)
                .fails(remove("f", "user.a"), EACCES)
                .as(0, 0)
                .ok(chmod("f", 0642), open("h", "f", OpenFlag.READ), chmod("d", 01777))
                .as(7, 7)
                .fails(get("f", "user.a", 9), EACCES)
                .ok(put("f", "user.a", "y"), new Xattrs.ListNames(new Attributes.Opened("h")))
                .fails(put("d", "user.a", "y"), EPERM)
                .as(0, 0)
                .ok(chown("d", 7, 7))
                .as(7, 7)
                .ok(put("d", "user.a", "y"));
    }
}
