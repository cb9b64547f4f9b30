package org.holdfast.passthrough;

import org.holdfast.fuse.Reply;
import org.holdfast.fuse.Request;
import org.holdfast.node.Guarding;
import org.holdfast.node.Nodes;
import org.holdfast.node.Pin;
import org.holdfast.os.Errno;
import org.holdfast.os.FileType;
import org.holdfast.os.Sys;

/** LOOKUP, MKNOD, MKDIR, SYMLINK, UNLINK and RMDIR: one name in one directory. */
final class NameOperations {
    private final Worker worker;
    private final Sys sys;
    private final Nodes nodes;
    private final Guarding guarding;
    private final Creation creation;
    private final HiddenNames hidden;

    NameOperations(Worker worker, Creation creation, HiddenNames hidden) {
        this.worker = worker;
        this.creation = creation;
        this.hidden = hidden;
        sys = worker.sys;
        nodes = worker.nodes;
        guarding = nodes.guarding();
    }

    void lookup(Request request, Reply reply) {
        if (Worker.failed(reply, Names.checkLast(request, 0)) || !worker.pinSubject(request, reply)) {
            return;
        }
        lookupEntry(reply, request.payloadAddress(0));
    }

    /** Looks a name up in the pinned subject, replies with the entry, and unpins both. */
    private void lookupEntry(Reply reply, long name) {
        int error = nodes.lookup(worker.subject.pin(), name, worker.entry);
        nodes.unpin(worker.subject.pin());
        if (error == -Errno.ENOENT && worker.shared.settings().cache() == Cache.ALWAYS) {
            reply.ok(worker.attributes.noEntry(reply));
        } else if (!Worker.failed(reply, error)) {
            worker.replyEntry(reply);
        }
    }

    void mknod(Request request, Reply reply) {
        if (Worker.failed(reply, Names.checkLast(request, 0)) || !worker.pinParent(request, reply)) {
            return;
        }
        int parent = worker.subject.pin().fd();
        long name = request.payloadAddress(0);
        int made = creation.begin(request, request.int32(8));
        if (made == 0) {
            do {
                made = sys.mknodat(parent, name, request.int32(0), request.int32(4) & 0xffffffffL);
            } while (creation.retries(made));
        }
        creation.end();
        replyCreated(reply, name, made, request.int32(0), 0);
    }

    void mkdir(Request request, Reply reply) {
        if (Worker.failed(reply, Names.checkLast(request, 0)) || !worker.pinParent(request, reply)) {
            return;
        }
        int parent = worker.subject.pin().fd();
        long name = request.payloadAddress(0);
        int made = creation.begin(request, request.int32(4));
        if (made == 0) {
            do {
                made = sys.mkdirat(parent, name, request.int32(0) & ~FileType.MASK);
            } while (creation.retries(made));
        }
        creation.end();
        replyCreated(reply, name, made, FileType.DIRECTORY, Sys.AT_REMOVEDIR);
    }

    void symlink(Request request, Reply reply) {
        int nameLength = Names.checkFirst(request, 0);
        if (Worker.failed(reply, nameLength)) {
            return;
        }
        if (request.stringLength(nameLength + 1) < 0) {
            reply.error(Errno.EINVAL);
            return;
        }
        if (!worker.pinParent(request, reply)) {
            return;
        }
        int parent = worker.subject.pin().fd();
        long name = request.payloadAddress(0);
        long target = request.payloadAddress(nameLength + 1);
        int made = creation.begin(request, 0);
        if (made == 0) {
            do {
                made = sys.symlinkat(target, parent, name);
            } while (creation.retries(made));
        }
        creation.end();
        replyCreated(reply, name, made, FileType.SYMLINK, 0);
    }

    /**
     * Replies with the entry of what was just made; takes it back when it cannot be looked up for want of fds. If the host
     * has removed or replaced it meanwhile the client's kernel is told to try again (ESTALE), because it would take an
     * entry of another type for a broken reply.
     */
    private void replyCreated(Reply reply, long name, int made, int mode, int unlinkFlags) {
        if (Worker.failed(reply, made)) {
            nodes.unpin(worker.subject.pin());
            return;
        }
        int error = nodes.lookup(worker.subject.pin(), name, worker.entry);
        if (error == -Errno.EMFILE || error == -Errno.ENFILE) {
            sys.unlinkat(worker.subject.pin().fd(), name, unlinkFlags);
        }
        nodes.unpin(worker.subject.pin());
        if (error == 0 && worker.entry.pin().kind() != typeOf(mode) >> 12) {
            nodes.undelivered(worker.entry.pin());
            nodes.unpin(worker.entry.pin());
            error = -Errno.ENOENT;
        }
        if (!Worker.failed(reply, error == -Errno.ENOENT ? -Errno.ESTALE : error)) {
            worker.replyEntry(reply);
        }
    }

    /** A mode without a type makes mknod(2) create a regular file. */
    private static int typeOf(int mode) {
        return (mode & FileType.MASK) == 0 ? FileType.REGULAR : mode & FileType.MASK;
    }

    /** Only a directory can be hidden, and that is what unlink(2) refuses: so most requests need not look. */
    void unlink(Request request, Reply reply) {
        if (!pinParentOfName(request, reply)) {
            return;
        }
        Pin parent = worker.subject.pin();
        long name = request.payloadAddress(0);
        int guard = guarding.beforeUnlink(parent, name, worker.victim);
        int error = removeGuarded(guard, parent, name, 0);
        if (error == -Errno.EISDIR && hidden.isHidden(parent, name)) {
            error = -Errno.ENOENT;
        }
        removed(reply, parent, error);
    }

    void rmdir(Request request, Reply reply) {
        if (!pinParentOfName(request, reply)) {
            return;
        }
        Pin parent = worker.subject.pin();
        long name = request.payloadAddress(0);
        int error = hidden.isHidden(parent, name) ? -Errno.ENOENT : removeDirectory(parent, name);
        removed(reply, parent, error);
    }

    private int removeDirectory(Pin parent, long name) {
        int guard = guarding.beforeRemoval(parent, name, worker.victim);
        return removeGuarded(guard, parent, name, Sys.AT_REMOVEDIR);
    }

    /** Removes a name unless its guard is an error. */
    private int removeGuarded(int guard, Pin parent, long name, int flags) {
        int error = guard < 0 ? guard : sys.unlinkat(parent.fd(), name, flags);
        guarding.end(worker.victim);
        return error;
    }

    private void removed(Reply reply, Pin parent, int error) {
        if (error == 0) {
            nodes.removed(parent);
        }
        nodes.unpin(parent);
        Worker.failed(reply, error);
    }

    private boolean pinParentOfName(Request request, Reply reply) {
        return !Worker.failed(reply, Names.checkLast(request, 0)) && worker.pinParent(request, reply);
    }
}
