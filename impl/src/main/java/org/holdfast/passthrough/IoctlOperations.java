package org.holdfast.passthrough;

import org.holdfast.fuse.Reply;
import org.holdfast.fuse.Request;
import org.holdfast.node.Nodes;
import org.holdfast.os.Errno;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.Sys;

/**
 * IOCTL, for the four commands that chattr, lsattr and project quotas need (linux/fs.h). No other reaches the host,
 * because what it does is not known to be confined to the file.
 */
final class IoctlOperations {
    private static final int GETFLAGS = 0x80086601;
    private static final int SETFLAGS = 0x40086602;
    private static final int FSGETXATTR = 0x801c581f;
    private static final int FSSETXATTR = 0x401c5820;
    private static final int FLAGS_BYTES = 4;
    private static final int FSXATTR_BYTES = 28;
    private static final int FS_IMMUTABLE_OR_APPEND = 0x10 | 0x20;
    private static final int FSX_IMMUTABLE_OR_APPEND = 0x8 | 0x10;
    private static final int OUT_BYTES = 16;

    private final Worker worker;
    private final Sys sys;
    private final Nodes nodes;

    IoctlOperations(Worker worker) {
        this.worker = worker;
        sys = worker.sys;
        nodes = worker.nodes;
    }

    void ioctl(Request request, Reply reply) {
        int command = request.int32(12);
        switch (command) {
            case GETFLAGS -> get(request, reply, command, FLAGS_BYTES);
            case FSGETXATTR -> get(request, reply, command, FSXATTR_BYTES);
            case SETFLAGS -> set(request, reply, command, FLAGS_BYTES, FS_IMMUTABLE_OR_APPEND);
            case FSSETXATTR -> set(request, reply, command, FSXATTR_BYTES, FSX_IMMUTABLE_OR_APPEND);
            default -> reply.error(Errno.ENOTTY);
        }
    }

    /** Whether the command changes the file. */
    static boolean changes(Request request) {
        int command = request.int32(12);
        return command == SETFLAGS || command == FSSETXATTR;
    }

    private void get(Request request, Reply reply, int command, int bytes) {
        boolean pinned = isUnopened(request);
        if (pinned && !worker.pinParent(request, reply)) {
            return;
        }
        int result = run(request, command);
        if (pinned) {
            nodes.unpin(worker.subject.pin());
        }
        if (!Worker.failed(reply, result)) {
            reply.clear(0, OUT_BYTES);
            reply.put(OUT_BYTES, worker.scratch.bytes(), 0, bytes);
            reply.ok(OUT_BYTES + (int) Math.min(bytes, request.int32(28) & 0xffffffffL));
        }
    }

    /** An object that will be immutable could not lose its work link afterwards, so it gets its fd back before. */
    private void set(Request request, Reply reply, int command, int bytes, int immutable) {
        if (request.int32(24) < bytes || request.payloadLength() < bytes) {
            reply.error(Errno.EINVAL);
            return;
        }
        NativeBuffer argument = worker.scratch;
        for (int i = 0; i < bytes; i++) {
            argument.putByte(i, request.payloadByte(i));
        }
        if (!(isUnopened(request) ? worker.pinParent(request, reply) : worker.pinSubject(request, reply))) {
            return;
        }
        if ((argument.getInt(0) & immutable) != 0) {
            nodes.warm(worker.subject);
        }
        int result = run(request, command);
        if (result >= 0) {
            nodes.changed(worker.subject.pin());
        }
        nodes.unpin(worker.subject.pin());
        if (!Worker.failed(reply, result)) {
            reply.clear(0, OUT_BYTES);
            reply.ok(OUT_BYTES);
        }
    }

    /** Whether the request is for a directory, the pinned subject, that the client did not have to open. */
    private static boolean isUnopened(Request request) {
        return request.int64(0) == Worker.NO_HANDLE;
    }

    private int run(Request request, int command) {
        long fh = request.int64(0);
        int fd = worker.acquire(fh);
        if (fd < 0) {
            return fd;
        }
        int result = sys.ioctl(fd, command & 0xffffffffL, worker.scratch.address());
        worker.release(fh, fd);
        return result;
    }
}
