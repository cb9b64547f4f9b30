package org.holdfast.passthrough;

import org.holdfast.fuse.InitFlags;
import org.holdfast.fuse.Reply;
import org.holdfast.fuse.Request;
import org.holdfast.node.Nodes;
import org.holdfast.node.Pin;
import org.holdfast.os.Errno;
import org.holdfast.os.FileType;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.Sys;

/** OPENDIR, READDIR, READDIRPLUS, RELEASEDIR and FSYNCDIR. */
final class DirectoryOperations {
    private static final int OPEN_OUT_BYTES = 16;
    private static final int FOPEN_KEEP_CACHE = 1 << 1;
    private static final int FOPEN_CACHE_DIR = 1 << 3;
    private static final int DIRENT_BYTES = 24;

    /** DT_UNKNOWN: some file systems do not say. */
    private static final int UNKNOWN_TYPE = 0;

    private static final int INO_AT = 0;
    private static final int NEXT_AT = 8;
    private static final int LENGTH_AT = 16;
    private static final int TYPE_AT = 18;
    private static final int NAME_AT = 19;

    private final Worker worker;
    private final Sys sys;
    private final Nodes nodes;
    private final NativeBuffer entries;

    DirectoryOperations(Worker worker) {
        this.worker = worker;
        sys = worker.sys;
        nodes = worker.nodes;
        entries = worker.scratch;
    }

    void opendir(Request request, Reply reply) {
        if (worker.shared.negotiated().has(InitFlags.NO_OPENDIR_SUPPORT)) {
            reply.error(Errno.ENOSYS);
            return;
        }
        if (!worker.pinParent(request, reply)) {
            return;
        }
        nodes.makeRoom();
        int fd = worker.acquire(Worker.NO_HANDLE);
        nodes.unpin(worker.subject.pin());
        if (Worker.failed(reply, fd)) {
            return;
        }
        boolean always = worker.shared.settings().cache() == Cache.ALWAYS;
        reply.put64(0, worker.handles.open(fd));
        reply.put32(8, always ? FOPEN_KEEP_CACHE | FOPEN_CACHE_DIR : 0);
        reply.put32(12, 0);
        reply.ok(OPEN_OUT_BYTES);
    }

    void releasedir(Request request, Reply reply) {
        Worker.failed(reply, worker.handles.close(request.int64(0)));
    }

    void fsyncdir(Request request, Reply reply) {
        if (!worker.pinParent(request, reply)) {
            return;
        }
        int fd = worker.acquire(request.int64(0));
        if (!Worker.failed(reply, fd)) {
            Worker.failed(reply, (request.int32(8) & 1) != 0 ? sys.fdatasync(fd) : sys.fsync(fd));
            worker.release(request.int64(0), fd);
        }
        nodes.unpin(worker.subject.pin());
    }

    void readdir(Request request, Reply reply) {
        list(request, reply, false);
    }

    void readdirplus(Request request, Reply reply) {
        list(request, reply, true);
    }

    private void list(Request request, Reply reply, boolean plus) {
        if (!worker.pinParent(request, reply)) {
            return;
        }
        long fh = request.int64(0);
        int fd = worker.acquire(fh);
        if (!Worker.failed(reply, fd)) {
            int limit = (int) Math.min(request.int32(16) & 0xffffffffL, reply.capacity());
            Worker.failed(reply, list(fh, fd, request.int64(8), limit, plus, reply));
            worker.release(fh, fd);
        }
        nodes.unpin(worker.subject.pin());
    }

    /**
     * Fills the reply from the directory position {@code offset}. Reads about as much from the host as will fit; what
     * does not fit is read again next time.
     */
    private int list(long fh, int fd, long offset, int limit, boolean plus, Reply reply) {
        long position = fh == Worker.NO_HANDLE ? 0 : worker.handles.position(fh);
        if (offset != position) {
            long moved = sys.lseek(fd, offset, 0);
            if (moved < 0) {
                return (int) moved;
            }
        }
        int want = Math.max(512, plus ? limit / 5 : limit - limit / 4);
        int written = 0;
        while (written == 0) {
            long got = sys.getdents64(fd, entries.address(), Math.min(want, Worker.SCRATCH));
            if (got < 0) {
                return (int) got;
            }
            if (got == 0) {
                break;
            }
            int at = 0;
            long next = offset;
            while (at < got) {
                int size = convert(at, reply, written, limit, plus);
                if (size < 0) {
                    break;
                }
                written += size;
                next = entries.getLong(at + NEXT_AT);
                at += entries.getShort(at + LENGTH_AT) & 0xffff;
            }
            boolean all = at >= got;
            if (fh != Worker.NO_HANDLE) {
                worker.handles.setPosition(fh, all ? next : -1);
            }
            if (!all && written == 0) {
                return -Errno.EINVAL;
            }
        }
        reply.ok(written);
        return 0;
    }

    /** Writes one entry at {@code to}; its size, 0 for one that the client shall not see, -1 when it does not fit. */
    private int convert(int from, Reply reply, int to, int limit, boolean plus) {
        Pin directory = worker.subject.pin();
        int nameLength = nameLength(from);
        int head = plus ? AttributeWriter.ENTRY_BYTES : 0;
        int size = head + (DIRENT_BYTES + nameLength + 7 & ~7);
        if (to + size > limit) {
            return -1;
        }
        long ino = entries.getLong(from + INO_AT);
        int type = entries.getByte(from + TYPE_AT);
        if (type == FileType.DIRECTORY >> 12
                && nodes.mounts().isHidden(directory.mount().dev(), ino)) {
            return 0;
        }
        long shownIno = AttributeWriter.shownIno(directory.mountNumber(), ino);
        if (plus) {
            int found = isDots(from, nameLength) ? -Errno.ENOENT : nodes.lookup(directory, name(from), worker.entry);
            if (found == 0) {
                worker.attributes.entry(reply, to, worker.entry);
                Pin pin = worker.entry.pin();
                shownIno = AttributeWriter.shownIno(pin.mountNumber(), pin.ino());
                type = pin.kind();
                nodes.replied(pin);
                nodes.unpin(pin);
            } else {
                // Without a node the name is still listed: an error of ours must not make a file disappear (Z40).
                reply.clear(to, AttributeWriter.ENTRY_BYTES);
            }
        }
        int dirent = to + head;
        reply.put64(dirent, shownIno);
        reply.put64(dirent + 8, entries.getLong(from + NEXT_AT));
        reply.put32(dirent + 16, nameLength);
        reply.put32(dirent + 20, type);
        reply.put(dirent + DIRENT_BYTES, entries.bytes(), from + NAME_AT, nameLength);
        reply.clear(dirent + DIRENT_BYTES + nameLength, size - head - DIRENT_BYTES - nameLength);
        return size;
    }

    private long name(int from) {
        return entries.address(from + NAME_AT);
    }

    private int nameLength(int from) {
        int length = 0;
        while (entries.getByte(from + NAME_AT + length) != 0) {
            length++;
        }
        return length;
    }

    private boolean isDots(int from, int nameLength) {
        return entries.getByte(from + NAME_AT) == '.'
                && (nameLength == 1 || nameLength == 2 && entries.getByte(from + NAME_AT + 1) == '.');
    }
}
