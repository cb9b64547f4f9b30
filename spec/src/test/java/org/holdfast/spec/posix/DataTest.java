package org.holdfast.spec.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.holdfast.spec.posix.Errno.EACCES;
import static org.holdfast.spec.posix.Errno.EAGAIN;
import static org.holdfast.spec.posix.Errno.EBADF;
import static org.holdfast.spec.posix.Errno.EINVAL;
import static org.holdfast.spec.posix.Errno.EISDIR;
import static org.holdfast.spec.posix.Errno.ENOENT;
import static org.holdfast.spec.posix.Errno.EOPNOTSUPP;
import static org.holdfast.spec.posix.Errno.EPIPE;
import static org.holdfast.spec.posix.Errno.ESPIPE;
import static org.holdfast.spec.posix.OpenFlag.APPEND;
import static org.holdfast.spec.posix.OpenFlag.READ;
import static org.holdfast.spec.posix.OpenFlag.WRITE;
import static org.holdfast.spec.posix.Session.chmod;
import static org.holdfast.spec.posix.Session.chown;
import static org.holdfast.spec.posix.Session.close;
import static org.holdfast.spec.posix.Session.file;
import static org.holdfast.spec.posix.Session.mkdir;
import static org.holdfast.spec.posix.Session.mknod;
import static org.holdfast.spec.posix.Session.open;
import static org.holdfast.spec.posix.Session.write;
import static org.holdfast.spec.posix.Sizing.AllocateFlag.KEEP_SIZE;
import static org.holdfast.spec.posix.Sizing.AllocateFlag.PUNCH_HOLE;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** read(2), write(2), lseek(2), truncate(2), fallocate(2). */
class DataTest {
    private final Session session = new Session().ok(mkdir("d"), file("f"), open("h", "f", READ, WRITE));

    private static Call read(String handle, int count) {
        return new Data.Read(handle, count, Data.AT_HANDLE);
    }

    private static Call pread(String handle, int count, int offset) {
        return new Data.Read(handle, count, offset);
    }

    private static Call pwrite(String handle, String bytes, int offset) {
        return new Data.Write(handle, bytes, offset);
    }

    private static Call seek(int offset, Data.Whence whence) {
        return new Data.Seek("h", offset, whence);
    }

    private static Call allocate(int offset, int length, Sizing.AllocateFlag... flags) {
        return new Sizing.Allocate("h", Set.of(flags), offset, length);
    }

    private static Result bytes(String bytes) {
        return new Result.Bytes(bytes);
    }

    private static Result number(long number) {
        return new Result.Number(number);
    }

    @Test
    void readsAndWritesAtTheHandle() {
        session.gives(write("h", "hello"), number(5))
                .gives(read("h", 9), bytes(""))
                .gives(seek(1, Data.Whence.START), number(1))
                .gives(read("h", 3), bytes("ell"))
                .gives(read("h", 0), bytes(""))
                .gives(read("h", 3), bytes("o"))
                .gives(seek(-2, Data.Whence.HERE), number(3))
                .gives(write("h", "p!!"), number(3))
                .gives(seek(1, Data.Whence.END), number(7))
                .gives(write("h", "."), number(1))
                .reads("f", "help!!\0.")
                .gives(seek(0, Data.Whence.START), number(0))
                .fails(seek(-1, Data.Whence.START), EINVAL)
                .fails(new Data.Seek("none", 0, Data.Whence.START), EBADF);
    }

    @Test
    void readsAndWritesAtAPosition() {
        session.gives(pwrite("h", "abc", 2), number(3))
                .gives(pread("h", 2, 3), bytes("bc"))
                .gives(pread("h", 2, 9), bytes(""))
                .gives(pwrite("h", "", 99), number(0))
                .gives(read("h", 9), bytes("\0\0abc"));
    }

    @Test
    void appends() {
        session.ok(write("h", "one"), open("a", "f", WRITE, APPEND))
                .ok(pwrite("a", "two", 0), write("h", "2"), write("a", "3"))
                .reads("f", "one2wo3");
    }

    @Test
    void whatTheHandleIsNotFor() {
        session.ok(open("r", "f", READ), open("w", "f", WRITE), open("dir", "d", READ))
                .fails(write("r", "x"), EBADF)
                .fails(read("w", 1), EBADF)
                .fails(read("none", 1), EBADF)
                .fails(write("none", "x"), EBADF)
                .fails(read("dir", 1), EISDIR, EINVAL)
                .fails(pread("dir", 1, 0), EISDIR)
                .fails(write("dir", "x"), EBADF)
                .gives(new Data.Seek("dir", 3, Data.Whence.START), new Result.Unspecified());
    }

    @Test
    void fifos() {
        session.ok(mknod("p", Kind.FIFO), open("r", "p", READ))
                .gives(read("r", 5), bytes(""))
                .ok(open("w", "p", WRITE))
                .fails(read("r", 5), EAGAIN)
                .gives(read("r", 0), bytes(""))
                .gives(write("w", "hello"), number(5))
                .gives(read("r", 2), bytes("he"))
                .fails(pread("r", 2, 0), ESPIPE)
                .fails(pwrite("w", "x", 0), ESPIPE)
                .fails(new Data.Seek("r", -1, Data.Whence.START), ESPIPE)
                .fails(new Data.Seek("r", 0, Data.Whence.START), ESPIPE)
                .fails(new Sizing.Allocate("w", Set.of(), 0, 1), ESPIPE)
                .fails(new Sizing.Ftruncate("w", 0), EINVAL)
                .ok(close("w"))
                .gives(read("r", 9), bytes("llo"))
                .ok(open("w", "p", WRITE), write("w", "lost"), close("r"))
                .fails(write("w", "x"), EPIPE)
                .gives(write("w", ""), number(0))
                .ok(close("w"), open("rw", "p", READ, WRITE))
                .fails(read("rw", 1), EAGAIN);
    }

    @Test
    void whatWaitsInAFifoGoesWithItsLastHandle() {
        session.ok(mknod("p", Kind.FIFO), open("r", "p", READ), open("w", "p", WRITE), write("w", "kept"))
                .ok(close("r"), open("r", "p", READ))
                .gives(read("r", 9), bytes("kept"))
                .ok(write("w", "lost"), close("r"), close("w"), open("rw", "p", READ, WRITE))
                .fails(read("rw", 9), EAGAIN)
                .ok(write("rw", "lost"), close("rw"), open("rw", "p", READ, WRITE))
                .fails(read("rw", 9), EAGAIN);
    }

    @Test
    void truncates() {
        session.ok(write("h", "hello"), new Sizing.Truncate("f", 2))
                .reads("f", "he")
                .ok(new Sizing.Ftruncate("h", 4))
                .reads("f", "he\0\0")
                .ok(new Sizing.Truncate("f", 4), mknod("p", Kind.FIFO))
                .fails(new Sizing.Truncate("f", -1), EINVAL)
                .fails(new Sizing.Truncate("d", 0), EISDIR)
                .fails(new Sizing.Truncate("p", 0), EINVAL)
                .fails(new Sizing.Truncate("none", 0), ENOENT)
                .fails(new Sizing.Truncate("none/none", 0), ENOENT)
                .fails(new Sizing.Ftruncate("none", 0), EBADF)
                .fails(new Sizing.Ftruncate("h", -1), EINVAL)
                .ok(open("r", "f", READ))
                .fails(new Sizing.Ftruncate("r", 0), EINVAL)
                .ok(open("path", "f", OpenFlag.PATH))
                .fails(new Sizing.Ftruncate("path", 0), EBADF)
                .fails(new Sizing.Allocate("path", Set.of(), 0, 1), EBADF)
                .as(7, 7)
                .fails(new Sizing.Truncate("f", 0), EACCES);
    }

    @Test
    void allocates() {
        session.ok(write("h", "hello"), allocate(2, 5))
                .reads("f", "hello\0\0")
                .ok(allocate(5, 100, KEEP_SIZE), allocate(0, 1))
                .reads("f", "hello\0\0")
                .ok(allocate(1, 2, KEEP_SIZE, PUNCH_HOLE), allocate(6, 9, KEEP_SIZE, PUNCH_HOLE))
                .ok(allocate(60, 9, KEEP_SIZE, PUNCH_HOLE))
                .reads("f", "h\0\0lo\0\0")
                .fails(allocate(0, 1, PUNCH_HOLE), EOPNOTSUPP)
                .fails(allocate(0, 0), EINVAL)
                .fails(allocate(-1, 1), EINVAL)
                .fails(new Sizing.Allocate("none", Set.of(), 0, 1), EBADF)
                .ok(open("r", "f", READ))
                .fails(new Sizing.Allocate("r", Set.of(), 0, 1), EBADF);
    }

    /** What no page settles shows as times that may be either. */
    @Test
    void whichTimesAreCertain() {
        session.ok(write("h", "hello"));
        session.ok(new Sizing.Truncate("f", 5)).hasTimes("f", 2).ok(new Sizing.Truncate("f", 4));
        session.hasTimes("f", 1).ok(allocate(0, 4)).hasTimes("f", 2).ok(allocate(0, 5));
        session.hasTimes("f", 1).ok(allocate(0, 9, KEEP_SIZE)).hasTimes("f", 2);
    }

    @Test
    void allocatingMayTakeSetuidAway() {
        session.ok(chmod("f", 06777)).as(8, 8);
        assertThat(allocate(0, 1).in(session.world()))
                .extracting(outcome -> outcome.next().at(session.fstat("h").number()))
                .allMatch(file -> file.size() == 1)
                .extracting(Obj::mode)
                .containsExactlyInAnyOrder(06777, 0777);
    }

    @Test
    void theClockCountsChanges() {
        int before = session.world().clock();
        session.ok(write("h", "x"), chmod("f", 0600)).fails(new Sizing.Truncate("f", -1), EINVAL);
        assertThat(session.world().clock()).isEqualTo(before + 2);
    }

    @Test
    void writingTakesSetuidAway() {
        Session other = session.ok(chmod("f", 06775), chown("f", 7, 7), chmod("f", 06777));
        other.ok(write("h", "root keeps it")).hasMode("f", 06777);
        other.as(8, 8)
                .ok(write("h", ""))
                .hasMode("f", 06777)
                .ok(write("h", "x"))
                .hasMode("f", 0777);
        other.as(0, 0)
                .ok(chmod("f", 06767))
                .as(8, 7)
                .ok(new Sizing.Truncate("f", 0))
                .hasMode("f", 02767);
        other.as(8, 8).ok(new Sizing.Ftruncate("h", 0)).hasMode("f", 0767);
    }

    /** FUSE passthrough: the kernel writes on behalf of a daemon, for everybody alike. */
    @Test
    void whereWritesAreAlikeTheyMayClearSetIdBitsOfAnybody() {
        Settings linux = Settings.LINUX;
        Settings alike = new Settings(
                linux.protectedHardlinks(),
                linux.protectedSymlinks(),
                linux.protectedRegular(),
                linux.protectedFifos(),
                linux.directoriesCounted(),
                linux.fineTimes(),
                linux.noDevices(),
                true);
        Session other = new Session(alike).ok(file("f"), open("h", "f", READ, WRITE));
        assertThat(modesAfter(other.ok(chmod("f", 06755)))).containsExactlyInAnyOrder(06755, 0755);
        assertThat(modesAfter(other.ok(chmod("f", 06745)))).containsExactlyInAnyOrder(06745, 02745, 0745);
        assertThat(modesAfter(other.ok(chmod("f", 0644)))).containsExactly(0644);
        assertThat(modesAfter(session.ok(chmod("f", 06755)))).containsExactly(06755);
    }

    private static Set<Integer> modesAfter(Session session) {
        return write("h", "x").in(session.world()).stream()
                .map(outcome -> {
                    World next = outcome.next();
                    return next.at(next.handles().get("h").object()).mode();
                })
                .collect(Collectors.toSet());
    }
}
