package org.holdfast.passthrough;

import org.holdfast.fuse.Reply;
import org.holdfast.fuse.Request;
import org.holdfast.os.Errno;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.OpenFlags;
import org.holdfast.os.Sys;

/** READ, WRITE, FSYNC, FALLOCATE, LSEEK and COPY_FILE_RANGE: requests on open files. */
final class DataOperations {
    private static final int FUSE_WRITE_KILL_SUIDGID = 1 << 2;
    private static final int FUSE_FSYNC_FDATASYNC = 1;
    private static final int RWF_APPEND = 0x10;

    private final Worker worker;
    private final Sys sys;
    private final Handles handles;
    private final NativeBuffer vector = NativeBuffer.allocate(16);

    DataOperations(Worker worker) {
        this.worker = worker;
        sys = worker.sys;
        handles = worker.handles;
    }

    void read(Request request, Reply reply) {
        long fh = request.int64(0);
        int fd = handles.acquire(fh);
        if (Worker.failed(reply, fd)) {
            return;
        }
        long size = Math.min(request.int32(16) & 0xffffffffL, reply.capacity());
        long got = sys.pread(fd, reply.address(0), size, request.int64(8));
        handles.release(fh);
        if (!Worker.failed(reply, got)) {
            reply.ok((int) got);
        }
    }

    void write(Request request, Reply reply) {
        int size = request.int32(16);
        if (size < 0 || size > request.payloadLength()) {
            reply.error(Errno.EINVAL);
            return;
        }
        long fh = request.int64(0);
        int fd = handles.acquire(fh);
        if (Worker.failed(reply, fd)) {
            return;
        }
        worker.credentials.setKillsSetid((request.int32(20) & FUSE_WRITE_KILL_SUIDGID) != 0, request.gid());
        boolean append = (request.int32(32) & OpenFlags.O_APPEND) != 0;
        long wrote = append
                ? append(fd, request.payloadAddress(0), size)
                : sys.pwrite(fd, request.payloadAddress(0), size, request.int64(8));
        handles.release(fh);
        replyWritten(reply, wrote);
    }

    /** Appends where the file ends on the host, which may be further than the client knows. */
    private long append(int fd, long data, int size) {
        vector.putLong(0, data);
        vector.putLong(8, size);
        return sys.pwritev2(fd, vector.address(), 1, -1, RWF_APPEND);
    }

    private static void replyWritten(Reply reply, long bytes) {
        if (!Worker.failed(reply, bytes)) {
            reply.put64(0, bytes);
            reply.ok(8);
        }
    }

    void fsync(Request request, Reply reply) {
        long fh = request.int64(0);
        int fd = handles.acquire(fh);
        if (Worker.failed(reply, fd)) {
            return;
        }
        int error = (request.int32(8) & FUSE_FSYNC_FDATASYNC) != 0 ? sys.fdatasync(fd) : sys.fsync(fd);
        handles.release(fh);
        Worker.failed(reply, error);
    }

    void fallocate(Request request, Reply reply) {
        long fh = request.int64(0);
        int fd = handles.acquire(fh);
        if (Worker.failed(reply, fd)) {
            return;
        }
        worker.credentials.setKillsSetid(request.uid() != 0, request.gid());
        int error = sys.fallocate(fd, request.int32(24), request.int64(8), request.int64(16));
        handles.release(fh);
        Worker.failed(reply, error);
    }

    void lseek(Request request, Reply reply) {
        long fh = request.int64(0);
        int fd = handles.acquire(fh);
        if (Worker.failed(reply, fd)) {
            return;
        }
        long position = sys.lseek(fd, request.int64(8), request.int32(16));
        handles.release(fh);
        if (!Worker.failed(reply, position)) {
            reply.put64(0, position);
            reply.ok(8);
        }
    }

    /** Both variants reply 8 bytes: a 64-bit size, which in little-endian also is a 32-bit size and padding. */
    void copyFileRange(Request request, Reply reply) {
        long from = request.int64(0);
        int fdFrom = handles.acquire(from);
        if (Worker.failed(reply, fdFrom)) {
            return;
        }
        long to = request.int64(24);
        int fdTo = handles.acquire(to);
        if (!Worker.failed(reply, fdTo)) {
            worker.credentials.setKillsSetid(request.uid() != 0, request.gid());
            vector.putLong(0, request.int64(8));
            vector.putLong(8, request.int64(32));
            long length = Math.min(request.int64(40), Integer.MAX_VALUE & ~4095);
            int flags = (int) request.int64(48);
            replyWritten(reply, sys.copyFileRange(fdFrom, vector.address(), fdTo, vector.address(8), length, flags));
            handles.release(to);
        }
        handles.release(from);
    }
}
