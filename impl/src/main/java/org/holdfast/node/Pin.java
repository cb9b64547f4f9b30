package org.holdfast.node;

import org.holdfast.os.FileType;
import org.holdfast.os.Sys;

/**
 * A running operation's claim on a node's hold, with what the table said of the node when it was pinned. One object
 * serves a thread for ever: {@link Nodes#pin} fills it, {@link Nodes#unpin} empties it.
 */
public final class Pin {
    /** {@link #kind} of a directory. */
    public static final int DIRECTORY = FileType.DIRECTORY >> 12;

    /** {@link #kind} of a regular file. */
    public static final int REGULAR = FileType.REGULAR >> 12;

    /** {@link #kind} of a symbolic link. */
    public static final int SYMLINK = FileType.SYMLINK >> 12;

    final HoldPath path = new HoldPath();
    /** That of the object, where one was taken or the node has nothing else. */
    final FileHandle handle = new FileHandle();

    long request;
    long nodeid;
    long ino;
    int mountNumber;
    int kind;
    int generation;
    /** The fd to work through, or -1: the work link. */
    int fd;
    /** Work links that the object has, of this node and of draining ones. */
    int workLinks;

    /** Where a directory stands that is being shut; null where that does not matter. */
    Place place;

    /** Whether what is left of the hold, where descriptors are short, is the file handle. */
    boolean keepsHandle;

    /** Set by {@link Shard#resolve}: the node had no fd and has that of the lookup now. */
    boolean regained;

    /** Set by {@link Shard#resolve}: the work link of the new node is to be made next. */
    boolean linking;

    /** For {@link Shard#resolve}: what can be found again by its file handle. */
    boolean shuttable;

    /** Set by {@link Shuttable#guard}: where none is shut until {@link Shuttable#unguard}; null for nowhere. */
    Shuttable guard;

    /** Set by {@link Guarding#beforeRemoval}: the node of what is about to lose a name is pinned. */
    boolean guarded;

    /** Set by {@link Shard#resolve}: the new node is held by its fd within the budget. */
    boolean budgeted;

    /** Set by {@link Shard#beginRelease}: other nodes hold the object too. */
    boolean shared;

    long shownCtime;
    long actualCtime;
    /** What {@link NodeTable#now} was when the fields above were read; before, when the object was looked at. */
    long seen;

    Mount mount;

    /** The request for which the pin is taken; goes into the trace. */
    public void setRequest(long unique) {
        request = unique;
    }

    public long nodeid() {
        return nodeid;
    }

    /** With the nodeid it never means another node, nor the same one after the client has forgotten it. */
    public int generation() {
        return generation;
    }

    /** File type of the object: the type bits of its mode, shifted down by 12. */
    public int kind() {
        return kind;
    }

    /** Which mount the object is on; its number is the same as long as this daemon runs. */
    public int mountNumber() {
        return mountNumber;
    }

    public long ino() {
        return ino;
    }

    /** For *at system calls that take AT_EMPTY_PATH: the directory fd … */
    public int dirfd() {
        return fd >= 0 ? fd : mount.workdir().fd();
    }

    /** … the path … */
    public long path() {
        return fd >= 0 ? HoldPath.EMPTY.address() : path.inWorkdir(nodeid);
    }

    /** … and the flags that make it name exactly this object. */
    public int atFlags() {
        return fd >= 0 ? Sys.AT_EMPTY_PATH : Sys.AT_SYMLINK_NOFOLLOW;
    }

    /** True when the hold is the work link; then {@link #dirfd} and {@link #path} also do for calls without flags. */
    public boolean isLinked() {
        return fd < 0;
    }

    /** Whether it has nothing but its file handle. */
    boolean isAway() {
        return fd < 0 && keepsHandle;
    }

    /** The hold's own O_PATH fd, for a directory always there; -1 when the hold is a work link. */
    public int fd() {
        return fd;
    }

    /** For calls that take no AT_EMPTY_PATH: the directory fd … */
    public int openDirfd() {
        return fd < 0 ? mount.workdir().fd() : mount.fdDirectory() < 0 ? Sys.AT_FDCWD : mount.fdDirectory();
    }

    /** … and the path, which is a symbolic link to the object unless {@link #isLinked}. */
    public long openPath() {
        return fd < 0 ? path.inWorkdir(nodeid) : mount.fdDirectory() < 0 ? path.ofFd(fd) : path.inFdDirectory(fd);
    }

    /** An absolute path to the object for calls that know no directory fd (xattr, truncate). */
    public long absolutePath() {
        return fd >= 0 ? path.ofFd(fd) : path.inWorkdirOf(mount.workdir().fd(), nodeid);
    }

    /** A directory fd on the object's file system, open for reading or O_PATH. */
    public int fileSystemFd() {
        return fd >= 0 ? fd : mount.workdir().fd();
    }

    public Mount mount() {
        return mount;
    }

    /** Whether work links of the object may exist, so that its attributes must be masked. */
    boolean mayBeLinked() {
        return kind != DIRECTORY && mount.device().hasLinks();
    }
}
