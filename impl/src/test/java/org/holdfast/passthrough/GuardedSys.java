package org.holdfast.passthrough;

import org.holdfast.os.Errno;
import org.holdfast.os.FaultySys;
import org.holdfast.os.Sys;

/**
 * Real system calls for random requests, without those that would harm the machine: no large allocations, no immutable
 * files that could not be removed, no writing of whole file systems to disk.
 */
final class GuardedSys {
    private static final long MAX_BYTES = 1 << 20;

    private GuardedSys() {}

    static Sys create() {
        FaultySys guarded = new FaultySys(Setup.LINUX);
        guarded.rule(GuardedSys::verdict);
        return guarded.sys();
    }

    private static int verdict(FaultySys.Call call) {
        return switch (call.name()) {
            case "fallocate" -> isLarge(call.arguments()[3]) ? Errno.ENOSPC : 0;
            case "pwrite", "copyFileRange" -> isLarge(call.arguments()[call.is("pwrite") ? 2 : 4]) ? Errno.ENOSPC : 0;
            case "ioctl" -> Errno.EPERM;
            case "syncfs", "fsync", "fdatasync" -> Errno.EIO;
            default -> 0;
        };
    }

    private static boolean isLarge(Object bytes) {
        return Long.compareUnsigned((Long) bytes, MAX_BYTES) > 0;
    }
}
