package org.holdfast.spec.posix;

/** Who may do what to an object: path_resolution(7), "Permissions". */
final class Access {
    private Access() {}

    /** Whether the caller has all the wanted bits of {@link Mode#R}, {@link Mode#W}, {@link Mode#X}. */
    static boolean may(Caller caller, Obj object, int wanted) {
        if (caller.isRoot()) {
            return !Mode.has(wanted, Mode.X) || object.isDirectory() || (object.mode() & Mode.ANY_EXECUTE) != 0;
        }
        int shift = caller.uid() == object.uid() ? 6 : caller.isIn(object.gid()) ? 3 : 0;
        return Mode.has(object.mode() >> shift, wanted);
    }

    /** In a sticky directory only its owner and the object's owner may take the name away: inode(7), S_ISVTX. */
    static boolean isStickyAgainst(Caller caller, Obj directory, Obj object) {
        return Mode.has(directory.mode(), Mode.STICKY) && !caller.owns(object) && !caller.owns(directory);
    }

    /** Whether protected_symlinks keeps the caller from following a link at the end of a path: proc_sys_fs(5). */
    static boolean isLinkGuarded(World world, Obj directory, Obj link) {
        return world.settings().protectedSymlinks()
                && Mode.has(directory.mode(), Mode.STICKY | Mode.OTHERS_WRITE)
                && world.caller().uid() != link.uid()
                && directory.uid() != link.uid();
    }

    /**
     * Whether the caller may not open, with O_CREAT, what another user has made in a sticky directory: protected_regular and
     * protected_fifos of proc_sys_fs(5), and the kernel's may_create_in_sticky, which looks at no setting for other kinds.
     */
    static boolean isCreationGuarded(World world, Obj directory, Obj object) {
        int level =
                switch (object.kind()) {
                    case FILE -> world.settings().protectedRegular();
                    case FIFO -> world.settings().protectedFifos();
                    default -> 1;
                };
        boolean guarded = level >= 1 && Mode.has(directory.mode(), Mode.OTHERS_WRITE)
                || level >= 2 && Mode.has(directory.mode(), Mode.GROUP_WRITE);
        return guarded
                && Mode.has(directory.mode(), Mode.STICKY)
                && object.uid() != directory.uid()
                && object.uid() != world.caller().uid();
    }

    /** Whether protected_hardlinks keeps the caller from linking what another user owns: proc_sys_fs(5). */
    static boolean isHardlinkGuarded(World world, Obj object) {
        boolean safe = object.is(Kind.FILE)
                && !Mode.has(object.mode(), Mode.SETUID)
                && !Mode.has(object.mode(), Mode.SETGID | Mode.GROUP_EXECUTE)
                && may(world.caller(), object, Mode.R | Mode.W);
        return world.settings().protectedHardlinks() && !safe && !world.caller().owns(object);
    }
}
