package org.holdfast.passthrough;

import static org.holdfast.fuse.InitFlags.*;

import org.holdfast.fuse.Reply;
import org.holdfast.fuse.Request;
import org.holdfast.os.Errno;
import org.holdfast.os.OpenFlags;

/** INIT, DESTROY, FORGET, BATCH_FORGET and SYNCFS. */
final class SessionOperations {
    private static final int MAJOR = 7;
    private static final int MINOR = 45;
    private static final int OLDEST_MINOR = 31;
    private static final int INIT_OUT_BYTES = 64;
    private static final int FORGET_ONE_BYTES = 16;
    private static final int PAGE = 4096;

    /** {@code max_stack_depth}: what is passed through must not itself be stacked on another file system. */
    private static final int STACK_DEPTH = 1;

    private static final long WANTED = ASYNC_READ
            | ATOMIC_O_TRUNC
            | BIG_WRITES
            | DONT_MASK
            | IOCTL_DIR
            | DO_READDIRPLUS
            | READDIRPLUS_AUTO
            | ASYNC_DIO
            | PARALLEL_DIROPS
            | POSIX_ACL
            | MAX_PAGES
            | CACHE_SYMLINKS
            | HANDLE_KILLPRIV_V2
            | SETXATTR_EXT
            | INIT_EXT
            | CREATE_SUPP_GROUP
            | HAS_EXPIRE_ONLY
            | NO_EXPORT_SUPPORT;

    private final Worker worker;

    SessionOperations(Worker worker) {
        this.worker = worker;
    }

    /** Agrees on version and flags. A second INIT starts the session anew (P15). */
    void init(Request request, Reply reply) {
        int major = request.int32(0);
        int minor = request.int32(4);
        if (major > MAJOR) {
            // The client tries again with our version; see "Version negotiation" in linux/fuse.h.
            writeVersion(reply);
            reply.ok(INIT_OUT_BYTES);
            return;
        }
        if (major < MAJOR || minor < OLDEST_MINOR) {
            System.getLogger("holdfast")
                    .log(
                            System.Logger.Level.ERROR,
                            "the kernel speaks FUSE " + major + "." + minor + ", holdfast needs at least " + MAJOR + "."
                                    + OLDEST_MINOR + " (Linux 5.2)");
            reply.error(Errno.EPROTO);
            return;
        }
        if (worker.shared.negotiated().isInitialised()) {
            worker.handles.closeAll();
            worker.shared.backings().clear();
            worker.nodes.reset();
        }
        long offered = request.int32(12) & 0xffffffffL;
        if (has(offered, INIT_EXT) && request.payloadLength() >= 4) {
            offered |= (long) request.payloadInt32(0) << 32;
        }
        long agreed = offered & wanted();
        int maxWrite = Math.min(reply.capacity(), 1 << 20) / PAGE * PAGE;
        if (!has(agreed, MAX_PAGES)) {
            maxWrite = Math.min(maxWrite, 32 * PAGE);
        }
        worker.shared.negotiated().set(agreed, maxWrite);
        worker.shared.backings().agree(has(agreed, PASSTHROUGH));
        writeVersion(reply);
        reply.put32(8, request.int32(8));
        reply.put32(12, (int) agreed);
        reply.put16(16, 64);
        reply.put16(18, 48);
        reply.put32(20, maxWrite);
        reply.put32(24, 1);
        reply.put16(28, maxWrite / PAGE);
        reply.put32(32, (int) (agreed >>> 32));
        reply.put32(36, has(agreed, PASSTHROUGH) ? STACK_DEPTH : 0);
        reply.ok(INIT_OUT_BYTES);
    }

    private long wanted() {
        long wanted = worker.shared.backings().isOffered() ? WANTED | PASSTHROUGH : WANTED;
        return switch (worker.shared.settings().cache()) {
            case AUTO -> wanted | AUTO_INVAL_DATA;
            case ALWAYS -> wanted | NO_OPENDIR_SUPPORT;
            case NEVER -> WANTED & ~CACHE_SYMLINKS | DIRECT_IO_ALLOW_MMAP;
        };
    }

    private static void writeVersion(Reply reply) {
        reply.clear(0, INIT_OUT_BYTES);
        reply.put32(0, MAJOR);
        reply.put32(4, MINOR);
    }

    void destroy(Reply reply) {
        worker.handles.closeAll();
        worker.shared.backings().clear();
        worker.nodes.reset();
        reply.ok(0);
    }

    void forget(Request request, Reply reply) {
        reply.none();
        worker.shared.backings().forget(request.nodeid());
        worker.nodes.forgetOne(request.nodeid(), request.int64(0), worker.entry);
    }

    /** {@code struct fuse_batch_forget_in} and its items; items that the message does not contain are not believed. */
    void batchForget(Request request, Reply reply) {
        reply.none();
        int contained = request.payloadLength() / FORGET_ONE_BYTES;
        int count = (int) Math.min(request.int32(0) & 0xffffffffL, contained);
        for (int i = 0; i < count; i++) {
            int at = i * FORGET_ONE_BYTES;
            worker.shared.backings().forget(request.payloadInt64(at));
            worker.nodes.forget(request.payloadInt64(at), request.payloadInt64(at + 8));
        }
    }

    void syncfs(Request request, Reply reply) {
        if (!worker.pinSubject(request, reply)) {
            return;
        }
        int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
        int fd = worker.sys.openat(worker.subject.pin().fileSystemFd(), Paths.DOT.address(), flags, 0);
        worker.nodes.unpin(worker.subject.pin());
        if (!Worker.failed(reply, fd)) {
            int error = worker.sys.syncfs(fd);
            worker.sys.close(fd);
            Worker.failed(reply, error);
        }
    }
}
