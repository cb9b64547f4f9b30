package org.holdfast.dialogue;

import org.holdfast.kernel.Answer;

/**
 * {@code struct fuse_attr} as far as it is compared.
 *
 * @param mtime nanoseconds since 1970
 * @param ctime nanoseconds since 1970
 * @param mode kind and permissions
 */
record Shown(long ino, long size, long mtime, long ctime, int mode, int nlink, int uid, int gid) {
    static final int ENTRY_BYTES = 128;
    static final int ATTR_OUT_BYTES = 104;
    static final long SECOND = 1_000_000_000L;
    private static final int ENTRY_ATTR_AT = 40;
    private static final int ATTR_OUT_ATTR_AT = 16;

    /** Those of the {@code struct fuse_entry_out} at {@code at}. */
    static Shown ofEntry(Answer a, int at) {
        return of(a, at + ENTRY_ATTR_AT);
    }

    /** Those of a {@code struct fuse_attr_out}. */
    static Shown ofAttrOut(Answer a) {
        return of(a, ATTR_OUT_ATTR_AT);
    }

    private static Shown of(Answer a, int at) {
        return new Shown(
                a.u64(at),
                a.u64(at + 8),
                a.u64(at + 32) * SECOND + a.u32(at + 52),
                a.u64(at + 40) * SECOND + a.u32(at + 56),
                a.u32(at + 60),
                a.u32(at + 64),
                a.u32(at + 68),
                a.u32(at + 72));
    }
}
