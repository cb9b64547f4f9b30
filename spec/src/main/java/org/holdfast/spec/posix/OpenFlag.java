package org.holdfast.spec.posix;

import java.util.Set;

/** Flags of open(2). Access is READ, WRITE or both; PATH alone gives no access. */
public enum OpenFlag {
    READ,
    WRITE,
    CREATE,
    EXCLUSIVE,
    TRUNCATE,
    APPEND,
    DIRECTORY,
    NOFOLLOW,
    NOATIME,
    PATH,
    TMPFILE;

    /** The permission bits that opening an existing object with these flags needs: O_TRUNC needs to write. */
    static int needed(Set<OpenFlag> flags) {
        return (flags.contains(READ) ? Mode.R : 0) | (flags.contains(WRITE) || flags.contains(TRUNCATE) ? Mode.W : 0);
    }
}
