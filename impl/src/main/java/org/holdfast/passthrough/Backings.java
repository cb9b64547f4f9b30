package org.holdfast.passthrough;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
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
    private static final int IDLE = 256;

    /** The id of a node, and how many files the client has open with it. */
    private static final class Backing {
        int id = UNDECIDED;
        int opens = 1;
        /** The id from before the first of them, while it is undecided. */
        int kept = NONE;
    }

    private final Sys sys;
    private final ThreadLocal<NativeBuffer> argument =
            ThreadLocal.withInitial(() -> NativeBuffer.allocate(BACKING_MAP_BYTES));
    private final Map<Long, Backing> backings = new HashMap<>();
    private final LinkedHashSet<Long> idle = new LinkedHashSet<>();
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
        Backing backing = backings.get(nodeid);
        if (backing == null) {
            backings.put(nodeid, new Backing());
            return UNDECIDED;
        }
        if (backing.opens++ == 0) {
            idle.remove(nodeid);
            backing.kept = backing.id;
            backing.id = UNDECIDED;
            return UNDECIDED;
        }
        return awaitId(backing);
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
            backing = backings.get(nodeid);
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
            Backing backing = backings.get(nodeid);
            if (--backing.opens > 0) {
                return;
            }
            if (backing.id == NONE) {
                backings.remove(nodeid);
                return;
            }
            idle.add(nodeid);
            if (idle.size() > IDLE) {
                Iterator<Long> eldest = idle.iterator();
                unused = backings.remove(eldest.next()).id;
                eldest.remove();
            }
        }
        unmake(unused);
    }

    /** The client has forgotten lookups of the node, perhaps all: an object that is gone must not be kept by its id. */
    void forget(long nodeid) {
        if (!agreed) {
            return;
        }
        int unused = NONE;
        synchronized (this) {
            if (idle.remove(nodeid)) {
                unused = backings.remove(nodeid).id;
            }
        }
        unmake(unused);
    }

    /** Gives back all ids without an open file. */
    void clear() {
        Long[] all;
        synchronized (this) {
            all = idle.toArray(new Long[0]);
        }
        for (Long nodeid : all) {
            forget(nodeid);
        }
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
        return backings.values().stream().filter(backing -> backing.id > 0).count();
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
