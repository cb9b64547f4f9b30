package org.holdfast.transport;

import java.nio.file.Path;
import org.holdfast.os.EnvironmentException;
import org.holdfast.os.Errno;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.OpenFlags;
import org.holdfast.os.Sys;

/** mount(2) and umount2(2), for root. The mount is open to all users, and the kernel checks permissions. */
final class RootMounter implements Mounter {
    private static final int MNT_FORCE = 1;
    private static final int MNT_DETACH = 2;
    private static final int UMOUNT_NOFOLLOW = 8;

    private final Sys sys;

    RootMounter(Sys sys) {
        this.sys = sys;
    }

    @Override
    public int mount(Path source, Path target, MountOptions options) {
        int fd = openDevice(sys);
        if (fd < 0) {
            throw new EnvironmentException(deviceMessage(-fd));
        }
        StringBuilder data = new StringBuilder("fd=" + fd)
                .append(",rootmode=40000,user_id=0,group_id=0,default_permissions,allow_other,max_read=")
                .append(MAX_TRANSFER);
        options.others().forEach(option -> data.append(',').append(option));
        NativeBuffer from = NativeBuffer.string(source.toString());
        NativeBuffer to = NativeBuffer.string(target.toString());
        NativeBuffer type = NativeBuffer.string(MountEntry.HOLDFAST);
        NativeBuffer text = NativeBuffer.string(data.toString());
        int result = sys.mount(from.address(), to.address(), type.address(), options.flags(), text.address());
        if (result < 0) {
            sys.close(fd);
            throw new MountException(refusal(target, -result, options));
        }
        return fd;
    }

    private static String refusal(Path target, int errno, MountOptions options) {
        String line = "cannot mount on " + target + ": " + Errno.describe(errno);
        if (errno == Errno.EINVAL && !options.others().isEmpty()) {
            return line + " (does the kernel know the mount options " + String.join(",", options.others()) + "?)";
        }
        if (errno == Errno.EPERM) {
            return line + " (mounting as root needs CAP_SYS_ADMIN, which this container may lack)";
        }
        return line;
    }

    /** A new descriptor of /dev/fuse, or a negated errno. */
    static int openDevice(Sys sys) {
        NativeBuffer device = NativeBuffer.string("/dev/fuse");
        return sys.openat(Sys.AT_FDCWD, device.address(), OpenFlags.O_RDWR | OpenFlags.O_CLOEXEC, 0);
    }

    private static String deviceMessage(int errno) {
        return "cannot open /dev/fuse: " + Errno.describe(errno)
                + (errno == Errno.ENOENT || errno == Errno.ENODEV || errno == Errno.ENXIO
                        ? " (load the kernel's module with 'modprobe fuse'; in a container pass the device in,"
                                + " as with --device /dev/fuse)"
                        : " (is the device passed into this container?)");
    }

    @Override
    public boolean unmount(Path target) {
        return unmount(target, 0);
    }

    @Override
    public boolean detach(Path target) {
        return unmount(target, MNT_DETACH);
    }

    /** A forced unmount ends the connection, and also unmounts if nothing uses the mount. */
    @Override
    public void abort(Path target) {
        NativeBuffer path = NativeBuffer.string(target.toString());
        sys.umount2(path.address(), MNT_FORCE | UMOUNT_NOFOLLOW);
    }

    private boolean unmount(Path target, int flags) {
        NativeBuffer path = NativeBuffer.string(target.toString());
        int result = sys.umount2(path.address(), flags | UMOUNT_NOFOLLOW);
        if (result >= 0 || result == -Errno.EINVAL || result == -Errno.ENOENT) {
            return true;
        }
        if (result == -Errno.EBUSY) {
            return false;
        }
        throw new MountException("cannot unmount " + target + ": " + Errno.describe(-result));
    }
}
