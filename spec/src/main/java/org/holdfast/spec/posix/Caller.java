package org.holdfast.spec.posix;

import java.util.Set;

/**
 * The process that makes a call: credentials(7). The user 0 has every capability, every other user none.
 *
 * @param groups supplementary groups
 * @param umask bits that are taken from the mode of what it creates: umask(2)
 */
public record Caller(int uid, int gid, Set<Integer> groups, int umask) {
    public static final Caller ROOT = new Caller(0, 0, Set.of(), 0);

    public boolean isRoot() {
        return uid == 0;
    }

    boolean isIn(int group) {
        return gid == group || groups.contains(group);
    }

    /** CAP_FOWNER or the owner. */
    boolean owns(Obj object) {
        return isRoot() || uid == object.uid();
    }

    /** CAP_FSETID or a member. */
    boolean mayKeepSetgid(int group) {
        return isRoot() || isIn(group);
    }
}
