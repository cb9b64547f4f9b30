package org.holdfast.passthrough;

import java.nio.ByteBuffer;

/** {@code struct fuse_attr}; times in nanoseconds since the epoch. */
record Attr(
        long ino,
        long size,
        long blocks,
        long atime,
        long mtime,
        long ctime,
        int mode,
        int nlink,
        int uid,
        int gid,
        int rdev,
        int blksize) {
    static Attr read(ByteBuffer from, int at) {
        return new Attr(
                from.getLong(at),
                from.getLong(at + 8),
                from.getLong(at + 16),
                time(from, at + 24, at + 48),
                time(from, at + 32, at + 52),
                time(from, at + 40, at + 56),
                from.getInt(at + 60),
                from.getInt(at + 64),
                from.getInt(at + 68),
                from.getInt(at + 72),
                from.getInt(at + 76),
                from.getInt(at + 80));
    }

    private static long time(ByteBuffer from, int secondsAt, int nanosAt) {
        return from.getLong(secondsAt) * 1_000_000_000L + from.getInt(nanosAt);
    }

    int type() {
        return mode & 0170000;
    }

    int permissions() {
        return mode & 07777;
    }
}
