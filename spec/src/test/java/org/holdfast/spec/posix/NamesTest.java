package org.holdfast.spec.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.holdfast.spec.posix.Errno.EACCES;
import static org.holdfast.spec.posix.Errno.EBUSY;
import static org.holdfast.spec.posix.Errno.EEXIST;
import static org.holdfast.spec.posix.Errno.EINVAL;
import static org.holdfast.spec.posix.Errno.EISDIR;
import static org.holdfast.spec.posix.Errno.ENAMETOOLONG;
import static org.holdfast.spec.posix.Errno.ENOENT;
import static org.holdfast.spec.posix.Errno.ENOTDIR;
import static org.holdfast.spec.posix.Errno.ENOTEMPTY;
import static org.holdfast.spec.posix.Errno.EPERM;
import static org.holdfast.spec.posix.OpenFlag.READ;
import static org.holdfast.spec.posix.OpenFlag.WRITE;
import static org.holdfast.spec.posix.Session.chmod;
import static org.holdfast.spec.posix.Session.chown;
import static org.holdfast.spec.posix.Session.file;
import static org.holdfast.spec.posix.Session.link;
import static org.holdfast.spec.posix.Session.mkdir;
import static org.holdfast.spec.posix.Session.mknod;
import static org.holdfast.spec.posix.Session.open;
import static org.holdfast.spec.posix.Session.rmdir;
import static org.holdfast.spec.posix.Session.symlink;
import static org.holdfast.spec.posix.Session.unlink;
import static org.holdfast.spec.posix.Session.write;

import org.junit.jupiter.api.Test;

/** mkdir(2), mknod(2), symlink(2), link(2), unlink(2), rmdir(2). */
class NamesTest {
    private final Session session = new Session().ok(mkdir("d"), file("f"));

    @Test
    void mkdirCounts() {
        session.ok(mkdir("d/a"), mkdir("d/b/"), file("d/f"))
                .hasNlink("d", 4)
                .hasNlink("d/a", 2)
                .hasNlink(".", 3);
        session.fails(mkdir("d"), EEXIST)
                .fails(mkdir("."), EEXIST)
                .fails(mkdir("/"), EEXIST)
                .fails(mkdir("f/x"), ENOTDIR)
                .as(7, 7)
                .fails(mkdir("d/c"), EACCES)
                .fails(mkdir("d/a"), EACCES, EEXIST);
    }

    @Test
    void whereDirectoriesAreNotCounted() {
        Session btrfs = new Session(new Settings(true, false, 0, 0, false, true, false))
                .ok(mkdir("d"), mkdir("d/e"), file("f"));
        btrfs.hasNlink("d", 1).hasNlink("f", 1).ok(open("h", "d/e", READ), rmdir("d/e"));
        assertThat(btrfs.fstat("h").nlink()).isZero();
    }

    @Test
    void modesOfNewObjects() {
        session.umask(027).ok(new Making.Mkdir("m", 07777)).hasMode("m", 01750);
        session.ok(new Making.Mknod("n", Kind.FILE, 07777, 0, 0)).hasMode("n", 07750);
        session.ok(symlink("x", "s")).hasMode("s", 0777);
    }

    @Test
    void belowASetgidDirectory() {
        session.ok(chmod("d", 02777), chown("d", 0, 9))
                .as(7, 7)
                .ok(new Making.Mkdir("d/m", 0700))
                .hasMode("d/m", 02700)
                .hasOwner("d/m", 7, 9)
                .ok(new Making.Mknod("d/x", Kind.FILE, 02755, 0, 0))
                .hasMode("d/x", 0755)
                .ok(new Making.Mknod("d/y", Kind.FILE, 02744, 0, 0))
                .hasMode("d/y", 02744)
                .as(7, 7, 9)
                .ok(new Making.Mknod("d/z", Kind.FILE, 02755, 0, 0))
                .hasMode("d/z", 02755)
                .hasOwner("d/z", 7, 9);
    }

    @Test
    void mknodMakesEveryKind() {
        session.ok(mknod("p", Kind.FIFO), mknod("s", Kind.SOCKET), new Making.Mknod("c", Kind.CHARACTER, 0600, 5, 1))
                .fails(mknod("p", Kind.FIFO), EEXIST)
                .fails(mknod("p/", Kind.FIFO), EEXIST)
                .fails(mknod("q/", Kind.FIFO), ENOENT)
                .ok(chmod(".", 0777))
                .as(7, 7)
                .ok(mknod("q", Kind.FIFO), mknod("whiteout", Kind.CHARACTER))
                .fails(new Making.Mknod("b", Kind.BLOCK, 0600, 0, 0), EPERM)
                .fails(new Making.Mknod("b", Kind.CHARACTER, 0600, 0, 1), EPERM)
                .fails(new Making.Mknod("b", Kind.CHARACTER, 0600, 1, 0), EPERM);
        assertThat(session.stat("c").object().body()).isEqualTo(new Body.Device(Kind.CHARACTER, 5, 1));
        assertThat(session.stat("p").object().size()).isZero();
    }

    @Test
    void symlinkTargets() {
        session.ok(symlink("any/thing", "s"))
                .gives(new Looking.Readlink("s"), new Result.Bytes("any/thing"))
                .fails(symlink("", "t"), ENOENT)
                .fails(symlink("x".repeat(4096), "t"), ENAMETOOLONG)
                .ok(symlink("x".repeat(4095), "t"))
                .fails(symlink("x", "s"), EEXIST);
        assertThat(session.stat("s").object().size()).isEqualTo(9);
    }

    @Test
    void links() {
        session.ok(link("f", "d/g"), symlink("f", "s"), link("s", "t"), new Linking.Link("s", "u", true))
                .same("f", "d/g")
                .same("s", "t")
                .same("u", "f")
                .hasNlink("f", 3)
                .hasNlink("s", 2)
                .fails(link("d", "e"), EPERM)
                .fails(link("none", "e"), ENOENT)
                .fails(link("none/none", "none/none"), ENOENT)
                .fails(link("f", "d"), EEXIST)
                .fails(link("f", "none/x"), ENOENT)
                .fails(link("f", "x/"), ENOENT)
                .fails(new Linking.LinkHandle("none", "x"), ENOENT)
                .ok(open("h", "f", READ), new Linking.LinkHandle("h", "v"))
                .same("v", "f");
    }

    @Test
    void linksToWhatOthersOwn() {
        session.ok(chmod(".", 0777), symlink("f", "s"), chmod("f", 0644))
                .as(7, 7)
                .fails(link("f", "g"), EPERM)
                .fails(link("s", "g"), EPERM)
                .as(0, 0)
                .ok(chmod("f", 0666))
                .as(7, 7)
                .ok(link("f", "g"))
                .as(0, 0)
                .ok(chmod("f", 02676))
                .as(7, 7)
                .fails(link("f", "h"), EPERM)
                .as(0, 0)
                .ok(chmod("f", 04666))
                .as(7, 7)
                .fails(link("f", "h"), EPERM);
        new Session(new Settings(false, false, 0, 0, true, true, false))
                .ok(chmod(".", 0777), file("f"))
                .as(7, 7)
                .ok(link("f", "g"));
    }

    @Test
    void unlinks() {
        session.ok(link("f", "g"), open("h", "f", READ, WRITE), unlink("f"))
                .hasNlink("g", 1)
                .ok(unlink("g"), write("h", "x"))
                .fails(unlink("f"), ENOENT)
                .fails(unlink("none/f"), ENOENT)
                .fails(unlink("d"), EISDIR)
                .fails(unlink("d/"), EISDIR)
                .fails(unlink("."), EISDIR)
                .ok(file("f"))
                .fails(unlink("f/"), ENOTDIR);
        assertThat(session.fstat("h").nlink()).isZero();
        session.as(7, 7).fails(unlink("f"), EACCES).fails(unlink("d"), EACCES, EISDIR);
    }

    @Test
    void removesDirectories() {
        session.ok(mkdir("d/e"), symlink("d/e", "s"), open("h", "d/e", READ))
                .fails(rmdir("d"), ENOTEMPTY, EEXIST)
                .fails(rmdir("f"), ENOTDIR)
                .fails(rmdir("s/"), ENOTDIR)
                .fails(rmdir("d/."), EINVAL)
                .fails(rmdir("d/e/.."), ENOTEMPTY)
                .fails(rmdir("/"), EBUSY)
                .fails(rmdir("none"), ENOENT)
                .fails(rmdir("none/none"), ENOENT)
                .ok(rmdir("d/e"))
                .hasNlink("d", 2)
                .gives(new Looking.ReaddirHandle("h"), new Result.Entries(new java.util.TreeMap<>()))
                .ok(rmdir("d/"));
        assertThat(session.fstat("h").nlink()).isZero();
    }

    @Test
    void sticky() {
        session.ok(mkdir("t"), chmod("t", 01777))
                .as(7, 7)
                .ok(file("t/f"), mkdir("t/d"))
                .as(8, 8)
                .fails(unlink("t/f"), EPERM)
                .fails(rmdir("t/d"), EPERM)
                .fails(Session.rename("t/f", "t/g"), EPERM)
                .as(7, 7)
                .ok(unlink("t/f"))
                .as(0, 0)
                .ok(chown("t", 8, 8))
                .as(8, 8)
                .ok(rmdir("t/d"));
    }
}
