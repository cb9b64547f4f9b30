package org.holdfast.os;

/**
 * On whose behalf the calling thread creates files: its effective uid and gid, supplementary groups and umask, changed
 * by raw system calls for this thread alone.
 *
 * <p>Make one on the thread that shall use it. What cannot be changed (a daemon that is not root) is left alone. Gid,
 * groups and umask stay as they were last set, because they harm nobody and the next request often wants the same; the
 * effective uid goes back at once.
 */
public final class Credentials {
    private static final int CLONE_FS = 0x200;
    private static final int CAP_VERSION_3 = 0x20080522;
    private static final int CAP_FSETID = 1 << 4;
    private static final int MAX_GROUPS = 64;

    /** Of a call that fails only while the kernel is short of something. */
    private static final int TRIES = 100;

    private final Sys sys;
    private final boolean privileged;
    private final NativeBuffer groups = NativeBuffer.allocate(MAX_GROUPS * 4);
    private final NativeBuffer capHeader = NativeBuffer.allocate(8);
    private final NativeBuffer capData = NativeBuffer.allocate(24);
    private int groupCount = -1;
    private int gid;
    private int uid;
    private int umask;
    private boolean killsSetid;

    /**
     * Gives the calling thread a umask of its own.
     *
     * @throws EnvironmentException when the kernel does not allow it: one client's umask would be that of all threads
     */
    public Credentials(Sys sys) {
        int error = sys.unshare(CLONE_FS);
        if (error < 0) {
            throw new EnvironmentException("cannot give a thread a umask of its own (unshare(2), CLONE_FS): "
                    + Errno.describe(-error) + "; allow unshare where a seccomp filter forbids it");
        }
        this.sys = sys;
        privileged = sys.geteuid() == 0;
        gid = sys.getegid();
        capHeader.putInt(0, CAP_VERSION_3);
        sys.umask(0);
    }

    /** The umask for what this thread creates next. */
    public void setUmask(int mask) {
        if (mask != umask) {
            sys.umask(mask);
            umask = mask;
        }
    }

    /**
     * Takes on a caller's identity for file system access; {@link #restore} must follow. {@code count} supplementary
     * groups are read from {@code source} with {@link GroupList#gid}.
     *
     * @return 0 or a negated errno, and then nothing has changed that matters
     */
    public int assume(int uid, int gid, int count, GroupList source) {
        if (!privileged) {
            return 0;
        }
        if (uid == 0) {
            setKillsSetid(false);
        }
        int error = setGroups(Math.min(count, MAX_GROUPS), source);
        if (error == 0 && this.gid != gid) {
            error = sys.setEffectiveGid(gid);
            this.gid = error == 0 ? gid : this.gid;
        }
        if (error == 0 && uid != 0) {
            error = sys.setEffectiveUid(uid);
            this.uid = error == 0 ? uid : 0;
        }
        return error;
    }

    /** Where the supplementary groups of a caller are read from. */
    public interface GroupList {
        int gid(int index);
    }

    private int setGroups(int count, GroupList source) {
        boolean same = count == groupCount;
        for (int i = 0; i < count; i++) {
            same &= groups.getInt(i * 4) == source.gid(i);
            groups.putInt(i * 4, source.gid(i));
        }
        if (same) {
            return 0;
        }
        int error = sys.setGroups(count, groups.address());
        groupCount = error == 0 ? count : -1;
        return error;
    }

    /** Whether the thread acts for somebody else than root just now. */
    public boolean isAssumed() {
        return uid != 0;
    }

    /**
     * Gives the assumed identity all capabilities of the daemon, for a caller whose rights come from a group that the
     * request does not name; the client's kernel has checked them.
     */
    public void overrideAccess() {
        if (sys.capget(capHeader.address(), capData.address()) == 0) {
            capData.putInt(0, capData.getInt(4));
            capData.putInt(12, capData.getInt(16));
            sys.capset(capHeader.address(), capData.address());
        }
    }

    /**
     * Back to the daemon's own uid, and with it to its capabilities.
     *
     * @throws IllegalStateException when the kernel does not allow it: the next request must not be served as somebody else
     */
    public void restore() {
        if (uid != 0) {
            int error = sys.setEffectiveUid(0);
            for (int tries = 1; error < 0 && tries < TRIES; tries++) {
                error = sys.setEffectiveUid(0);
            }
            if (error < 0) {
                throw new IllegalStateException("cannot become uid 0 again: " + Errno.describe(-error));
            }
            uid = 0;
            killsSetid = false;
        }
    }

    /**
     * Whether writes of this thread shall clear set-user-id and set-group-id bits, as those of a caller without
     * CAP_FSETID do; stays until changed. The kernel leaves set-group-id without group execute to members of the file's
     * group, so that the thread then is in the caller's group and in no other: not in that of an earlier caller.
     */
    public void setKillsSetid(boolean kills, int gid) {
        if (kills && privileged && setGroups(0, null) == 0 && this.gid != gid && sys.setEffectiveGid(gid) == 0) {
            this.gid = gid;
        }
        setKillsSetid(kills);
    }

    private void setKillsSetid(boolean kills) {
        if (!privileged || kills == killsSetid || sys.capget(capHeader.address(), capData.address()) < 0) {
            return;
        }
        int effective = capData.getInt(0);
        capData.putInt(0, kills ? effective & ~CAP_FSETID : effective | capData.getInt(4) & CAP_FSETID);
        if (sys.capset(capHeader.address(), capData.address()) == 0) {
            killsSetid = kills;
        }
    }
}
