package org.holdfast.passthrough;

import org.holdfast.fuse.Reply;
import org.holdfast.fuse.Request;
import org.holdfast.node.Nodes;
import org.holdfast.node.Pin;
import org.holdfast.os.Errno;
import org.holdfast.os.OpenFlags;
import org.holdfast.os.Statx;
import org.holdfast.os.Sys;

/** OPEN, CREATE, TMPFILE, RELEASE and FLUSH: how files come to be open. */
final class FileOperations {
    private static final int FUSE_OPEN_KILL_SUIDGID = 1;
    private static final int FOPEN_DIRECT_IO = 1;
    private static final int FOPEN_KEEP_CACHE = 1 << 1;
    private static final int FOPEN_NOFLUSH = 1 << 5;
    private static final int FOPEN_PASSTHROUGH = 1 << 7;
    private static final int OPEN_OUT_BYTES = 16;
    /** S_ISUID and S_ISGID. */
    private static final int SETID = 06000;

    /**
     * What the client's open flags may not ask of the host: creation has requests of its own; a file is found by its
     * hold and not by a name; appending is said again with each WRITE; and O_DIRECT on the host would refuse writes that
     * the client's page cache makes.
     */
    private static final int NOT_PASSED = OpenFlags.O_CREAT
            | OpenFlags.O_EXCL
            | OpenFlags.O_NOCTTY
            | OpenFlags.O_NOFOLLOW
            | OpenFlags.O_DIRECTORY
            | OpenFlags.O_APPEND
            | OpenFlags.O_DIRECT
            | OpenFlags.O_TMPFILE
            | OpenFlags.O_PATH;

    private final Worker worker;
    private final Sys sys;
    private final Nodes nodes;
    private final Creation creation;
    private final HiddenNames hidden;

    FileOperations(Worker worker, Creation creation, HiddenNames hidden) {
        this.worker = worker;
        this.hidden = hidden;
        this.creation = creation;
        sys = worker.sys;
        nodes = worker.nodes;
    }

    void open(Request request, Reply reply) {
        if (!worker.pinSubject(request, reply)) {
            return;
        }
        nodes.makeRoom();
        Pin pin = worker.subject.pin();
        int fd = open(pin, request.int32(0), request.int32(4), request.gid());
        boolean local = pin.mount().isLocal();
        nodes.unpin(pin);
        if (!Worker.failed(reply, fd)) {
            writeOpenOut(request, reply, 0, pin.nodeid(), fd, local);
            reply.ok(OPEN_OUT_BYTES);
        }
    }

    /** Opens a regular file through its hold; anything else is never opened (Z56). */
    private int open(Pin pin, int flags, int openFlags, int gid) {
        if (pin.kind() != Pin.REGULAR) {
            return pin.kind() == Pin.SYMLINK
                    ? -Errno.ELOOP
                    : pin.kind() == Pin.DIRECTORY ? -Errno.EISDIR : -Errno.ENXIO;
        }
        int passed = flags & ~NOT_PASSED | OpenFlags.O_CLOEXEC;
        if ((passed & OpenFlags.O_TRUNC) != 0) {
            worker.credentials.setKillsSetid((openFlags & FUSE_OPEN_KILL_SUIDGID) != 0, gid);
        }
        int fd = openHold(pin, passed);
        if (fd == -Errno.EPERM && (flags & OpenFlags.O_APPEND) != 0) {
            fd = openHold(pin, passed | OpenFlags.O_APPEND); // the file is append-only
        }
        return nodes.goneToStale(pin, fd);
    }

    private int openHold(Pin pin, int flags) {
        int all = pin.isLinked() ? flags | OpenFlags.O_NOFOLLOW : flags;
        return sys.openat(pin.openDirfd(), pin.openPath(), all, 0);
    }

    private void writeOpenOut(Request request, Reply reply, int at, long nodeid, int fd, boolean local) {
        boolean mayBeBacked = worker.shared.backings().isOn();
        int backing = mayBeBacked ? enterBacking(request, nodeid, fd) : Backings.NONE;
        int flags = backing != Backings.NONE ? FOPEN_PASSTHROUGH : mayBeBacked ? 0 : cacheFlags();
        reply.put64(at, mayBeBacked ? worker.handles.open(fd, nodeid) : worker.handles.open(fd));
        reply.put32(at + 8, local ? flags | FOPEN_NOFLUSH : flags);
        reply.put32(at + 12, backing);
    }

    /** Where files may be passed through the client keeps no pages from one open file to the next: they could be stale. */
    private int cacheFlags() {
        return switch (worker.shared.settings().cache()) {
            case AUTO -> 0;
            case ALWAYS -> FOPEN_KEEP_CACHE;
            case NEVER -> FOPEN_DIRECT_IO;
        };
    }

    private int enterBacking(Request request, long nodeid, int fd) {
        Backings backings = worker.shared.backings();
        int backing = backings.enter(nodeid);
        if (backing != Backings.UNDECIDED) {
            return backing;
        }
        // Who is not privileged shall not leave a set-id bit by writing, so nobody does.
        worker.credentials.setKillsSetid(true, request.gid());
        return backings.decide(nodeid, isSetid(fd) ? -1 : fd);
    }

    /** Whether a write may have to clear set-id bits, which depends on the writer; also if it cannot be seen. */
    private boolean isSetid(int fd) {
        Statx statx = worker.subject.attributes();
        return sys.statx(fd, Paths.EMPTY.address(), Sys.AT_EMPTY_PATH, Statx.BASIC_STATS, statx.address()) < 0
                || (statx.mode() & SETID) != 0;
    }

    /**
     * Creates a file and opens it in one step, so that it can be written whatever its mode (Z53). A file that is there
     * already is opened through its node, because it may be a FIFO or a symbolic link.
     */
    void create(Request request, Reply reply) {
        if (Worker.failed(reply, Names.checkLast(request, 0)) || !worker.pinParent(request, reply)) {
            return;
        }
        Pin parent = worker.subject.pin();
        long name = request.payloadAddress(0);
        int fd = Creation.GONE_AGAIN;
        for (int tries = 0; fd == Creation.GONE_AGAIN && tries < Creation.TRIES; tries++) {
            fd = createOrOpen(request, parent, name);
        }
        replyOpened(request, reply, fd == Creation.GONE_AGAIN ? -Errno.ESTALE : fd);
    }

    /** The fd, with {@link Worker#entry} counted and pinned; a negated errno; or {@link Creation#GONE_AGAIN}. */
    private int createOrOpen(Request request, Pin parent, long name) {
        int flags = request.int32(0);
        int passed =
                flags & ~NOT_PASSED & ~OpenFlags.O_TRUNC | OpenFlags.O_CREAT | OpenFlags.O_EXCL | OpenFlags.O_CLOEXEC;
        int fd = createAs(request, parent, name, passed);
        if (fd == -Errno.EEXIST && (flags & OpenFlags.O_EXCL) == 0) {
            fd = openExisting(parent, name, flags, request.int32(12), request.gid());
            return fd != -Errno.ENOENT ? fd : hidden.isHidden(parent, name) ? -Errno.EEXIST : Creation.GONE_AGAIN;
        }
        if (fd < 0) {
            return fd;
        }
        int error = nodes.enterHandle(fd, parent, worker.entry);
        if (error < 0) {
            sys.close(fd);
            sys.unlinkat(parent.fd(), name, 0);
            return error;
        }
        return fd;
    }

    private int createAs(Request request, Pin parent, long name, int flags) {
        int fd = creation.begin(request, request.int32(8));
        if (fd == 0) {
            do {
                fd = sys.openat(parent.fd(), name, flags, request.int32(4) & 07777);
            } while (creation.retries(fd));
        }
        creation.end();
        return fd;
    }

    private int openExisting(Pin parent, long name, int flags, int openFlags, int gid) {
        int error = nodes.lookup(parent, name, worker.entry);
        if (error < 0) {
            return error;
        }
        int fd = open(worker.entry.pin(), flags, openFlags, gid);
        if (fd < 0) {
            nodes.undelivered(worker.entry.pin());
            nodes.unpin(worker.entry.pin());
        }
        return fd;
    }

    void tmpfile(Request request, Reply reply) {
        if (!worker.pinParent(request, reply)) {
            return;
        }
        Pin parent = worker.subject.pin();
        int exclusive = request.int32(0) & OpenFlags.O_EXCL;
        int passed = request.int32(0) & ~NOT_PASSED | OpenFlags.O_TMPFILE | exclusive | OpenFlags.O_CLOEXEC;
        int fd = createAs(request, parent, Paths.DOT.address(), passed);
        if (fd >= 0) {
            int error = nodes.enterHandle(fd, parent, worker.entry);
            if (error < 0) {
                sys.close(fd);
                fd = error;
            }
        }
        replyOpened(request, reply, fd);
    }

    /** Replies with the counted, pinned entry and the open file; unpins both nodes. */
    private void replyOpened(Request request, Reply reply, int fd) {
        boolean local = worker.subject.pin().mount().isLocal();
        nodes.unpin(worker.subject.pin());
        if (!Worker.failed(reply, fd)) {
            worker.replyEntry(reply);
            writeOpenOut(
                    request,
                    reply,
                    AttributeWriter.ENTRY_BYTES,
                    worker.entry.pin().nodeid(),
                    fd,
                    local);
            reply.ok(AttributeWriter.ENTRY_BYTES + OPEN_OUT_BYTES);
        }
    }

    void release(Request request, Reply reply) {
        Worker.failed(reply, worker.handles.close(request.int64(0)));
    }

    /** Only asked where close(2) can report an error of its own: closes a second descriptor to hear of it. */
    void flush(Request request, Reply reply) {
        long fh = request.int64(0);
        int fd = worker.handles.acquire(fh);
        if (Worker.failed(reply, fd)) {
            return;
        }
        int copy = sys.dup(fd);
        worker.handles.release(fh);
        if (!Worker.failed(reply, copy)) {
            Worker.failed(reply, sys.close(copy));
        }
    }
}
