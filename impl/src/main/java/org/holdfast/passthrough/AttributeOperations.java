package org.holdfast.passthrough;

import org.holdfast.fuse.Reply;
import org.holdfast.fuse.Request;
import org.holdfast.node.Pin;
import org.holdfast.os.Errno;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.Sys;

/** GETATTR, SETATTR, STATX, READLINK, STATFS and ACCESS. */
final class AttributeOperations {
    private static final int FATTR_MODE = 1;
    private static final int FATTR_UID = 1 << 1;
    private static final int FATTR_GID = 1 << 2;
    private static final int FATTR_SIZE = 1 << 3;
    private static final int FATTR_ATIME = 1 << 4;
    private static final int FATTR_MTIME = 1 << 5;
    private static final int FATTR_FH = 1 << 6;
    private static final int FATTR_ATIME_NOW = 1 << 7;
    private static final int FATTR_MTIME_NOW = 1 << 8;
    private static final int FATTR_KILL_SUIDGID = 1 << 11;
    private static final int KEEP = -1;
    private static final long UTIME_NOW = (1L << 30) - 1;
    private static final long UTIME_OMIT = (1L << 30) - 2;
    private static final int STATFS_OUT_BYTES = 80;
    private static final int AT_EACCESS = 0x200;

    private final Worker worker;
    private final Sys sys;
    private final NativeBuffer times = NativeBuffer.allocate(32);

    AttributeOperations(Worker worker) {
        this.worker = worker;
        sys = worker.sys;
    }

    private boolean takeAttributes(Request request, Reply reply) {
        int error = worker.nodes.pinStill(request.nodeid(), worker.subject.pin());
        if (error == 0) {
            error = worker.nodes.attributesSincePin(worker.subject);
            worker.nodes.unpin(worker.subject.pin());
        }
        return !Worker.failed(reply, error);
    }

    void getattr(Request request, Reply reply) {
        if (takeAttributes(request, reply)) {
            reply.ok(worker.attributes.attrOut(reply, worker.subject));
        }
    }

    void statx(Request request, Reply reply) {
        if (takeAttributes(request, reply)) {
            reply.ok(worker.attributes.statxOut(reply, worker.subject));
        }
    }

    void setattr(Request request, Reply reply) {
        if (!worker.pinSubject(request, reply)) {
            return;
        }
        Pin pin = worker.subject.pin();
        int error = worker.nodes.goneToStale(pin, change(request, pin));
        if (error == 0) {
            worker.nodes.changed(pin);
            error = worker.nodes.attributes(worker.subject);
        }
        worker.nodes.unpin(pin);
        if (!Worker.failed(reply, error)) {
            reply.ok(worker.attributes.attrOut(reply, worker.subject));
        }
    }

    /** Owner before mode, because chown(2) clears the set-id bits that the mode may set; times last. */
    private int change(Request request, Pin pin) {
        int valid = request.int32(0);
        int error = 0;
        if ((valid & (FATTR_MODE | FATTR_SIZE)) != 0) {
            worker.credentials.setKillsSetid((valid & FATTR_KILL_SUIDGID) != 0, request.gid());
        }
        if ((valid & (FATTR_UID | FATTR_GID)) != 0) {
            error = changeOwner(request, pin, valid);
        }
        if (error == 0 && (valid & FATTR_MODE) != 0) {
            error = changeMode(pin, request.int32(68) & 07777);
        }
        if (error == 0 && (valid & FATTR_SIZE) != 0) {
            error = changeSize(request, pin, valid);
        }
        if (error == 0 && (valid & (FATTR_ATIME | FATTR_MTIME)) != 0) {
            error = changeTimes(request, pin, valid);
        }
        return error;
    }

    private int changeOwner(Request request, Pin pin, int valid) {
        int uid = (valid & FATTR_UID) != 0 ? request.int32(76) : KEEP;
        int gid = (valid & FATTR_GID) != 0 ? request.int32(80) : KEEP;
        return sys.fchownat(pin.dirfd(), pin.path(), uid, gid, pin.atFlags());
    }

    private int changeMode(Pin pin, int mode) {
        if (pin.kind() == Pin.SYMLINK) {
            return -Errno.EOPNOTSUPP;
        }
        return sys.fchmodat(pin.openDirfd(), pin.openPath(), mode);
    }

    private int changeSize(Request request, Pin pin, int valid) {
        if (pin.kind() != Pin.REGULAR) {
            return pin.kind() == Pin.DIRECTORY ? -Errno.EISDIR : -Errno.EINVAL;
        }
        long size = request.int64(16);
        if ((valid & FATTR_FH) == 0) {
            return sys.truncate(pin.absolutePath(), size);
        }
        long fh = request.int64(8);
        int fd = worker.handles.acquire(fh);
        if (fd < 0) {
            return fd;
        }
        int error = sys.ftruncate(fd, size);
        worker.handles.release(fh);
        return error;
    }

    private int changeTimes(Request request, Pin pin, int valid) {
        putTime(0, valid & FATTR_ATIME, valid & FATTR_ATIME_NOW, request.int64(32), request.int32(56));
        putTime(16, valid & FATTR_MTIME, valid & FATTR_MTIME_NOW, request.int64(40), request.int32(60));
        int flags = pin.isLinked() ? Sys.AT_SYMLINK_NOFOLLOW : 0;
        return sys.utimensat(pin.openDirfd(), pin.openPath(), times.address(), flags);
    }

    private void putTime(int at, int given, int now, long seconds, int nanos) {
        times.putLong(at, seconds);
        times.putLong(at + 8, given == 0 ? UTIME_OMIT : now != 0 ? UTIME_NOW : nanos & 0xffffffffL);
    }

    void readlink(Request request, Reply reply) {
        if (!worker.pinSubject(request, reply)) {
            return;
        }
        Pin pin = worker.subject.pin();
        long length = sys.readlinkat(pin.dirfd(), pin.path(), reply.address(0), reply.capacity());
        length = length < 0 ? worker.nodes.goneToStale(pin, (int) length) : length;
        worker.nodes.unpin(pin);
        if (!Worker.failed(reply, length)) {
            reply.ok((int) length);
        }
    }

    /** {@code struct statfs} (64-bit) to {@code struct fuse_kstatfs}. */
    void statfs(Request request, Reply reply) {
        if (!worker.pinSubject(request, reply)) {
            return;
        }
        NativeBuffer from = worker.scratch;
        int error = sys.fstatfs(worker.subject.pin().fileSystemFd(), from.address());
        worker.nodes.unpin(worker.subject.pin());
        if (Worker.failed(reply, error)) {
            return;
        }
        reply.clear(0, STATFS_OUT_BYTES);
        for (int field = 0; field < 5; field++) {
            reply.put64(field * 8, from.getLong(16 + field * 8));
        }
        reply.put32(40, (int) from.getLong(8));
        reply.put32(44, (int) from.getLong(64));
        reply.put32(48, (int) from.getLong(72));
        reply.ok(STATFS_OUT_BYTES);
    }

    /** Only asked where the client does not check permissions itself (no default_permissions). */
    void access(Request request, Reply reply) {
        if (!worker.pinSubject(request, reply)) {
            return;
        }
        Pin pin = worker.subject.pin();
        int error = worker.credentials.assume(request.uid(), request.gid(), 0, null);
        if (error == 0) {
            error = sys.faccessat(Sys.AT_FDCWD, pin.absolutePath(), request.int32(0), AT_EACCESS);
        }
        worker.credentials.restore();
        worker.nodes.unpin(pin);
        Worker.failed(reply, error);
    }
}
