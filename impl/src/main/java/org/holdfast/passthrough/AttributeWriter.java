package org.holdfast.passthrough;

import org.holdfast.fuse.Reply;
import org.holdfast.node.Pin;
import org.holdfast.node.Visit;
import org.holdfast.os.Statx;

/**
 * Writes attributes into replies ({@code struct fuse_attr}, {@code fuse_entry_out}, {@code fuse_attr_out},
 * {@code fuse_statx_out}), from attributes that are masked already.
 */
final class AttributeWriter {
    /** Bytes of {@code struct fuse_entry_out}. */
    static final int ENTRY_BYTES = 128;

    private static final int ATTR_OUT_BYTES = 104;
    private static final int STATX_AT = 32;
    private static final int ENTRY_ATTR_AT = 40;
    private static final int ATTR_OUT_ATTR_AT = 16;
    /** STATX_ATTR_* that describe the object and not where it is mounted: compressed, immutable, append, … */
    private static final long OBJECT_ATTRIBUTES = 0x104874;

    private final int validSeconds;

    AttributeWriter(Cache cache) {
        validSeconds = cache.seconds();
    }

    /**
     * The inode number that the client sees. Mounts below the export get numbers of their own, because the client sees
     * one device and would take equal numbers for hard links.
     */
    static long shownIno(int mountNumber, long ino) {
        return ino ^ (long) mountNumber << 48;
    }

    /** Writes a {@code fuse_entry_out} at {@code at}; returns its size. */
    int entry(Reply reply, int at, Visit visit) {
        reply.put64(at, visit.pin().nodeid());
        reply.put64(at + 8, visit.pin().generation());
        reply.put64(at + 16, validSeconds);
        reply.put64(at + 24, validSeconds);
        reply.put64(at + 32, 0);
        attr(reply, at + ENTRY_ATTR_AT, visit);
        return ENTRY_BYTES;
    }

    /** Writes a {@code fuse_entry_out} that says that there is no such name; returns its size. */
    int noEntry(Reply reply) {
        reply.clear(0, ENTRY_BYTES);
        reply.put64(16, validSeconds);
        return ENTRY_BYTES;
    }

    /** Writes a {@code fuse_attr_out}; returns its size. */
    int attrOut(Reply reply, Visit visit) {
        reply.put64(0, validSeconds);
        reply.put64(8, 0);
        attr(reply, ATTR_OUT_ATTR_AT, visit);
        return ATTR_OUT_BYTES;
    }

    private static void attr(Reply reply, int at, Visit visit) {
        Statx from = visit.attributes();
        reply.put64(at, shownIno(visit.pin().mountNumber(), from.ino()));
        reply.put64(at + 8, from.size());
        reply.put64(at + 16, from.blocks());
        reply.put64(at + 24, from.seconds(Statx.ATIME_AT));
        reply.put64(at + 32, from.seconds(Statx.MTIME_AT));
        reply.put64(at + 40, from.seconds(Statx.CTIME_AT));
        reply.put32(at + 48, from.nanos(Statx.ATIME_AT));
        reply.put32(at + 52, from.nanos(Statx.MTIME_AT));
        reply.put32(at + 56, from.nanos(Statx.CTIME_AT));
        reply.put32(at + 60, from.mode());
        reply.put32(at + 64, from.nlink());
        reply.put32(at + 68, from.uid());
        reply.put32(at + 72, from.gid());
        reply.put32(at + 76, encodeDevice(from.rdevMajor(), from.rdevMinor()));
        reply.put32(at + 80, from.blksize());
        reply.put32(at + 84, 0);
    }

    /** {@code new_encode_dev} of linux/kdev_t.h. */
    private static int encodeDevice(int major, int minor) {
        return minor & 0xff | major << 8 | (minor & ~0xff) << 12;
    }

    /** Writes a {@code fuse_statx_out}; returns its size. */
    int statxOut(Reply reply, Visit visit) {
        Statx from = visit.attributes();
        Pin pin = visit.pin();
        int to = STATX_AT;
        reply.clear(0, STATX_AT + Statx.SIZE);
        reply.put64(0, validSeconds);
        reply.put32(to, from.mask() & (Statx.BASIC_STATS | Statx.BTIME));
        reply.put32(to + Statx.BLKSIZE_AT, from.blksize());
        reply.put64(to + Statx.ATTRIBUTES_AT, from.attributes() & OBJECT_ATTRIBUTES);
        reply.put32(to + Statx.NLINK_AT, from.nlink());
        reply.put32(to + Statx.UID_AT, from.uid());
        reply.put32(to + Statx.GID_AT, from.gid());
        reply.put16(to + Statx.MODE_AT, from.mode());
        reply.put64(to + Statx.INO_AT, shownIno(pin.mountNumber(), from.ino()));
        reply.put64(to + Statx.SIZE_AT, from.size());
        reply.put64(to + Statx.BLOCKS_AT, from.blocks());
        reply.put64(to + Statx.ATTRIBUTES_AT + 48, OBJECT_ATTRIBUTES);
        time(reply, to, from, Statx.ATIME_AT);
        time(reply, to, from, Statx.BTIME_AT);
        time(reply, to, from, Statx.CTIME_AT);
        time(reply, to, from, Statx.MTIME_AT);
        reply.put32(to + Statx.RDEV_MAJOR_AT, from.rdevMajor());
        reply.put32(to + Statx.RDEV_MINOR_AT, from.rdevMinor());
        return STATX_AT + Statx.SIZE;
    }

    private static void time(Reply reply, int to, Statx from, int at) {
        reply.put64(to + at, from.seconds(at));
        reply.put32(to + at + 8, from.nanos(at));
    }
}
