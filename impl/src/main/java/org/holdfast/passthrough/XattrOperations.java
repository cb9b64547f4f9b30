package org.holdfast.passthrough;

import org.holdfast.fuse.InitFlags;
import org.holdfast.fuse.Reply;
import org.holdfast.fuse.Request;
import org.holdfast.node.Pin;
import org.holdfast.os.Errno;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.Sys;

/** GETXATTR, SETXATTR, LISTXATTR and REMOVEXATTR. */
final class XattrOperations {
    private static final int FUSE_SETXATTR_ACL_KILL_SGID = 1;
    private static final int XATTR_LIST_MAX = 65536;
    private static final byte[] TRUSTED = {'t', 'r', 'u', 's', 't', 'e', 'd', '.'};

    private final Worker worker;
    private final Sys sys;
    private final NativeBuffer list = NativeBuffer.allocate(XATTR_LIST_MAX);

    XattrOperations(Worker worker) {
        this.worker = worker;
        sys = worker.sys;
    }

    void getxattr(Request request, Reply reply) {
        if (Worker.failed(reply, checkName(request, 0)) || !worker.pinSubject(request, reply)) {
            return;
        }
        Pin pin = worker.subject.pin();
        int wanted = (int) Math.min(request.int32(0) & 0xffffffffL, reply.capacity());
        long path = pin.absolutePath();
        long name = request.payloadAddress(0);
        long size = pin.isLinked()
                ? sys.lgetxattr(path, name, reply.address(0), wanted)
                : sys.getxattr(path, name, reply.address(0), wanted);
        finish(reply, pin, size, wanted);
    }

    /** Replies with the value in place, or with its size where only that was asked for. */
    private void finish(Reply reply, Pin pin, long size, int wanted) {
        long result = size < 0 ? worker.nodes.goneToStale(pin, (int) size) : size;
        worker.nodes.unpin(pin);
        if (Worker.failed(reply, result)) {
            return;
        }
        if (wanted == 0) {
            reply.put64(0, size);
            reply.ok(8);
        } else {
            reply.ok((int) size);
        }
    }

    private static int checkName(Request request, int from) {
        return request.stringLength(from) > 0 ? 0 : -Errno.EINVAL;
    }

    void setxattr(Request request, Reply reply) {
        int nameLength = request.stringLength(0);
        int size = request.int32(0);
        if (nameLength <= 0 || size < 0 || size > request.payloadLength() - nameLength - 1) {
            reply.error(Errno.EINVAL);
            return;
        }
        if (!worker.pinSubject(request, reply)) {
            return;
        }
        Pin pin = worker.subject.pin();
        boolean extended = worker.shared.negotiated().has(InitFlags.SETXATTR_EXT);
        worker.credentials.setKillsSetid(
                extended && (request.int32(8) & FUSE_SETXATTR_ACL_KILL_SGID) != 0, request.gid());
        long path = pin.absolutePath();
        long name = request.payloadAddress(0);
        long value = request.payloadAddress(nameLength + 1);
        int error = pin.isLinked()
                ? sys.lsetxattr(path, name, value, size, request.int32(4))
                : sys.setxattr(path, name, value, size, request.int32(4));
        finishChange(reply, pin, error);
    }

    void removexattr(Request request, Reply reply) {
        if (Worker.failed(reply, checkName(request, 0)) || !worker.pinSubject(request, reply)) {
            return;
        }
        Pin pin = worker.subject.pin();
        long name = request.payloadAddress(0);
        int error =
                pin.isLinked() ? sys.lremovexattr(pin.absolutePath(), name) : sys.removexattr(pin.absolutePath(), name);
        finishChange(reply, pin, error);
    }

    private void finishChange(Reply reply, Pin pin, int error) {
        if (error == 0) {
            worker.nodes.changed(pin);
        }
        int result = worker.nodes.goneToStale(pin, error);
        worker.nodes.unpin(pin);
        Worker.failed(reply, result);
    }

    void listxattr(Request request, Reply reply) {
        if (!worker.pinSubject(request, reply)) {
            return;
        }
        Pin pin = worker.subject.pin();
        int wanted = (int) Math.min(request.int32(0) & 0xffffffffL, reply.capacity());
        long path = pin.absolutePath();
        long size = pin.isLinked()
                ? sys.llistxattr(path, list.address(), XATTR_LIST_MAX)
                : sys.listxattr(path, list.address(), XATTR_LIST_MAX);
        if (size > 0 && request.uid() != 0) {
            size = withoutTrusted((int) size);
        }
        if (wanted != 0 && size > wanted) {
            size = -Errno.ERANGE;
        }
        if (wanted != 0 && size > 0) {
            reply.put(0, list.bytes(), 0, (int) size);
        }
        finish(reply, pin, size, wanted);
    }

    /** A file system lists "trusted." names only to those who may read them; the daemon may, the caller may not. */
    private int withoutTrusted(int size) {
        int kept = 0;
        for (int at = 0; at < size; ) {
            int end = at;
            while (end < size && list.getByte(end) != 0) {
                end++;
            }
            if (!isTrusted(at, end)) {
                for (int i = at; i <= end; i++) {
                    list.putByte(kept++, list.getByte(i));
                }
            }
            at = end + 1;
        }
        return kept;
    }

    private boolean isTrusted(int at, int end) {
        for (int i = 0; i < TRUSTED.length; i++) {
            if (at + i >= end || list.getByte(at + i) != TRUSTED[i]) {
                return false;
            }
        }
        return true;
    }
}
