package org.holdfast.node;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import org.holdfast.os.EnvironmentException;
import org.holdfast.os.Errno;
import org.holdfast.os.FileType;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.OpenFlags;
import org.holdfast.os.Statx;
import org.holdfast.os.Sys;
import org.holdfast.trace.Tracer;

/**
 * The mounts met in the export, each with its workdir if it can have one: {@code .holdfast} at its root, made when the
 * client first goes there. Links do not cross mounts (EXDEV), not even of the same file system.
 */
public final class Mounts {
    /** What {@link #of} needs to know of an object. */
    public static final int STATX_MASK = Statx.BASIC_STATS | Statx.BTIME | Statx.MNT_ID | Statx.MNT_ID_UNIQUE;

    /** The name of a workdir that the user did not place elsewhere. */
    public static final String DEFAULT_NAME = ".holdfast";

    private static final System.Logger LOG = System.getLogger("holdfast");
    private static final NativeBuffer DOT = NativeBuffer.string(".");
    private static final NativeBuffer FD_DIRECTORY = NativeBuffer.string("/proc/self/fd");
    private static final int LIMIT = 1 << 16;
    private static final long OVERLAYFS = 0x794c7630L;
    /** ext2, ext3 and ext4, XFS, btrfs, tmpfs, F2FS, SquashFS, EROFS. */
    private static final long[] LASTING_HANDLES = {
        0xef53L, 0x58465342L, 0x9123683eL, 0x01021994L, 0xf2f52010L, 0x73717368L, 0xe0f5e1e2L
    };

    private static final long[] REMOTE = {
        0x6969L, 0xff534d42L, 0xfe534d42L, 0x65735546L, 0x01021997L, 0x00c36400L, 0x5346414fL
    };

    private final Sys sys;
    private final Policy policy;
    private final WorkdirOpener opener;
    private final int fdDirectory;
    private volatile Mount[] mounts = new Mount[0];

    Mounts(Sys sys, Policy policy, Tracer tracer) {
        this.sys = sys;
        this.policy = policy;
        this.opener = new WorkdirOpener(sys, tracer);
        this.fdDirectory = sys.openat(
                Sys.AT_FDCWD,
                FD_DIRECTORY.address(),
                OpenFlags.O_PATH | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC,
                0);
    }

    /**
     * The directory /proc/self/fd, open: what it has a descriptor of can be opened again without a walk through /proc, which
     * takes a third of the time of that. Negative where it could not be opened.
     */
    int fdDirectory() {
        return fdDirectory;
    }

    /**
     * Makes the first mount, that of the exported directory.
     *
     * @param explicit the workdir that the user asked for
     * @throws EnvironmentException when that one, or one that is there already, cannot be used
     */
    synchronized Mount addRoot(int fd, Statx statx, Path source, Optional<Path> explicit) {
        Mount root = openRoot(fd, statx, source, explicit);
        FileHandle handle = new FileHandle();
        if (root.hasHandles() && (handle.take(sys, fd) < 0 || anchor(root, fd, handle) < 0)) {
            root.giveUpHandles();
        }
        if (policy == Policy.HANDLE && !root.hasHandles()) {
            LOG.log(Level.WARNING, source + " has no file handles to open its objects by: every inode takes an fd");
        }
        return root;
    }

    private Mount openRoot(int fd, Statx statx, Path source, Optional<Path> explicit) {
        if (!policy.links()) {
            return add(fd, statx, null, null);
        }
        if (explicit.isEmpty() && isOverlay(fd)) {
            LOG.log(
                    Level.WARNING,
                    source + " is on overlayfs, where a link would copy the file: there are no work links");
            return add(fd, statx, null, "overlayfs");
        }
        int parent = explicit.isPresent() ? Sys.AT_FDCWD : fd;
        String name = explicit.map(path -> path.toAbsolutePath().toString()).orElse(DEFAULT_NAME);
        String display = explicit.orElse(source.resolve(DEFAULT_NAME)).toString();
        WorkdirOpener.Outcome outcome = opener.open(parent, name, display, statx.mountId(), statx.dev());
        if (outcome.refusal().isPresent()) {
            WorkdirOpener.Refusal refusal = outcome.refusal().get();
            if (explicit.isPresent() || refusal.isMendable()) {
                throw new EnvironmentException(refusal.message());
            }
            LOG.log(Level.WARNING, refusal.message() + "; there are no work links");
            return add(fd, statx, null, refusal.reason());
        }
        return add(fd, statx, outcome.workdir().get(), null);
    }

    /**
     * The mount of the object that is open at {@code fd} with attributes {@code statx}; {@code likely} is tried first.
     * The first look at a new mount makes its workdir.
     */
    Mount of(Statx statx, int fd, Mount likely) {
        long id = statx.mountId();
        long dev = statx.dev();
        if (likely != null && likely.is(id, dev)) {
            return likely;
        }
        Mount known = find(id, dev);
        if (known == null) {
            return discover(statx, fd);
        }
        if (known.isWithoutItsWorkdir() && statx.isMountRoot()) {
            reopen(known, statx, fd);
        }
        return known;
    }

    /** The client comes back to a mount whose workdir was given up. */
    private synchronized void reopen(Mount mount, Statx root, int fd) {
        if (mount.isWithoutItsWorkdir()) {
            openWorkdir(root, fd).workdir().ifPresent(mount::setWorkdir);
        }
    }

    private WorkdirOpener.Outcome openWorkdir(Statx root, int fd) {
        String display = DEFAULT_NAME + " of the mount with id " + root.mountId();
        WorkdirOpener.Outcome outcome = opener.open(fd, DEFAULT_NAME, display, root.mountId(), root.dev());
        outcome.refusal()
                .ifPresent(refusal -> LOG.log(Level.WARNING, refusal.message() + "; there are no work links on it"));
        return outcome;
    }

    /**
     * Gives up the workdirs of mounts below the export on which the client remembers nothing, so that the host can
     * unmount them (Z43).
     *
     * @param nodesOn how many nodes there are on a mount, by its number
     */
    synchronized void retireUnused(IntToLongFunction nodesOn) {
        for (Mount mount : mounts) {
            retireAnchor(mount, nodesOn);
            Workdir workdir = mount.workdir();
            if (mount.number() > 0 && workdir != null && nodesOn.applyAsLong(mount.number()) == 0 && workdir.retire()) {
                mount.setWorkdir(null);
                new WorkdirRemoval(sys, workdir).run(Progress.SILENT);
            }
        }
    }

    /** The anchor goes out of use before it is looked again, so that no node finds it that has come meanwhile. */
    private void retireAnchor(Mount mount, IntToLongFunction nodesOn) {
        int anchor = mount.anchor();
        if (mount.number() > 0 && anchor >= 0 && nodesOn.applyAsLong(mount.number()) == 0) {
            mount.setAnchor(-1);
            if (nodesOn.applyAsLong(mount.number()) == 0) {
                sys.close(anchor);
            } else {
                mount.setAnchor(anchor);
            }
        }
    }

    /**
     * Sees to it that objects of a mount can be opened by file handle, or finds out that directories must be opened by their
     * places, or under policy handle that all must have fds; 0 or a negated errno.
     *
     * @param fd one that is open, with its {@code handle}
     */
    synchronized int anchor(Mount mount, int fd, FileHandle handle) {
        if (mount.anchor() >= 0 || mount.isByPlace()) {
            return 0;
        }
        int anchor = sys.openat(fd, DOT.address(), OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC, 0);
        if (anchor < 0) {
            return anchor;
        }
        int again = handle.open(sys, anchor);
        if (again < 0) {
            sys.close(anchor);
            if (again == -Errno.EMFILE || again == -Errno.ENFILE) {
                return again;
            }
            LOG.log(
                    Level.INFO,
                    "objects of the mount with id " + mount.id() + " cannot be opened by file handle ("
                            + Errno.describe(-again) + "); directories "
                            + (policy.links() ? "are opened by name" : "and files take fds"));
            if (!policy.links()) {
                mount.giveUpHandles();
                return again;
            }
            mount.openByPlace();
            return 0;
        }
        sys.close(again);
        mount.setAnchor(anchor);
        return 0;
    }

    private Mount find(long id, long dev) {
        for (Mount mount : mounts) {
            if (mount.is(id, dev)) {
                return mount;
            }
        }
        return null;
    }

    private synchronized Mount discover(Statx statx, int fd) {
        Mount known = find(statx.mountId(), statx.dev());
        if (known != null) {
            return known;
        }
        if (!policy.links()) {
            return add(fd, statx, null, null);
        }
        for (Mount mount : mounts) {
            if (mount.id() == statx.mountId()) {
                return add(fd, statx, null, "other device on one mount");
            }
        }
        if (!FileType.isDirectory(statx.mode()) || !statx.isMountRoot()) {
            return add(fd, statx, null, "no directory as mount root");
        }
        if (isOverlay(fd)) {
            return add(fd, statx, null, "overlayfs");
        }
        WorkdirOpener.Outcome outcome = openWorkdir(statx, fd);
        return add(
                fd,
                statx,
                outcome.workdir().orElse(null),
                outcome.refusal().map(WorkdirOpener.Refusal::reason).orElse(null));
    }

    private Mount add(int fd, Statx statx, Workdir workdir, String withoutWorkdir) {
        int number = mounts.length;
        if (number == LIMIT) {
            throw new EnvironmentException("more than " + LIMIT + " mounts below the exported directory");
        }
        Device device = device(statx.dev());
        if (workdir != null) {
            device.expectLinks();
        }
        boolean handles = policy.hasBudget() && keepsHandles(fd);
        Mount mount = new Mount(
                number,
                statx.mountId(),
                statx.dev(),
                device,
                isLocal(fd),
                handles,
                policy.links(),
                fdDirectory,
                workdir,
                withoutWorkdir);
        Mount[] more = java.util.Arrays.copyOf(mounts, number + 1);
        more[number] = mount;
        mounts = more;
        return mount;
    }

    private Device device(long dev) {
        int devices = 0;
        for (Mount mount : mounts) {
            if (mount.device().is(dev)) {
                return mount.device();
            }
            devices = Math.max(devices, mount.device().number() + 1);
        }
        return new Device(devices, dev);
    }

    /** The number of the device that a mount shows. */
    int deviceOf(int number) {
        return mounts[number].device().number();
    }

    Mount byNumber(int number) {
        return mounts[number];
    }

    /** The workdir of the exported directory's own mount, for messages. */
    public Optional<String> rootWorkdir() {
        return Optional.ofNullable(mounts[0].workdir()).map(Workdir::display);
    }

    /** Whether this is a workdir, which the client must not see. */
    public boolean isHidden(long dev, long ino) {
        for (Mount mount : mounts) {
            if (mount.workdir() != null && mount.workdir().hidden().is(dev, ino)) {
                return true;
            }
        }
        return false;
    }

    /** Whether there is any workdir at all. */
    public boolean hidesSomething() {
        for (Mount mount : mounts) {
            if (mount.workdir() != null) {
                return true;
            }
        }
        return false;
    }

    /** Makes the attributes of a directory look as if no workdir were in it. */
    void maskParent(Statx directory) {
        for (Mount mount : mounts) {
            if (mount.workdir() != null && mount.workdir().hidden().liesIn(directory.dev(), directory.ino())) {
                mount.workdir().hidden().mask(directory);
            }
        }
    }

    /** Empties and removes the workdirs. Nothing may use them any more. */
    synchronized void close(Progress progress) {
        for (Mount mount : mounts) {
            if (mount.workdir() != null) {
                new WorkdirRemoval(sys, mount.workdir()).run(progress);
            }
        }
        for (Mount mount : mounts) {
            if (mount.anchor() >= 0) {
                sys.close(mount.anchor());
            }
        }
        mounts = new Mount[0];
        if (fdDirectory >= 0) {
            sys.close(fdDirectory);
        }
    }

    private boolean isOverlay(int fd) {
        return fileSystemType(fd) == OVERLAYFS;
    }

    /** Whether a file handle names an object as long as it is there, whatever the kernel has forgotten of it. */
    private boolean keepsHandles(int fd) {
        long type = fileSystemType(fd);
        for (long lasting : LASTING_HANDLES) {
            if (type == lasting) {
                return true;
            }
        }
        return false;
    }

    private boolean isLocal(int fd) {
        long type = fileSystemType(fd);
        for (long remote : REMOTE) {
            if (type == remote) {
                return false;
            }
        }
        return true;
    }

    /** {@code f_type} of statfs(2), 0 when it cannot be found out. */
    private long fileSystemType(int fd) {
        NativeBuffer statfs = NativeBuffer.allocate(120);
        return sys.fstatfs(fd, statfs.address()) < 0 ? 0 : statfs.getLong(0) & 0xffffffffL;
    }

    /** Opens a directory for its path to be used; a negated errno on failure. */
    static int openPath(Sys sys, int dirfd, String path) {
        return sys.openat(
                dirfd,
                NativeBuffer.string(path).address(),
                OpenFlags.O_PATH | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC,
                0);
    }
}
