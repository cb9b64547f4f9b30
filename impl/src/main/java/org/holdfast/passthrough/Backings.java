package org.holdfast.passthrough;

import java.util.HashMap;
import java.util.Map;
import org.holdfast.os.Errno;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.Sys;

/**
 * The files that the kernel reads and writes itself, without asking the daemon (FUSE passthrough, Linux 6.9): by the
 * backing id of their node. The client wants all open files of a node to be of one kind, so what the first one is the
 * others are too. An id outlives its last open file until FORGET or until there are {@link #IDLE} younger ones, because
 * programs open the same files again and again.
 *
 * <p>Thread-safe; the lock is not held while an id is made or given back.
 */
final class Backings {
    /** What the daemon itself reads and writes. */
    static final int NONE = 0;

    /** It is the first open file of a node. */
    static final int UNDECIDED = -1;

    /** {@code _IOW(229, 1, struct fuse_backing_map)}, linux/fuse.h. */
    private static final long FUSE_DEV_IOC_BACKING_OPEN = 0x4010e501L;

    /** {@code _IOW(229, 2, uint32_t)}. */
    private static final long FUSE_DEV_IOC_BACKING_CLOSE = 0x4004e502L;

    private static final int BACKING_MAP_BYTES = 16;

    /**
     * More than what a program has in turn, and little memory: an id is an open file of the kernel's, with its inode about
     * 1.5 KB, and no descriptor.
     */
    static final int IDLE = 4096;

    private final Sys sys;
    private final ThreadLocal<NativeBuffer> argument =
            ThreadLocal.withInitial(() -> NativeBuffer.allocate(BACKING_MAP_BYTES));
    private final Map<Backing, Backing> backings = new HashMap<>();
    private final Backing sought = new Backing();
    private final IdleBackings idle = new IdleBackings();
    private volatile int device = -1;
    private volatile String hindrance = "";
    private volatile boolean agreed;
    private volatile int refusal;
    private long refused;

    Backings(Sys sys) {
        this.sys = sys;
    }

    /** Offers it to the client whose requests come from {@code device}, a descriptor of /dev/fuse that is copied. */
    void offer(int device) {
        this.device = Math.max(sys.dup(device), -1);
    }

    /** Does not offer it although it was asked for, and why. */
    void decline(String hindrance) {
        this.hindrance = hindrance;
    }

    boolean isOffered() {
        return device >= 0;
    }

    /** What INIT has agreed on. */
    void agree(boolean agreed) {
        this.agreed = agreed && isOffered();
    }

    /** Whether files that are opened must be {@linkplain #enter entered}. */
    boolean isOn() {
        return agreed;
    }

    /**
     * A file of the node is being opened: its backing id, {@link #NONE}, or {@link #UNDECIDED}, which {@link #decide} must
     * follow. {@link #leave} must follow in every case.
     */
    synchronized int enter(long nodeid) {
        Backing backing = find(nodeid);
        if (backing == null) {
            Backing first = new Backing();
            first.nodeid = nodeid;
            first.opens = 1;
            backings.put(first, first);
            return UNDECIDED;
        }
        if (backing.opens++ == 0) {
            idle.remove(backing);
            backing.kept = backing.id;
            backing.id = UNDECIDED;
            return UNDECIDED;
        }
        return awaitId(backing);
    }

    /** Null for none; a key that is used again spares the garbage of a boxed one. */
    private Backing find(long nodeid) {
        sought.nodeid = nodeid;
        return backings.get(sought);
    }

    /**
     * Decides for the first open file of a node, at {@code fd}, and for all that are opened while it is: the backing id,
     * or {@link #NONE}. The kernel will write with the credentials of the thread that decided first.
     *
     * @param fd -1 where the daemon must read and write itself
     */
    int decide(long nodeid, int fd) {
        Backing backing;
        synchronized (this) {
            backing = find(nodeid);
        }
        int kept = backing.kept;
        int id = fd < 0 ? NONE : kept != NONE ? kept : make(fd);
        synchronized (this) {
            backing.kept = NONE;
            backing.id = Math.max(id, NONE);
            if (id < 0) {
                refused++;
                refusal = -id;
            }
            notifyAll();
        }
        if (id != kept) {
            unmake(kept);
        }
        return Math.max(id, NONE);
    }

    private int awaitId(Backing backing) {
        try {
            while (backing.id == UNDECIDED) {
                wait();
            }
            return backing.id;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a backing id was made", e);
        }
    }

    /** An open file of the node was closed. */
    void leave(long nodeid) {
        int unused = NONE;
        synchronized (this) {
            Backing backing = find(nodeid);
            if (--backing.opens > 0) {
                return;
            }
            if (backing.id == NONE) {
                backings.remove(backing);
                return;
            }
            idle.add(backing);
            if (idle.size() > IDLE) {
                unused = drop(idle.eldest());
            }
        }
        unmake(unused);
    }

    /** Takes an idle one out; its id. */
    private int drop(Backing backing) {
        idle.remove(backing);
        backings.remove(backing);
        return backing.id;
    }

    /** The client has forgotten lookups of the node, perhaps all: an object that is gone must not be kept by its id. */
    void forget(long nodeid) {
        if (!agreed) {
            return;
        }
        int unused = NONE;
        synchronized (this) {
            Backing backing = find(nodeid);
            if (backing != null && backing.opens == 0) {
                unused = drop(backing);
            }
        }
        unmake(unused);
    }

    /** Gives back all ids without an open file. */
    void clear() {
        int unused;
        do {
            synchronized (this) {
                unused = idle.size() == 0 ? NONE : drop(idle.eldest());
            }
            unmake(unused);
        } while (unused != NONE);
    }

    /** The end; no open file is left. */
    void close() {
        clear();
        agreed = false;
        if (device >= 0) {
            sys.close(device);
            device = -1;
        }
    }

    /** How many ids there are just now. */
    synchronized long count() {
        return backings.keySet().stream().filter(backing -> backing.id > 0).count();
    }

    /** How many files could not get one, when they were opened, so far. */
    synchronized long refused() {
        return refused;
    }

    /** Why it is not in use though asked for, or not for every file; for people. */
    String reason() {
        if (!isOffered()) {
            return hindrance;
        }
        if (!agreed) {
            return "the kernel does not offer FUSE passthrough (Linux 6.9)";
        }
        return refusal == 0 ? "" : "the kernel refused files last with " + Errno.describe(refusal);
    }

    private int make(int fd) {
        NativeBuffer map = argument.get();
        map.putInt(0, fd);
        map.putInt(4, 0);
        map.putLong(8, 0);
        return sys.ioctl(device, FUSE_DEV_IOC_BACKING_OPEN, map.address());
    }

    private void unmake(int id) {
        if (id != NONE) {
            NativeBuffer buffer = argument.get();
            buffer.putInt(0, id);
            sys.ioctl(device, FUSE_DEV_IOC_BACKING_CLOSE, buffer.address());
        }
    }
}
