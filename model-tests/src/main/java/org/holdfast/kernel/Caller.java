package org.holdfast.kernel;

import java.util.List;

/**
 * Whose process a request comes from.
 *
 * @param groups supplementary ones that the request names; a kernel names at most one, and only in requests that create
 */
public record Caller(int uid, int gid, List<Integer> groups) {
    /** Nobody's but the superuser's. */
    public static final Caller ROOT = new Caller(0, 0, List.of());

    /** Bytes of a unit of {@code total_extlen} in {@code struct fuse_in_header}. */
    static final int EXTENSION_UNIT = 8;

    private static final int EXT_GROUPS = 32;
    private static final int HEADER_INTS = 3;

    /** {@code struct fuse_ext_header} and {@code struct fuse_supp_groups} (linux/fuse.h); nothing without groups. */
    byte[] extension() {
        if (groups.isEmpty()) {
            return new byte[0];
        }
        int ints = HEADER_INTS + groups.size();
        int units = (ints + 1) / 2;
        Body extension = Body.empty().u32(units * EXTENSION_UNIT, EXT_GROUPS, groups.size());
        groups.forEach(extension::u32);
        if (ints % 2 != 0) {
            extension.u32(0);
        }
        return extension.bytes();
    }
}
