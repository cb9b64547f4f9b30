package org.holdfast.passthrough;

import org.holdfast.node.Mounts;
import org.holdfast.node.Pin;
import org.holdfast.os.Statx;
import org.holdfast.os.Sys;

/** Tells whether a name leads to a workdir, which for the client is not there. Belongs to one thread. */
final class HiddenNames {
    private final Sys sys;
    private final Mounts mounts;
    private final Statx statx = new Statx();

    HiddenNames(Worker worker) {
        sys = worker.sys;
        mounts = worker.nodes.mounts();
    }

    /** Looks in every directory, because the host may have moved a workdir there. */
    boolean isHidden(Pin parent, long name) {
        return mounts.hidesSomething()
                && sys.statx(parent.fd(), name, Sys.AT_SYMLINK_NOFOLLOW, Statx.BASIC_STATS, statx.address()) == 0
                && mounts.isHidden(statx.dev(), statx.ino());
    }
}
