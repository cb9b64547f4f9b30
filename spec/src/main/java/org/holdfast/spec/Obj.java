package org.holdfast.spec;

/**
 * What the host made: TLA+: an element of object. An object is known by its index, which no daemon can see.
 *
 * @param kind "file" or "dir"
 * @param ino the inode number, which another object may have after this one is dead
 * @param fs the file system
 * @param ctime what its ctime is to the client
 */
public record Obj(String kind, int ino, int fs, Ctime ctime) {

    /** Directories cannot have links; TLA+: IsDir. */
    public boolean isDir() {
        return kind.equals("dir");
    }

    /** Why its node has an fd, if it can have no link; TLA+: WhyFd(o). */
    String whyFd() {
        return isDir() ? "dir" : "policy";
    }

    /** Whether the two cannot be told apart by number; TLA+: SameInode. */
    boolean sameInode(Obj o) {
        return fs == o.fs && ino == o.ino;
    }

    Obj ctime(Ctime next) {
        return new Obj(kind, ino, fs, next);
    }
}
