package org.holdfast.node;

import java.util.HashMap;
import java.util.Map;

/**
 * A host of a few regular files, each with one name, as system calls see it: link count, change time, descriptors and
 * work links. Each method is one system call, atomic as that is. What only a broken daemon does is an IllegalStateException.
 */
final class TinyHost {
    /** Each call that changes a file's links moves its ctime by one from here. */
    static final long CTIME = 1000;

    private final long[] ctimes;
    private final Map<Integer, Integer> fds = new HashMap<>();
    private final Map<Long, Integer> links = new HashMap<>();
    private int lastFd = 100;

    TinyHost(int files) {
        ctimes = new long[files];
    }

    /** What statx(2) tells of a file. */
    record Attributes(int file, int nlink, long ctime) {}

    synchronized int open(int file) {
        fds.put(++lastFd, file);
        return lastFd;
    }

    synchronized int openLink(long nodeid) {
        return open(fileAt(nodeid));
    }

    synchronized void close(int fd) {
        if (fds.remove(fd) == null) {
            throw new IllegalStateException("fd " + fd + " is closed twice");
        }
    }

    /** Through an fd, or with -1 through the work link of {@code nodeid}. */
    synchronized Attributes statx(int fd, long nodeid) {
        int file = fd >= 0 ? fileOf(fd) : fileAt(nodeid);
        int nlink = 1;
        for (int linked : links.values()) {
            nlink += linked == file ? 1 : 0;
        }
        return new Attributes(file, nlink, CTIME + ctimes[file]);
    }

    synchronized void link(int fd, long nodeid) {
        int file = fileOf(fd);
        if (links.put(nodeid, file) != null) {
            throw new IllegalStateException("nodeid " + nodeid + " has a work link already");
        }
        ctimes[file]++;
    }

    synchronized void unlink(long nodeid) {
        ctimes[fileAt(nodeid)]++;
        links.remove(nodeid);
    }

    private int fileOf(int fd) {
        Integer file = fds.get(fd);
        if (file == null) {
            throw new IllegalStateException("fd " + fd + " is not open");
        }
        return file;
    }

    private int fileAt(long nodeid) {
        Integer file = links.get(nodeid);
        if (file == null) {
            throw new IllegalStateException("nodeid " + nodeid + " has no work link");
        }
        return file;
    }

    int openFds() {
        return fds.size();
    }

    int workLinks() {
        return links.size();
    }
}
