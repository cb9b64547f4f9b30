package org.holdfast.transport;

import java.nio.file.Path;
import org.holdfast.os.Sys;

/** One attached FUSE mount of this process. Never touches a mount that somebody else put at the same place later. */
public final class FuseMount {
    private final Mounter mounter;
    private final Path target;
    private final int fd;
    private final MountEntry entry;

    private FuseMount(Mounter mounter, Path target, int fd, MountEntry entry) {
        this.mounter = mounter;
        this.target = target;
        this.fd = fd;
        this.entry = entry;
    }

    /**
     * Mounts {@code source} at {@code target}, both absolute and without symbolic links. From now on programs that touch
     * the mount wait until somebody serves {@link #fd}.
     *
     * @throws org.holdfast.os.EnvironmentException when /dev/fuse or fusermount3 cannot be used
     * @throws MountException when the mount is refused
     */
    public static FuseMount mount(Sys sys, Path source, Path target, MountOptions options) {
        Mounter mounter = Mounter.forThisUser(sys);
        int fd = mounter.mount(source, target, options);
        MountEntry entry = MountEntry.at(target).filter(MountEntry::isHoldfast).orElse(null);
        if (entry == null) {
            sys.close(fd);
            throw new MountException("the mount on " + target + " was covered or removed while it was made");
        }
        return new FuseMount(mounter, target, fd, entry);
    }

    /** The descriptor of /dev/fuse that belongs to the mount; {@link DevFuse} owns it once it serves. */
    public int fd() {
        return fd;
    }

    /** How the kernel lists the mount. */
    public MountEntry entry() {
        return entry;
    }

    /** True when the mount is gone, false when it is busy. */
    public boolean unmount() {
        return !entry.isReachable() || mounter.unmount(target);
    }

    /** Takes the mount away from its name even when it is busy. */
    public void detach() {
        if (entry.isReachable()) {
            mounter.detach(target);
        }
    }

    /** Ends the connection: every waiting and future request of a client fails, the transport's threads end. */
    public void abort() {
        if (entry.isReachable()) {
            mounter.abort(target);
        }
    }
}
