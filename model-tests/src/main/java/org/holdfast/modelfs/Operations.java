package org.holdfast.modelfs;

import jnr.ffi.Pointer;
import jnr.ffi.Struct;
import org.holdfast.spec.posix.Attributes;
import ru.serce.jnrfuse.struct.FuseOperations;
import ru.serce.jnrfuse.struct.Timespec;

/** What of {@code struct fuse_operations} of libfuse 2.9 its binding leaves out. */
final class Operations {
    /** From getattr to bmap; behind them is the word of flags: fuse.h. */
    private static final int POINTERS_BEFORE_FLAGS = 38;

    private static final int NULLPATH_OK = 1;

    private static final int UTIME_OMIT_OK = 4;

    private static final long UTIME_NOW = (1 << 30) - 1;
    private static final long UTIME_OMIT = (1 << 30) - 2;

    private Operations() {}

    /** Lets libfuse pass on what comes with a handle when there is no path, and times that are to stay. */
    static void allowWhatHasNoName(FuseOperations operations) {
        Pointer memory = Struct.getMemory(operations);
        long at = (long) POINTERS_BEFORE_FLAGS * memory.getRuntime().addressSize();
        memory.putInt(at, memory.getInt(at) | NULLPATH_OK | UTIME_OMIT_OK);
    }

    /** A time of utimensat(2). */
    static Attributes.NewTime time(Timespec time) {
        long nanoseconds = time.tv_nsec.longValue();
        if (nanoseconds == UTIME_NOW) {
            return new Attributes.Now();
        }
        return nanoseconds == UTIME_OMIT
                ? new Attributes.Omit()
                : new Attributes.Exactly(time.tv_sec.get(), (int) nanoseconds);
    }
}
