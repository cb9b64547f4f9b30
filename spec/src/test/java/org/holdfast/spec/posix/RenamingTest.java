package org.holdfast.spec.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.holdfast.spec.posix.Errno.EACCES;
import static org.holdfast.spec.posix.Errno.EBUSY;
import static org.holdfast.spec.posix.Errno.EEXIST;
import static org.holdfast.spec.posix.Errno.EINVAL;
import static org.holdfast.spec.posix.Errno.EISDIR;
import static org.holdfast.spec.posix.Errno.ENOENT;
import static org.holdfast.spec.posix.Errno.ENOTDIR;
import static org.holdfast.spec.posix.Errno.ENOTEMPTY;
import static org.holdfast.spec.posix.Errno.EPERM;
import static org.holdfast.spec.posix.OpenFlag.READ;
import static org.holdfast.spec.posix.OpenFlag.WRITE;
import static org.holdfast.spec.posix.RenameFlag.EXCHANGE;
import static org.holdfast.spec.posix.RenameFlag.NOREPLACE;
import static org.holdfast.spec.posix.RenameFlag.WHITEOUT;
import static org.holdfast.spec.posix.Session.chmod;
import static org.holdfast.spec.posix.Session.chown;
import static org.holdfast.spec.posix.Session.file;
import static org.holdfast.spec.posix.Session.link;
import static org.holdfast.spec.posix.Session.mkdir;
import static org.holdfast.spec.posix.Session.open;
import static org.holdfast.spec.posix.Session.rename;
import static org.holdfast.spec.posix.Session.write;

import org.junit.jupiter.api.Test;

/** rename(2). */
class RenamingTest {
    private final Session session = new Session().ok(mkdir("d"), mkdir("e"), file("f"), file("g"), mkdir("d/full"));

    @Test
    void movesWhatIsOpen() {
        session.ok(open("h", "f", WRITE), open("old", "g", READ), rename("f", "g"), write("h", "text"))
                .lists(".", "d", "e", "g")
                .reads("g", "text");
        assertThat(session.fstat("old").nlink()).isZero();
    }

    @Test
    void movesDirectories() {
        session.ok(rename("d/full", "e/moved"))
                .hasNlink("d", 2)
                .hasNlink("e", 3)
                .same("e/moved/..", "e")
                .ok(rename("e/moved", "d"))
                .hasNlink("d", 2)
                .hasNlink("e", 2)
                .lists(".", "d", "e", "f", "g");
    }

    @Test
    void kinds() {
        session.fails(rename("f", "d"), EISDIR)
                .fails(rename("d", "f"), ENOTDIR)
                .fails(rename("e", "d"), ENOTEMPTY, EEXIST)
                .ok(rename("d", "e"))
                .lists("e", "full");
    }

    @Test
    void shapes() {
        session.fails(rename("none", "x"), ENOENT)
                .fails(rename("none", "none/x"), ENOENT)
                .fails(rename("none/x", "x"), ENOENT)
                .fails(rename("none/x", "d/.."), ENOENT, EBUSY)
                .fails(rename("f", "none/x"), ENOENT)
                .fails(rename("f/", "x"), ENOTDIR)
                .fails(rename("f", "x/"), ENOTDIR)
                .fails(rename("d/.", "x"), EBUSY)
                .fails(rename("f", "d/.."), EBUSY)
                .fails(rename("f", "d/..", NOREPLACE), EBUSY, EEXIST)
                .fails(rename("d", "d/x"), EINVAL)
                .fails(rename("d", "d/full/x"), EINVAL)
                .fails(rename("d/full", "d"), ENOTEMPTY, EEXIST)
                .ok(file("d/full/f"))
                .fails(rename("d/full/f", "d"), ENOTEMPTY, EEXIST, EISDIR)
                .ok(rename("e/", "x/"))
                .lists(".", "d", "f", "g", "x");
    }

    @Test
    void twoNamesOfOneObjectStay() {
        session.ok(link("f", "h"), rename("f", "h"), rename("f", "f"), rename("f", "h", WHITEOUT))
                .hasNlink("f", 2)
                .fails(rename("f", "h", NOREPLACE), EEXIST);
        assertThat(new Session().ok(mkdir("d")).value(rename("d", "d"))).isInstanceOf(Result.Done.class);
    }

    @Test
    void noreplace() {
        session.fails(rename("f", "g", NOREPLACE), EEXIST)
                .fails(rename("none", "g", NOREPLACE), ENOENT, EEXIST)
                .ok(rename("f", "x", NOREPLACE))
                .fails(rename("x", "y", NOREPLACE, EXCHANGE), EINVAL, ENOENT)
                .fails(rename("x", "g", EXCHANGE, WHITEOUT), EINVAL);
    }

    @Test
    void exchanges() {
        session.ok(rename("f", "d/full", EXCHANGE))
                .hasNlink("d", 2)
                .hasNlink(".", 5)
                .same("f/..", ".")
                .fails(rename("f", "none", EXCHANGE), ENOENT)
                .fails(rename("d", "g/", EXCHANGE), ENOTDIR)
                .ok(rename("d", "g", EXCHANGE), mkdir("g/in"))
                .fails(rename("g", "g/in", EXCHANGE), EINVAL)
                .fails(rename("g/in", "g", EXCHANGE), EINVAL)
                .ok(rename("d", "g/", EXCHANGE))
                .lists("d", "full", "in");
    }

    /** Whether a changed ".." is a modification of the directory no page says; of anything else nothing changes. */
    @Test
    void whatAnExchangeModifies() {
        Time of = session.stat("e").object().mtime();
        session.ok(rename("d/full", "e", EXCHANGE));
        assertThat(session.stat("d/full").object().mtime().possible())
                .hasSize(2)
                .containsAll(of.possible());
        assertThat(session.stat("e").object().mtime().possible()).hasSize(2);
        of = session.stat("f").object().mtime();
        session.ok(rename("f", "d/full", EXCHANGE));
        assertThat(session.stat("d/full").object().mtime()).isEqualTo(of);
        session.ok(mkdir("x"), mkdir("y"));
        of = session.stat("x").object().mtime();
        session.ok(rename("x", "y", EXCHANGE));
        assertThat(session.stat("y").object().mtime()).isEqualTo(of);
    }

    @Test
    void whiteout() {
        session.umask(077).ok(chmod(".", 0777)).as(7, 7).ok(mkdir("mine"), file("mine/f"));
        session.ok(rename("mine/f", "x", WHITEOUT)).hasMode("mine/f", 0).hasNlink("x", 1);
        assertThat(session.stat("mine/f").object().body()).isEqualTo(new Body.Device(Kind.CHARACTER, 0, 0));
        session.ok(rename("mine", "elsewhere", WHITEOUT)).hasNlink("mine", 1);
    }

    @Test
    void permissions() {
        session.as(7, 7)
                .fails(rename("f", "x"), EACCES)
                .as(0, 0)
                .ok(chmod(".", 0777), chmod("e", 0777))
                .as(7, 7)
                .fails(rename("f", "d/x"), EACCES)
                .fails(rename("d", "e/x"), EACCES)
                .ok(rename("f", "e", EXCHANGE), rename("f", "e", EXCHANGE))
                .ok(mkdir("mine"))
                .fails(rename("mine", "e/x", EXCHANGE), ENOENT)
                .ok(rename("d", "x"), rename("x", "d"))
                .as(0, 0)
                .ok(mkdir("e/roots"))
                .as(7, 7)
                .fails(rename("mine", "e/roots", EXCHANGE), EACCES)
                .ok(rename("mine", "e/mine"));
    }

    @Test
    void sticky() {
        session.ok(mkdir("t"), chmod("t", 01777), chmod(".", 0777), chown("g", 7, 7), link("g", "t/g"))
                .as(8, 8)
                .ok(file("mine"))
                .fails(rename("mine", "t/g"), EPERM)
                .fails(rename("mine", "t/g", EXCHANGE), EPERM)
                .fails(rename("t/g", "x"), EPERM)
                .as(7, 7)
                .ok(rename("f", "t/g"));
    }
}
