package org.holdfast.os;

/**
 * What differs between the processor architectures Linux runs on: a few open(2) flags and the numbers of the system
 * calls that libc offers only with process-wide effect (asm/fcntl.h, asm/unistd.h).
 */
final class Arch {
    private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");
    private static final boolean X86 = System.getProperty("os.arch").equals("amd64");

    static final int O_DIRECTORY = ARM ? 0x4000 : 0x10000;
    static final int O_NOFOLLOW = ARM ? 0x8000 : 0x20000;
    static final int O_DIRECT = ARM ? 0x10000 : 0x4000;

    static final int SYS_GETDENTS64 = ARM ? 61 : 217;
    static final int SYS_MKNODAT = ARM ? 33 : 259;
    static final int SYS_SETRESUID = ARM ? 147 : 117;
    static final int SYS_SETRESGID = ARM ? 149 : 119;
    static final int SYS_SETGROUPS = ARM ? 159 : 116;
    static final int SYS_CAPGET = ARM ? 90 : 125;
    static final int SYS_CAPSET = ARM ? 91 : 126;
    static final int SYS_COPY_FILE_RANGE = ARM ? 285 : 326;
    static final int SYS_MMAP = ARM ? 222 : 9;
    static final int SYS_IO_URING_SETUP = 425;
    static final int SYS_IO_URING_ENTER = 426;
    static final int SYS_OPENAT2 = 437;

    private Arch() {}

    /** Refuses to run where the constants above are unknown. */
    static void check() {
        if (!ARM && !X86) {
            throw new UnsupportedOperationException(
                    "holdfast knows the system calls of amd64 and aarch64, not of " + System.getProperty("os.arch"));
        }
    }
}
