package org.holdfast.spec.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.holdfast.spec.posix.Attributes.Chown.SAME;
import static org.holdfast.spec.posix.Errno.EACCES;
import static org.holdfast.spec.posix.Errno.EBADF;
import static org.holdfast.spec.posix.Errno.EINVAL;
import static org.holdfast.spec.posix.Errno.ENOENT;
import static org.holdfast.spec.posix.Errno.ENOTDIR;
import static org.holdfast.spec.posix.Errno.EOPNOTSUPP;
import static org.holdfast.spec.posix.Errno.EPERM;
import static org.holdfast.spec.posix.OpenFlag.READ;
import static org.holdfast.spec.posix.OpenFlag.WRITE;
import static org.holdfast.spec.posix.Session.chmod;
import static org.holdfast.spec.posix.Session.chown;
import static org.holdfast.spec.posix.Session.file;
import static org.holdfast.spec.posix.Session.link;
import static org.holdfast.spec.posix.Session.mkdir;
import static org.holdfast.spec.posix.Session.open;
import static org.holdfast.spec.posix.Session.symlink;
import static org.holdfast.spec.posix.Session.write;

import org.holdfast.spec.posix.Attributes.Exactly;
import org.holdfast.spec.posix.Attributes.NewTime;
import org.holdfast.spec.posix.Attributes.Now;
import org.holdfast.spec.posix.Attributes.Omit;
import org.holdfast.spec.posix.Attributes.Opened;
import org.junit.jupiter.api.Test;

/** chmod(2), chown(2), utimensat(2), and what only looks: stat(2), readdir(3), readlink(2), access(2). */
class AttributesTest {
    private final Session session = new Session().ok(mkdir("d"), file("f"), symlink("f", "s"));

    private static Call utimens(String path, NewTime atime, NewTime mtime) {
        return new Attributes.Utimens(new Attributes.Path(path, false), atime, mtime);
    }

    private static Call access(String path, int wanted) {
        return new Looking.Accessible(path, wanted);
    }

    @Test
    void chmods() {
        session.ok(chmod("s", 0600))
                .hasMode("f", 0600)
                .hasMode("s", 0777)
                .as(7, 7)
                .fails(chmod("f", 0777), EPERM)
                .fails(chmod("none", 0), ENOENT)
                .fails(chmod("f/", 0), ENOTDIR)
                .fails(new Attributes.Chmod(new Attributes.Path("s", false), 0), EPERM, EOPNOTSUPP)
                .as(0, 0)
                .ok(chown("f", 7, 9))
                .as(7, 7)
                .ok(chmod("f", 02777))
                .hasMode("f", 0777)
                .as(7, 7, 9)
                .ok(open("h", "f", READ), new Attributes.Chmod(new Opened("h"), 02777))
                .hasMode("f", 02777)
                .fails(new Attributes.Chmod(new Opened("none"), 0), EBADF);
    }

    @Test
    void chowns() {
        session.ok(chown("s", 7, 7), chown("f", 7, 7))
                .hasOwner("s", 7, 7)
                .as(7, 7, 9)
                .ok(chown("f", SAME, 9), chown("f", 7, SAME), chown("f", 7, 7))
                .hasOwner("f", 7, 7)
                .fails(chown("f", 8, SAME), EPERM)
                .fails(chown("f", SAME, 8), EPERM)
                .ok(chown("f", SAME, 9))
                .as(7, 8)
                .ok(chown("f", SAME, 9))
                .as(8, 9)
                .fails(chown("f", SAME, 9), EPERM)
                .fails(chown("f", 7, SAME), EPERM)
                .ok(chown("f", SAME, SAME));
    }

    @Test
    void chownTakesSetuidAway() {
        session.ok(chmod("f", 06755), chown("f", 7, 7))
                .hasMode("f", 0755)
                .ok(chmod("f", 06745), chown("f", 7, 7))
                .hasMode("f", 02745)
                .as(7, 8)
                .ok(chown("f", SAME, SAME))
                .hasMode("f", 0745)
                .as(0, 0)
                .ok(chmod("d", 06777), chown("d", 7, 7))
                .hasMode("d", 06777);
    }

    @Test
    void chownOfNothing() {
        session.ok(chmod("f", 06755)).as(8, 8);
        assertThat(chown("f", SAME, SAME).in(session.world()))
                .extracting(Outcome::result)
                .containsExactlyInAnyOrder(new Result.Done(), new Result.Failed(EPERM));
    }

    @Test
    void whoMaySetTimes() {
        session.ok(chmod("f", 0646), chmod("d", 0755))
                .as(7, 7)
                .ok(utimens("f", new Now(), new Now()))
                .fails(utimens("d", new Now(), new Now()), EACCES)
                .fails(utimens("f", new Now(), new Omit()), EPERM)
                .fails(utimens("f", new Exactly(1, 2), new Now()), EPERM)
                .as(0, 0)
                .ok(chown("f", 7, 7), chmod("f", 0))
                .as(7, 7)
                .ok(utimens("f", new Now(), new Now()), utimens("f", new Now(), new Omit()), chmod("f", 0600))
                .ok(utimens("none", new Omit(), new Omit()))
                .ok(open("h", "f", READ), new Attributes.Utimens(new Opened("h"), new Omit(), new Omit()));
        assertThat(new Attributes.Utimens(new Opened("none"), new Omit(), new Omit()).in(session.world()))
                .extracting(Outcome::result)
                .containsExactlyInAnyOrder(new Result.Done(), new Result.Failed(EBADF));
    }

    @Test
    void timesThatWereSet() {
        session.ok(utimens("f", new Exactly(1, 2), new Exactly(3, 4)), utimens("f", new Omit(), new Omit()));
        Obj set = session.stat("f").object();
        assertThat(set.atime()).isEqualTo(Time.given(1, 2));
        assertThat(set.mtime()).isEqualTo(Time.given(3, 4));
        session.ok(utimens("f", new Omit(), new Now()));
        Obj later = session.stat("f").object();
        assertThat(later.atime()).isEqualTo(set.atime());
        assertThat(later.mtime()).isEqualTo(later.ctime()).isNotEqualTo(set.mtime());
    }

    @Test
    void whatShowsInTheTimes() {
        session.ok(open("h", "f", READ, WRITE));
        Obj before = session.stat("f").object();
        session.reads("f", "");
        assertThat(session.stat("f").object().mtime()).isEqualTo(before.mtime());
        assertThat(session.stat("f").object().atime().possible()).hasSize(2);
        session.ok(link("f", "d/g"));
        assertThat(session.stat("f").object().ctime()).isNotEqualTo(before.ctime());
        assertThat(session.stat("f").object().mtime()).isEqualTo(before.mtime());
        assertThat(session.stat("d").object().mtime())
                .isEqualTo(session.stat("f").object().ctime());
        session.ok(write("h", "x"));
        assertThat(session.stat("f").object().mtime()).isNotEqualTo(before.mtime());
    }

    @Test
    void orderOfTimes() {
        Time one = Time.at(1);
        Time two = Time.at(2);
        Time given = Time.given(1, 0);
        assertThat(one.mayDiffer(one)).isFalse();
        assertThat(one.mayEqual(one, true)).isTrue();
        assertThat(one.mayDiffer(two)).isTrue();
        assertThat(one.mayEqual(two, true)).isFalse();
        assertThat(one.mayEqual(two, false)).isTrue();
        assertThat(one.mayEqual(given, false)).isFalse();
        assertThat(given.mayEqual(two, false)).isFalse();
        assertThat(one.or(two).mayDiffer(one)).isTrue();
        assertThat(one.or(two).mayEqual(two, true)).isTrue();
    }

    @Test
    void stats() {
        session.fails(new Looking.Stat("none", true), ENOENT)
                .fails(new Looking.Stat("none/none", true), ENOENT)
                .fails(new Looking.Fstat("none"), EBADF);
        assertThat(((Result.Status) session.value(new Looking.Stat("s", true))).number())
                .isEqualTo(session.stat("f").number());
        session.ok(mkdir("later"));
        assertThat(session.stat("s").object().atime().possible()).hasSize(2);
        assertThat(session.stat("d").object().size()).isZero();
    }

    @Test
    void listsAndReadsLinks() {
        session.lists(".", "d", "f", "s")
                .fails(new Looking.Readdir("f"), ENOTDIR)
                .fails(new Looking.Readdir("none"), ENOENT)
                .fails(new Looking.Readdir("none/none"), ENOENT)
                .fails(new Looking.ReaddirHandle("none"), EBADF)
                .ok(open("h", "f", READ))
                .fails(new Looking.ReaddirHandle("h"), ENOTDIR)
                .gives(new Looking.Readlink("s"), new Result.Bytes("f"))
                .fails(new Looking.Readlink("f"), EINVAL)
                .fails(new Looking.Readlink("none"), ENOENT)
                .fails(new Looking.Readlink("none/none"), ENOENT)
                .ok(chmod("d", 0711))
                .as(7, 7)
                .fails(new Looking.Readdir("d"), EACCES);
    }

    @Test
    void mayAccess() {
        session.ok(chown("f", 7, 9), chmod("f", 0640))
                .ok(access("f", 6))
                .fails(access("f", 1), EACCES)
                .ok(access("d", 7), chmod("f", 0641), access("f", 7))
                .as(7, 7)
                .ok(access("f", 6))
                .fails(access("f", 1), EACCES)
                .as(8, 9)
                .ok(access("f", 4))
                .fails(access("f", 2), EACCES)
                .as(8, 8, 9)
                .ok(access("f", 4))
                .as(8, 8)
                .ok(access("f", 1), access("f", 0))
                .fails(access("f", 4), EACCES)
                .fails(access("none", 0), ENOENT)
                .fails(access("none/none", 0), ENOENT);
    }
}
