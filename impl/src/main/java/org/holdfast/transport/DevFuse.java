package org.holdfast.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.holdfast.fuse.RequestHandler;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.Sys;

/**
 * Serves a mount through /dev/fuse with several threads.
 *
 * <p>The descriptors are clones of the mount's (FUSE_DEV_IOC_CLONE), so that the kernel keeps the requests that each
 * thread has taken apart; where /dev/fuse may not be opened again all threads share one.
 */
public final class DevFuse {
    /** {@code _IOR(229, 0, uint32_t)}, linux/fuse.h. */
    private static final long FUSE_DEV_IOC_CLONE = 0x8004e500L;

    private DevFuse() {}

    /**
     * Starts {@code count} threads on the mount's descriptor {@code fd}, which is theirs from now on, or one for each of
     * the {@code rings}; a single one reads {@code fd} then, for FORGET and INTERRUPT do not come through a ring. Each
     * calls {@code handlers} once, on itself, before its first request; when one of these calls throws, its exception is
     * thrown here and nothing is served.
     */
    public static Transport serve(
            Sys sys, int fd, int count, Rings rings, Supplier<RequestHandler> handlers, Metrics metrics) {
        int readers = rings.areReady() ? 1 : count;
        List<Integer> descriptors = new ArrayList<>(List.of(fd));
        int next = fd;
        while (descriptors.size() < readers && (next = cloneOf(sys, fd)) != fd) {
            descriptors.add(next);
        }
        return Workers.start(sys, descriptors, readers, rings, "dev", handlers, metrics);
    }

    private static int cloneOf(Sys sys, int fd) {
        int clone = RootMounter.openDevice(sys);
        if (clone < 0) {
            return fd;
        }
        NativeBuffer argument = NativeBuffer.allocate(Integer.BYTES);
        argument.putInt(0, fd);
        int result = sys.ioctl(clone, FUSE_DEV_IOC_CLONE, argument.address());
        if (result < 0) {
            sys.close(clone);
            return fd;
        }
        return clone;
    }
}
