package org.holdfast.spec.posix;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An object of the file system, its attributes as in inode(7).
 *
 * @param nlink names; of a directory, 2 and its subdirectories, 0 once it is removed
 * @param xattrs extended attributes of the user namespace, by their full names
 * @param linkable made by O_TMPFILE without O_EXCL and never named yet: linkat(2) may give it a name
 */
public record Obj(
        Body body,
        int mode,
        int uid,
        int gid,
        int nlink,
        Time atime,
        Time mtime,
        Time ctime,
        SortedMap<String, String> xattrs,
        boolean linkable) {

    static Obj created(Body body, int mode, int uid, int gid, Time now) {
        int nlink = body.kind() == Kind.DIRECTORY ? 2 : 0;
        return new Obj(body, mode, uid, gid, nlink, now, now, now, new TreeMap<>(), false);
    }

    public Kind kind() {
        return body.kind();
    }

    public boolean is(Kind kind) {
        return kind() == kind;
    }

    boolean isDirectory() {
        return is(Kind.DIRECTORY);
    }

    /** The names of a directory. */
    Map<String, Integer> names() {
        return ((Body.Names) body).names();
    }

    /** What ".." of a directory is. */
    int parent() {
        return ((Body.Names) body).parent();
    }

    /** The contents of a regular file. */
    String bytes() {
        return ((Body.Bytes) body).bytes();
    }

    /** As stat(2) says it; a directory's is the file system's affair, here 0. */
    public int size() {
        return body instanceof Body.Bytes file
                ? file.bytes().length()
                : body instanceof Body.Target link ? link.path().length() : 0;
    }

    Obj withBody(Body changed) {
        return new Obj(changed, mode, uid, gid, nlink, atime, mtime, ctime, xattrs, linkable);
    }

    Obj withMode(int changed) {
        return new Obj(body, changed, uid, gid, nlink, atime, mtime, ctime, xattrs, linkable);
    }

    Obj withOwner(int user, int group) {
        return new Obj(body, mode, user, group, nlink, atime, mtime, ctime, xattrs, linkable);
    }

    Obj withNlink(int changed) {
        return new Obj(body, mode, uid, gid, changed, atime, mtime, ctime, xattrs, linkable);
    }

    Obj withAtime(Time changed) {
        return new Obj(body, mode, uid, gid, nlink, changed, mtime, ctime, xattrs, linkable);
    }

    Obj withMtime(Time changed) {
        return new Obj(body, mode, uid, gid, nlink, atime, changed, ctime, xattrs, linkable);
    }

    Obj withCtime(Time changed) {
        return new Obj(body, mode, uid, gid, nlink, atime, mtime, changed, xattrs, linkable);
    }

    Obj withXattrs(SortedMap<String, String> changed) {
        return new Obj(body, mode, uid, gid, nlink, atime, mtime, ctime, changed, linkable);
    }

    Obj withLinkable(boolean changed) {
        return new Obj(body, mode, uid, gid, nlink, atime, mtime, ctime, xattrs, changed);
    }

    /** Contents changed: both times. */
    Obj modified(Time now) {
        return withMtime(now).withCtime(now);
    }
}
