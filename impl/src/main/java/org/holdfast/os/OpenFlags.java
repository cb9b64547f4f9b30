package org.holdfast.os;

/** Flags of open(2) (asm-generic/fcntl.h; the ones that differ between architectures come from {@link Arch}). */
public final class OpenFlags {
    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;
    public static final int O_ACCMODE = 3;
    public static final int O_CREAT = 0x40;
    public static final int O_EXCL = 0x80;
    public static final int O_NOCTTY = 0x100;
    public static final int O_TRUNC = 0x200;
    public static final int O_APPEND = 0x400;
    public static final int O_NONBLOCK = 0x800;
    public static final int O_NOATIME = 0x40000;
    public static final int O_CLOEXEC = 0x80000;
    public static final int O_PATH = 0x200000;
    public static final int O_DIRECT = Arch.O_DIRECT;
    public static final int O_DIRECTORY = Arch.O_DIRECTORY;
    public static final int O_NOFOLLOW = Arch.O_NOFOLLOW;
    public static final int O_TMPFILE = 0x400000 | Arch.O_DIRECTORY;

    private OpenFlags() {}
}
