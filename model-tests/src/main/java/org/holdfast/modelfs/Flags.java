package org.holdfast.modelfs;

import java.util.EnumSet;
import java.util.Set;
import org.holdfast.spec.posix.OpenFlag;
import org.holdfast.spec.posix.Sizing.AllocateFlag;
import org.holdfast.spec.posix.Xattrs.XattrFlag;

/** Flags as Linux numbers them, in the model's words. */
final class Flags {
    private static final int O_WRONLY = 01;
    private static final int O_RDWR = 02;
    private static final int O_APPEND = 02000;
    private static final int O_NOATIME = 01000000;

    /** Modes of fallocate(2): FALLOC_FL_KEEP_SIZE and FALLOC_FL_PUNCH_HOLE. */
    private static final int KEEP_SIZE = 1;

    private static final int PUNCH_HOLE = 2;

    /** Flags of setxattr(2). */
    private static final int XATTR_CREATE = 1;

    private static final int XATTR_REPLACE = 2;

    private Flags() {}

    /** Of open(2), those that the kernel leaves to the file system. */
    static Set<OpenFlag> open(int flags) {
        Set<OpenFlag> set = EnumSet.noneOf(OpenFlag.class);
        put(set, OpenFlag.READ, (flags & O_WRONLY) == 0);
        put(set, OpenFlag.WRITE, (flags & (O_WRONLY | O_RDWR)) != 0);
        put(set, OpenFlag.APPEND, (flags & O_APPEND) != 0);
        put(set, OpenFlag.NOATIME, (flags & O_NOATIME) != 0);
        return set;
    }

    static boolean isAllocateMode(int mode) {
        return (mode & ~(KEEP_SIZE | PUNCH_HOLE)) == 0;
    }

    static Set<AllocateFlag> allocate(int mode) {
        Set<AllocateFlag> set = EnumSet.noneOf(AllocateFlag.class);
        put(set, AllocateFlag.KEEP_SIZE, (mode & KEEP_SIZE) != 0);
        put(set, AllocateFlag.PUNCH_HOLE, (mode & PUNCH_HOLE) != 0);
        return set;
    }

    static Set<XattrFlag> xattr(int flags) {
        Set<XattrFlag> set = EnumSet.noneOf(XattrFlag.class);
        put(set, XattrFlag.CREATE, (flags & XATTR_CREATE) != 0);
        put(set, XattrFlag.REPLACE, (flags & XATTR_REPLACE) != 0);
        return set;
    }

    private static <F extends Enum<F>> void put(Set<F> set, F flag, boolean isSet) {
        if (isSet) {
            set.add(flag);
        }
    }
}
