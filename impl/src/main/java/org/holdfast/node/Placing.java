package org.holdfast.node;

import java.util.concurrent.atomic.AtomicLong;
import org.holdfast.os.Errno;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.OpenFlags;
import org.holdfast.os.Statx;
import org.holdfast.os.Sys;

/**
 * Attach, Detach, and the way back to a directory that is found by its {@link Place}, where its file handle can be compared
 * but not opened (for want of CAP_DAC_READ_SEARCH). The way begins at the next directory above that has an fd and goes
 * through the names of those below; what is found at its end is the directory if it has its file handle.
 */
final class Placing {
    private static final int MOST = 4096;
    private static final NativeBuffer ABOVE = NativeBuffer.string("..");

    /** What one thread needs to go a way. */
    private static final class Scratch {
        final Way way = new Way();
        final Pin top = new Pin();
        final FileHandle found = new FileHandle();
    }

    private final Sys sys;
    private final Mounts mounts;
    private final NodeTable table;
    private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);
    private final NativeBuffer path = NativeBuffer.allocate(MOST);
    /** How often something has happened that a way may have missed: a directory has got its fd, or is being moved. */
    private final AtomicLong turns = new AtomicLong();

    private volatile boolean used;

    Placing(Sys sys, Mounts mounts, NodeTable table) {
        this.sys = sys;
        this.mounts = mounts;
        this.table = table;
    }

    /** Whether directories have their places, so that those that the client moves must have an fd. */
    boolean isUsed() {
        return used;
    }

    /** From now on they do. */
    void use() {
        used = true;
    }

    /** A directory that has an fd is going to be moved by the client. */
    void moves() {
        turns.incrementAndGet();
    }

    /**
     * Attach: finds out where the directory stands that {@link Shuttable#begin} has pinned, for {@link Shuttable#end};
     * its parent stays known. For one thread at a time.
     *
     * @return 0, or a negated errno; -EAGAIN when the client does not know the parent
     */
    int attach(Visit visit) {
        Pin pin = visit.pin();
        byte[] name = name(pin);
        if (name.length == 0) {
            return -Errno.ENOENT;
        }
        long parent = parent(visit);
        if (parent <= 0) {
            return parent == 0 ? -Errno.EAGAIN : (int) parent;
        }
        if (!table.directoriesOf(parent).attach(parent, pin)) {
            return -Errno.EAGAIN;
        }
        pin.place = new Place(parent, name);
        table.directoriesOf(pin.nodeid).attached(pin);
        return 0;
    }

    /** The last name of a path by which the kernel knows the directory; empty where it does not say. */
    private byte[] name(Pin pin) {
        int directory = mounts.fdDirectory();
        long link = directory < 0 ? pin.path.ofFd(pin.fd) : pin.path.inFdDirectory(pin.fd);
        int length = (int) sys.readlinkat(directory < 0 ? Sys.AT_FDCWD : directory, link, path.address(), path.size());
        int start = length;
        while (start > 0 && path.getByte(start - 1) != '/') {
            start--;
        }
        return length <= 0 || length == path.size() ? new byte[0] : path.copy(start, length - start);
    }

    /** The nodeid of the directory that is above one, 0 for one that is not known, or a negated errno. */
    private long parent(Visit visit) {
        Pin pin = visit.pin();
        int flags = OpenFlags.O_PATH | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
        int above = sys.openat(pin.fd, ABOVE.address(), flags, 0);
        if (above < 0) {
            return above;
        }
        Statx statx = visit.attributes();
        FileHandle handle = scratch.get().found;
        int error = sys.statx(above, HoldPath.EMPTY.address(), Sys.AT_EMPTY_PATH, Mounts.STATX_MASK, statx.address());
        error = error < 0 ? error : handle.take(sys, above);
        sys.close(above);
        if (error < 0) {
            return error;
        }
        boolean same = pin.mount.is(statx.mountId(), statx.dev());
        return same ? table.directory(statx.ino(), pin.mountNumber, handle) : -Errno.EXDEV;
    }

    /** Whether the directory is found in the place of the pin, whose fd is out of the table. */
    boolean isFound(Pin pin) {
        int fd = go(pin, false);
        close(fd);
        return fd >= 0;
    }

    /** Opens a pinned directory that has no fd; its fd, -ESTALE when it is not in its place any more, or a negated errno. */
    int open(Pin pin) {
        while (true) {
            long before = turns.get();
            int fd = go(pin, true);
            if (fd != -Errno.ESTALE || turns.get() == before) {
                return fd;
            }
        }
    }

    /** @param wait whether to begin at the directory itself, which may have an fd again, and to wait for others */
    private int go(Pin pin, boolean wait) {
        Scratch mine = scratch.get();
        mine.way.clear();
        long at = pin.nodeid;
        if (!wait) {
            mine.way.begin(pin.place.name());
            at = pin.place.parent();
        }
        Place place = table.directoriesOf(at).above(at, mine.top, wait);
        while (place != null && place != Directories.HERE) {
            mine.way.begin(place.name());
            at = place.parent();
            place = table.directoriesOf(at).above(at, mine.top, wait);
        }
        if (place == null) {
            return -Errno.ESTALE;
        }
        int fd = mine.way.open(sys, mine.top.fd);
        release(mine.top.nodeid, table.directoriesOf(at).letGo(mine.top));
        if (fd < 0) {
            return Way.isLost(fd) ? -Errno.ESTALE : fd;
        }
        int error = mine.found.take(sys, fd);
        if (error == 0 && mine.found.is(pin.handle)) {
            return fd;
        }
        sys.close(fd);
        return error < 0 ? error : -Errno.ESTALE;
    }

    /**
     * Ends what a step has begun that took the last claim on a node away: closes its fd, or takes it from its parent, and
     * that perhaps from its own.
     */
    void release(long nodeid, int outcome) {
        long at = nodeid;
        int next = outcome;
        while (next == Outcome.ATTACHED) {
            Place place = table.directoriesOf(at).takePlace(at);
            next = table.directoriesOf(place.parent()).detach(place.parent(), at);
            int fd = table.directoriesOf(at).detached(at);
            at = place.parent();
            close(fd);
        }
        close(next);
    }

    private void close(int fd) {
        if (fd >= 0) {
            sys.close(fd);
        }
    }

    /**
     * Detach: a directory that the calling thread has pinned has an fd, or nobody wants it any more; its parent need not be
     * known for it, if it was.
     */
    void detach(long nodeid) {
        Place place = table.directoriesOf(nodeid).takePlace(nodeid);
        if (place != null) {
            turns.incrementAndGet();
            release(place.parent(), table.directoriesOf(place.parent()).detach(place.parent(), nodeid));
        }
    }
}
