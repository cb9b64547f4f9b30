package org.holdfast.kernel;

/**
 * Of {@code struct fuse_attr} what says which object it is and what became of it.
 *
 * @param ctime nanoseconds since 1970
 * @param mode kind and permissions
 */
public record Attributes(long ino, long ctime, int mode, int nlink) {
    static final long SECOND = 1_000_000_000L;
}
