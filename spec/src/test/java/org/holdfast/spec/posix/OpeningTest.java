package org.holdfast.spec.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.holdfast.spec.posix.Errno.EACCES;
import static org.holdfast.spec.posix.Errno.EBADF;
import static org.holdfast.spec.posix.Errno.EEXIST;
import static org.holdfast.spec.posix.Errno.EINVAL;
import static org.holdfast.spec.posix.Errno.EISDIR;
import static org.holdfast.spec.posix.Errno.ELOOP;
import static org.holdfast.spec.posix.Errno.ENOENT;
import static org.holdfast.spec.posix.Errno.ENOTDIR;
import static org.holdfast.spec.posix.Errno.ENXIO;
import static org.holdfast.spec.posix.Errno.EPERM;
import static org.holdfast.spec.posix.OpenFlag.APPEND;
import static org.holdfast.spec.posix.OpenFlag.CREATE;
import static org.holdfast.spec.posix.OpenFlag.DIRECTORY;
import static org.holdfast.spec.posix.OpenFlag.EXCLUSIVE;
import static org.holdfast.spec.posix.OpenFlag.NOATIME;
import static org.holdfast.spec.posix.OpenFlag.NOFOLLOW;
import static org.holdfast.spec.posix.OpenFlag.PATH;
import static org.holdfast.spec.posix.OpenFlag.READ;
import static org.holdfast.spec.posix.OpenFlag.TMPFILE;
import static org.holdfast.spec.posix.OpenFlag.TRUNCATE;
import static org.holdfast.spec.posix.OpenFlag.WRITE;
import static org.holdfast.spec.posix.Session.chmod;
import static org.holdfast.spec.posix.Session.chown;
import static org.holdfast.spec.posix.Session.close;
import static org.holdfast.spec.posix.Session.file;
import static org.holdfast.spec.posix.Session.mkdir;
import static org.holdfast.spec.posix.Session.mknod;
import static org.holdfast.spec.posix.Session.open;
import static org.holdfast.spec.posix.Session.symlink;
import static org.holdfast.spec.posix.Session.unlink;
import static org.holdfast.spec.posix.Session.write;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** open(2), close(2). */
class OpeningTest {
    private final Session session =
            new Session().ok(mkdir("d"), file("f"), symlink("f", "s"), symlink("new", "dangling"));

    @Test
    void creates() {
        session.umask(022)
                .ok(new Opening.Open("h", "a", Set.of(WRITE, CREATE), 0666))
                .hasMode("a", 0644)
                .fails(open("g", "b", READ), ENOENT)
                .fails(open("g", "a", READ, CREATE, EXCLUSIVE), EEXIST)
                .fails(open("g", "s", READ, CREATE, EXCLUSIVE), EEXIST)
                .fails(open("g", "s", READ, CREATE, EXCLUSIVE, NOFOLLOW), EEXIST)
                .ok(open("g", "dangling", READ, CREATE))
                .hasNlink("new", 1);
    }

    @Test
    void createsInWritableDirectoriesOnly() {
        session.as(7, 7).fails(open("h", "a", READ, CREATE), EACCES).fails(open("h", "a", READ), ENOENT);
    }

    @Test
    void opensWhatItMadeWhateverItsMode() {
        session.ok(chmod(".", 0777)).as(7, 7).ok(new Opening.Open("h", "a", Set.of(READ, WRITE, CREATE), 0));
        session.ok(write("h", "x")).fails(open("g", "a", READ), EACCES);
    }

    @Test
    void permissions() {
        session.as(7, 7)
                .ok(open("r", "f", READ))
                .fails(open("w", "f", WRITE), EACCES)
                .fails(open("w", "f", READ, TRUNCATE), EACCES)
                .fails(open("w", "f", READ, NOATIME), EPERM)
                .as(0, 0)
                .ok(open("w", "f", READ, NOATIME));
    }

    @Test
    void directories() {
        session.ok(open("h", "d", READ, DIRECTORY))
                .fails(open("g", "d", WRITE), EISDIR)
                .fails(open("g", "d", READ, TRUNCATE), EISDIR)
                .fails(open("g", "d", READ, CREATE), EISDIR)
                .fails(open("g", "d/.", READ, CREATE), EISDIR)
                .fails(open("g", "x/", READ, CREATE), EISDIR)
                .fails(open("g", "s/", READ, CREATE), EISDIR)
                .fails(open("g", "s/", READ, CREATE, NOFOLLOW), EISDIR, ELOOP)
                .fails(open("g", "f", READ, DIRECTORY), ENOTDIR)
                .fails(open("g", "x", READ, DIRECTORY, CREATE), EINVAL)
                .fails(open("g", "f/", READ), ENOTDIR);
    }

    @Test
    void nofollow() {
        session.fails(open("h", "s", READ, NOFOLLOW), ELOOP)
                .fails(open("h", "s", READ, CREATE, NOFOLLOW), ELOOP)
                .fails(open("h", "s", READ, NOFOLLOW, DIRECTORY), ELOOP, ENOTDIR)
                .ok(open("h", "s", PATH, NOFOLLOW), open("g", "s", PATH));
        assertThat(session.fstat("h").object().kind()).isEqualTo(Kind.SYMLINK);
        assertThat(session.fstat("g").object().kind()).isEqualTo(Kind.FILE);
    }

    @Test
    void pathOnly() {
        session.ok(chmod("f", 0))
                .as(7, 7)
                .ok(open("h", "f", PATH, CREATE, TMPFILE))
                .fails(open("g", "x", PATH, CREATE), ENOENT)
                .fails(open("g", "f", PATH, DIRECTORY), ENOTDIR)
                .ok(open("d", "d", PATH, DIRECTORY))
                .fails(new Data.Read("d", 1, Data.AT_HANDLE), EBADF)
                .fails(write("h", "x"), EBADF)
                .fails(new Data.Read("h", 1, 0), EBADF)
                .fails(new Data.Seek("h", 0, Data.Whence.START), EBADF)
                .fails(new Looking.ReaddirHandle("h"), EBADF, ENOTDIR)
                .fails(new Looking.ReaddirHandle("d"), EBADF)
                .fails(new Attributes.Chmod(new Attributes.Opened("h"), 0), EBADF)
                .as(0, 0)
                .ok(mknod("p", Kind.FIFO), open("p", "p", PATH))
                .fails(new Data.Read("p", 1, 0), EBADF)
                .fails(new Data.Write("p", "", 0), EBADF);
        session.fstat("h");
    }

    @Test
    void truncates() {
        session.ok(open("h", "f", WRITE), write("h", "text"))
                .ok(open("g", "f", READ, TRUNCATE))
                .reads("f", "")
                .ok(mknod("p", Kind.FIFO))
                .ok(open("p", "p", READ, TRUNCATE));
    }

    @Test
    void specialFiles() {
        session.ok(mknod("sock", Kind.SOCKET), mknod("null", Kind.CHARACTER), mknod("p", Kind.FIFO))
                .fails(open("h", "sock", READ), ENXIO)
                .fails(open("h", "null", READ), ENXIO)
                .fails(open("h", "p", WRITE), ENXIO)
                .ok(open("r", "p", READ), open("w", "p", WRITE));
        new Session().ok(mknod("p", Kind.FIFO), open("rw", "p", READ, WRITE));
    }

    @Test
    void devicesWhereThereAreNone() {
        new Session(new Settings(true, false, 0, 0, true, true, true))
                .ok(mknod("null", Kind.CHARACTER), mknod("sock", Kind.SOCKET), file("f"))
                .fails(open("h", "null", READ), ENXIO, EACCES)
                .fails(open("h", "sock", READ), ENXIO)
                .ok(open("h", "f", READ));
    }

    @Test
    void tmpfile() {
        session.ok(open("h", "d", WRITE, TMPFILE), write("h", "text"))
                .lists("d")
                .ok(new Linking.LinkHandle("h", "named"))
                .reads("named", "text")
                .hasNlink("named", 1)
                .ok(unlink("named"))
                .fails(new Linking.LinkHandle("h", "again"), ENOENT)
                .ok(open("x", "d", WRITE, TMPFILE, EXCLUSIVE))
                .fails(new Linking.LinkHandle("x", "again"), ENOENT)
                .fails(open("g", "f", WRITE, TMPFILE), ENOTDIR)
                .fails(open("g", "none", WRITE, TMPFILE), ENOENT)
                .fails(open("g", "d", READ, TMPFILE), EINVAL)
                .fails(open("g", "d", WRITE, TMPFILE, CREATE), EINVAL)
                .as(7, 7)
                .fails(open("g", "d", WRITE, TMPFILE), EACCES);
        assertThat(session.fstat("x").nlink()).isZero();
    }

    @Test
    void protectedRegularAndFifos() {
        for (int level = 0; level <= 2; level++) {
            for (int mode : new int[] {01777, 01775, 0777}) {
                Session guarded = new Session(new Settings(true, false, level, level, true, true, false))
                        .ok(mkdir("t"), chmod("t", 01777), mkdir("d"))
                        .as(7, 7)
                        .ok(new Making.Mknod("t/f", Kind.FILE, 0666, 0, 0), mknod("t/p", Kind.FIFO), mkdir("t/dir"))
                        .as(0, 0)
                        .ok(chmod("t", mode));
                boolean fails = Mode.has(mode, Mode.STICKY) && level > (mode == 01777 ? 0 : 1);
                for (String path : new String[] {"t/f", "t/p"}) {
                    Call open = open(path, path, READ, CREATE);
                    guarded = fails ? guarded.fails(open, EACCES) : guarded.ok(open);
                }
                guarded.ok(open("without creating", "t/f", READ)).as(7, 7).ok(open("own", "t/f", READ, CREATE));
            }
        }
    }

    @Test
    void whatIsNotProtectedAtTheHighestLevel() {
        new Session(new Settings(true, false, 2, 2, true, true, false))
                .ok(
                        mkdir("t"),
                        chmod("t", 01755),
                        mkdir("open"),
                        chmod("open", 01777),
                        file("open/the directory's own"))
                .ok(chmod("open/the directory's own", 0666), file("t/f"), chown("t/f", 7, 7))
                .ok(open("h", "t/f", READ, CREATE))
                .as(8, 8)
                .ok(open("g", "open/the directory's own", READ, CREATE));
    }

    @Test
    void closes() {
        session.fails(close("h"), EBADF)
                .ok(open("h", "f", READ, WRITE, APPEND), unlink("f"))
                .ok(write("h", "still"))
                .ok(close("h"))
                .fails(close("h"), EBADF);
        assertThat(session.world().objects()).hasSize(4);
    }

    @Test
    void aHandleIsOpenedOnce() {
        session.ok(open("h", "f", READ));
        assertThatThrownBy(() -> open("h", "f", READ).in(session.world())).isInstanceOf(IllegalArgumentException.class);
    }
}
