package org.holdfast.transport;

import java.nio.file.Path;
import org.holdfast.os.Sys;

/** The two ways to attach and detach a FUSE mount: as root by system call, as anybody else through fusermount3. */
public interface Mounter {
    /** Largest READ and WRITE, in bytes: what the kernel allows with FUSE_MAX_PAGES at 256 pages. */
    int MAX_TRANSFER = 1 << 20;

    /** The way that this process may go. */
    static Mounter forThisUser(Sys sys) {
        return sys.geteuid() == 0 ? new RootMounter(sys) : new Fusermount();
    }

    /**
     * Mounts {@code source} at {@code target}; both absolute. Returns the descriptor of /dev/fuse that serves the mount.
     *
     * @throws org.holdfast.os.EnvironmentException when /dev/fuse or fusermount3 cannot be used
     * @throws MountException when the mount is refused
     */
    int mount(Path source, Path target, MountOptions options);

    /**
     * Unmounts what is reached at {@code target}. True when it is gone (or was already), false when it is busy.
     *
     * @throws MountException for every other refusal
     */
    boolean unmount(Path target);

    /** Unmounts lazily: the name is free at once, the mount goes when its last user does. Result as for unmount. */
    boolean detach(Path target);

    /** Ends the connection of the mount at {@code target} where this user may: blocked readers get ENODEV. */
    void abort(Path target);
}
