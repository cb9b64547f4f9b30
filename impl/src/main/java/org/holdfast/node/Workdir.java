package org.holdfast.node;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import org.holdfast.os.Errno;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.Sys;

/**
 * The private directory of work links of one mount, open and locked: {@code ab/1f3ab} is the link of nodeid 0x1f3ab.
 *
 * <p>One fd holds it, whatever happens to its path. Shards are made when first needed. Any thread may link and unlink;
 * the names cannot collide, because nodeids never repeat. Made by {@link WorkdirOpener}.
 */
final class Workdir {
    private static final int SHARDS = 256;
    private static final int RETIRED = -1;
    private static final NativeBuffer EMPTY = HoldPath.EMPTY;

    private final Sys sys;
    private final int fd;
    private final String name;
    private final String display;
    private final HiddenDirectory hidden;
    private final AtomicInteger users = new AtomicInteger();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicIntegerArray shardMade = new AtomicIntegerArray(SHARDS);

    /** Objects are linked through /proc, because AT_EMPTY_PATH was refused once. */
    private volatile boolean byProc;

    Workdir(Sys sys, int fd, String name, String display, HiddenDirectory hidden) {
        this.sys = sys;
        this.fd = fd;
        this.name = name;
        this.display = display;
        this.hidden = hidden;
    }

    int fd() {
        return fd;
    }

    /** Its name in the directory where it was made. */
    String name() {
        return name;
    }

    /** How to call it in messages. */
    String display() {
        return display;
    }

    HiddenDirectory hidden() {
        return hidden;
    }

    /** Claims the workdir for one work link, until {@link #leave}; false when it is being given up. */
    boolean use() {
        int now = users.get();
        while (now != RETIRED && !users.compareAndSet(now, now + 1)) {
            now = users.get();
        }
        return now != RETIRED;
    }

    /** A work link is gone, or was not made. */
    void leave() {
        users.decrementAndGet();
    }

    /** Refuses further use if there is none; then nobody else touches the fd any more. */
    boolean retire() {
        return users.compareAndSet(0, RETIRED);
    }

    /** Makes the work link of {@code nodeid} to the object open at {@code objectFd}; 0 or a negated errno. */
    int link(int objectFd, long nodeid, HoldPath path) {
        int shard = (int) nodeid & SHARDS - 1;
        if (shardMade.get(shard) == 0) {
            int made = sys.mkdirat(fd, path.shard(nodeid), 0700);
            if (made < 0 && made != -Errno.EEXIST) {
                return made;
            }
            // The thread's umask is its client's and may have taken our own permissions away.
            sys.fchmodat(fd, path.shard(nodeid), 0700);
            shardMade.set(shard, 1);
        }
        if (!byProc) {
            int made = sys.linkat(objectFd, EMPTY.address(), fd, path.inWorkdir(nodeid), Sys.AT_EMPTY_PATH);
            if (made != -Errno.ENOENT) {
                return made;
            }
        }
        return linkByProc(objectFd, nodeid, path);
    }

    /**
     * The way that needs no capability on any kernel: the kernel says ENOENT to AT_EMPTY_PATH without the right one, unless
     * the fd was opened with the very credentials that the thread has now.
     */
    private int linkByProc(int objectFd, long nodeid, HoldPath path) {
        NativeBuffer source = NativeBuffer.string("/proc/self/fd/" + objectFd);
        int made = sys.linkat(Sys.AT_FDCWD, source.address(), fd, path.inWorkdir(nodeid), Sys.AT_SYMLINK_FOLLOW);
        if (made == 0) {
            byProc = true;
        }
        return made;
    }

    /** One more work link could not be removed; how many there were so far. */
    long countFailure() {
        return failures.incrementAndGet();
    }

    /** Removes the work link of {@code nodeid}; 0 or a negated errno. */
    int unlink(long nodeid, HoldPath path) {
        return sys.unlinkat(fd, path.inWorkdir(nodeid), 0);
    }
}
