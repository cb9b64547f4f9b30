package org.holdfast.spec.posix;

import java.util.Set;
import java.util.TreeSet;

/** The twelve mode bits: inode(7). */
final class Mode {
    static final int SETUID = 04000;
    static final int SETGID = 02000;
    static final int STICKY = 01000;
    static final int GROUP_EXECUTE = 0010;
    static final int GROUP_WRITE = 0020;
    static final int OTHERS_WRITE = 0002;
    static final int ANY_EXECUTE = 0111;
    static final int ALL = 07777;

    /** Bits of one permission class. */
    static final int R = 4;

    static final int W = 2;
    static final int X = 1;

    private Mode() {}

    static boolean has(int mode, int bits) {
        return (mode & bits) == bits;
    }

    /**
     * The mode of a new object. A directory below a setgid directory is setgid too: inode(7). Another object keeps setgid
     * with group execute only when the creator could have set it by chmod(2): the kernel's mode_strip_sgid.
     */
    static int created(Caller caller, Obj directory, Kind kind, int wanted) {
        boolean inherits = has(directory.mode(), SETGID);
        if (kind == Kind.SYMLINK) {
            return 0777;
        }
        if (kind == Kind.DIRECTORY) {
            return wanted & (STICKY | 0777) & ~caller.umask() | (inherits ? SETGID : 0);
        }
        boolean strips = inherits && has(wanted, SETGID | GROUP_EXECUTE) && !caller.mayKeepSetgid(directory.gid());
        return wanted & ALL & ~caller.umask() & (strips ? ~SETGID : ~0);
    }

    /**
     * What changing the owner leaves: setuid goes; setgid goes with group execute, and without it for who is not in the group:
     * chown(2), and the kernel's setattr_should_drop_sgid.
     */
    static int killed(Caller caller, Obj object) {
        boolean dropsSetgid = has(object.mode(), GROUP_EXECUTE) || !caller.mayKeepSetgid(object.gid());
        return object.mode() & ~SETUID & (dropsSetgid ? ~SETGID : ~0);
    }

    /** What writing and truncating leave: the same, but CAP_FSETID keeps the bits: write(2), truncate(2). */
    static int afterWrite(Caller caller, Obj object) {
        return caller.isRoot() ? object.mode() : killed(caller, object);
    }

    /** What writing may leave: the same, and where the kernel writes {@code alike} for all also what others would leave. */
    static Set<Integer> afterWrite(Caller caller, Obj object, boolean alike) {
        Set<Integer> modes = new TreeSet<>(Set.of(afterWrite(caller, object)));
        if (alike) {
            int withoutSetuid = object.mode() & ~SETUID;
            modes.add(withoutSetuid & ~SETGID);
            modes.add(has(object.mode(), GROUP_EXECUTE) ? withoutSetuid & ~SETGID : withoutSetuid);
        }
        return modes;
    }
}
