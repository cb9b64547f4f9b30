package org.holdfast.os;

/** The type bits of a mode (sys/stat.h); the same values appear shifted by 12 in {@code d_type}. */
public final class FileType {
    public static final int MASK = 0170000;
    public static final int FIFO = 0010000;
    public static final int CHARACTER = 0020000;
    public static final int DIRECTORY = 0040000;
    public static final int BLOCK = 0060000;
    public static final int REGULAR = 0100000;
    public static final int SYMLINK = 0120000;
    public static final int SOCKET = 0140000;

    private FileType() {}

    public static boolean isDirectory(int mode) {
        return (mode & MASK) == DIRECTORY;
    }

    public static boolean isRegular(int mode) {
        return (mode & MASK) == REGULAR;
    }

    public static boolean isSymlink(int mode) {
        return (mode & MASK) == SYMLINK;
    }
}
