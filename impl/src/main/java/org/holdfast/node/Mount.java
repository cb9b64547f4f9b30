package org.holdfast.node;

/**
 * One mount of the export and one device on it (a btrfs subvolume has a device of its own): the part of an identity
 * beside the inode number. Numbered densely, so that a node needs two bytes for it.
 */
public final class Mount {
    private final int number;
    private final long id;
    private final long dev;
    private final Device device;
    private final boolean local;
    private final int fdDirectory;
    private volatile boolean hasHandles;
    private final boolean linksFiles;
    private volatile boolean shutsFiles;
    private volatile boolean byPlace;
    private volatile int anchor = -1;
    private volatile Workdir workdir;
    private final boolean hadWorkdir;
    private final String withoutWorkdir;

    Mount(
            int number,
            long id,
            long dev,
            Device device,
            boolean local,
            boolean hasHandles,
            boolean linksFiles,
            int fdDirectory,
            Workdir workdir,
            String withoutWorkdir) {
        this.number = number;
        this.id = id;
        this.dev = dev;
        this.device = device;
        this.local = local;
        this.hasHandles = hasHandles;
        this.linksFiles = linksFiles;
        this.fdDirectory = fdDirectory;
        this.workdir = workdir;
        this.hadWorkdir = workdir != null;
        this.withoutWorkdir = withoutWorkdir;
    }

    /** 0 for the mount of the exported directory itself. */
    public int number() {
        return number;
    }

    boolean is(long id, long dev) {
        return this.id == id && this.dev == dev;
    }

    long id() {
        return id;
    }

    /** What it shows, perhaps together with other mounts. */
    Device device() {
        return device;
    }

    public long dev() {
        return dev;
    }

    /** True for a file system on which close(2) reports no errors of its own, so that FLUSH has nothing to do. */
    public boolean isLocal() {
        return local;
    }

    /** Whether objects can do without an fd, because their file handles last. */
    boolean hasHandles() {
        return hasHandles;
    }

    /** Whether objects of a kind ({@link Pin#kind}) are to have no work links, and can do without an fd. */
    boolean shuts(int kind) {
        return hasHandles && (kind == Pin.DIRECTORY || !linksFiles);
    }

    /** Whether objects that are no directories may have nothing but their file handles. */
    boolean shutsFiles() {
        return shutsFiles;
    }

    /** From now on some have. */
    void shutFiles() {
        shutsFiles = true;
    }

    /** It has turned out that they cannot. */
    void giveUpHandles() {
        hasHandles = false;
    }

    /** Whether directories without an fd are opened by their places, because their file handles can only be compared. */
    boolean isByPlace() {
        return byPlace;
    }

    void openByPlace() {
        byPlace = true;
    }

    /** A directory on it, open for reading, as open_by_handle_at(2) wants one; -1 as long as nobody needed it. */
    int anchor() {
        return anchor;
    }

    void setAnchor(int fd) {
        anchor = fd;
    }

    /** The daemon's own /proc/self/fd, see {@link Mounts#fdDirectory}. */
    int fdDirectory() {
        return fdDirectory;
    }

    /** Where work links of this mount go; null when its nodes are held by fds. */
    Workdir workdir() {
        return workdir;
    }

    /** Whether there was a workdir, and could be again. */
    boolean isWithoutItsWorkdir() {
        return workdir == null && hadWorkdir;
    }

    /** The workdir, when it has just been opened; null when it has been given up. */
    void setWorkdir(Workdir workdir) {
        this.workdir = workdir;
    }

    /** Why nodes of this mount that the policy wants linked are held by fds; null when they are not, or not wanted. */
    String withoutWorkdir() {
        return withoutWorkdir;
    }
}
