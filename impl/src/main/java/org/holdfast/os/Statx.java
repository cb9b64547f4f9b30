package org.holdfast.os;

/**
 * {@code struct statx} (linux/stat.h), which has the same layout on every architecture: offsets, mask bits and a view
 * over a buffer.
 */
public final class Statx {
    /** Bytes of a {@code struct statx}. */
    public static final int SIZE = 256;

    public static final int BASIC_STATS = 0x7ff;
    public static final int BTIME = 0x800;
    public static final int MNT_ID = 0x1000;
    public static final int MNT_ID_UNIQUE = 0x4000;

    /** {@code stx_attributes}: the object is the root of a mount. */
    public static final long ATTR_MOUNT_ROOT = 0x2000;

    public static final int MASK_AT = 0;
    public static final int BLKSIZE_AT = 4;
    public static final int ATTRIBUTES_AT = 8;
    public static final int NLINK_AT = 16;
    public static final int UID_AT = 20;
    public static final int GID_AT = 24;
    public static final int MODE_AT = 28;
    public static final int INO_AT = 32;
    public static final int SIZE_AT = 40;
    public static final int BLOCKS_AT = 48;
    public static final int ATIME_AT = 64;
    public static final int BTIME_AT = 80;
    public static final int CTIME_AT = 96;
    public static final int MTIME_AT = 112;
    public static final int RDEV_MAJOR_AT = 128;
    public static final int RDEV_MINOR_AT = 132;
    public static final int DEV_MAJOR_AT = 136;
    public static final int DEV_MINOR_AT = 140;
    public static final int MNT_ID_AT = 144;

    private final NativeBuffer buffer;
    private final int base;

    /** A view of the {@link #SIZE} bytes of {@code buffer} that start at {@code base}. */
    public Statx(NativeBuffer buffer, int base) {
        this.buffer = buffer;
        this.base = base;
    }

    /** A view over memory of its own. */
    public Statx() {
        this(NativeBuffer.allocate(SIZE), 0);
    }

    /** Where statx(2) shall write. */
    public long address() {
        return buffer.address(base);
    }

    public int mask() {
        return buffer.getInt(base + MASK_AT);
    }

    public int blksize() {
        return buffer.getInt(base + BLKSIZE_AT);
    }

    public long attributes() {
        return buffer.getLong(base + ATTRIBUTES_AT);
    }

    public int nlink() {
        return buffer.getInt(base + NLINK_AT);
    }

    public int uid() {
        return buffer.getInt(base + UID_AT);
    }

    public int gid() {
        return buffer.getInt(base + GID_AT);
    }

    /** Copies all of another one. */
    public void copyFrom(Statx other) {
        buffer.bytes().put(base, other.buffer.bytes(), other.base, SIZE);
    }

    public void setNlink(int nlink) {
        buffer.putInt(base + NLINK_AT, nlink);
    }

    /** Replaces the time stamp at {@code at} (one of the {@code *TIME_AT}). */
    public void setTime(int at, long seconds, int nanos) {
        buffer.putLong(base + at, seconds);
        buffer.putInt(base + at + 8, nanos);
    }

    /** Replaces the change time by one in nanoseconds since the epoch. */
    public void setCtime(long nanosSinceEpoch) {
        setTime(CTIME_AT, Math.floorDiv(nanosSinceEpoch, 1_000_000_000L), (int)
                Math.floorMod(nanosSinceEpoch, 1_000_000_000L));
    }

    /** Type and permission bits, as in stat(2). */
    public int mode() {
        return buffer.getShort(base + MODE_AT) & 0xffff;
    }

    public long ino() {
        return buffer.getLong(base + INO_AT);
    }

    public long size() {
        return buffer.getLong(base + SIZE_AT);
    }

    public long blocks() {
        return buffer.getLong(base + BLOCKS_AT);
    }

    /** Seconds of the time stamp at {@code at} (one of the {@code *TIME_AT}). */
    public long seconds(int at) {
        return buffer.getLong(base + at);
    }

    /** Nanoseconds within the second of the time stamp at {@code at}. */
    public int nanos(int at) {
        return buffer.getInt(base + at + 8);
    }

    /** The change time as nanoseconds since the epoch (good until the year 2262). */
    public long ctime() {
        return seconds(CTIME_AT) * 1_000_000_000L + nanos(CTIME_AT);
    }

    public int rdevMajor() {
        return buffer.getInt(base + RDEV_MAJOR_AT);
    }

    public int rdevMinor() {
        return buffer.getInt(base + RDEV_MINOR_AT);
    }

    /** The device as one number, major in the upper half; only good for comparing. */
    public long dev() {
        return (long) buffer.getInt(base + DEV_MAJOR_AT) << 32 | buffer.getInt(base + DEV_MINOR_AT) & 0xffffffffL;
    }

    public long mountId() {
        return buffer.getLong(base + MNT_ID_AT);
    }

    public boolean isMountRoot() {
        return (attributes() & ATTR_MOUNT_ROOT) != 0;
    }
}
