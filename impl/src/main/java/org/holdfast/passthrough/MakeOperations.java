package org.holdfast.passthrough;

import org.holdfast.fuse.Reply;
import org.holdfast.fuse.Request;
import org.holdfast.node.Nodes;
import org.holdfast.node.Pin;
import org.holdfast.os.Errno;
import org.holdfast.os.FileType;
import org.holdfast.os.Sys;

/** MKNOD, MKDIR and SYMLINK: a new object that is not open, with a name in one directory. */
final class MakeOperations {
    private final Worker worker;
    private final Sys sys;
    private final Nodes nodes;
    private final Creation creation;

    private final Maker node = this::makeNode;
    private final Maker directory = this::makeDirectory;
    private final Maker symlink = this::makeSymlink;

    MakeOperations(Worker worker, Creation creation) {
        this.worker = worker;
        this.creation = creation;
        sys = worker.sys;
        nodes = worker.nodes;
    }

    /** The system call that makes what a request asks for: 0 or a negated errno. */
    private interface Maker {
        int make(Request request, int parent, long name);
    }

    void mknod(Request request, Reply reply) {
        int type = request.int32(0) & FileType.MASK;
        if (!Worker.failed(reply, Names.checkLast(request, 0))) {
            make(request, reply, node, request.int32(8), type == 0 ? FileType.REGULAR : type);
        }
    }

    void mkdir(Request request, Reply reply) {
        if (!Worker.failed(reply, Names.checkLast(request, 0))) {
            make(request, reply, directory, request.int32(4), FileType.DIRECTORY);
        }
    }

    void symlink(Request request, Reply reply) {
        int nameLength = Names.checkFirst(request, 0);
        if (!Worker.failed(reply, nameLength)
                && !Worker.failed(reply, request.stringLength(nameLength + 1) < 0 ? -Errno.EINVAL : 0)) {
            make(request, reply, symlink, 0, FileType.SYMLINK);
        }
    }

    /** A mode without a type makes mknod(2) create a regular file. */
    private int makeNode(Request request, int parent, long name) {
        return sys.mknodat(parent, name, request.int32(0), request.int32(4) & 0xffffffffL);
    }

    private int makeDirectory(Request request, int parent, long name) {
        return sys.mkdirat(parent, name, request.int32(0) & ~FileType.MASK);
    }

    private int makeSymlink(Request request, int parent, long name) {
        return sys.symlinkat(request.payloadAddress(request.stringLength(0) + 1), parent, name);
    }

    private void make(Request request, Reply reply, Maker maker, int umask, int type) {
        if (!worker.pinParent(request, reply)) {
            return;
        }
        Pin parent = worker.subject.pin();
        int error = Creation.GONE_AGAIN;
        for (int tries = 0; error == Creation.GONE_AGAIN && tries < Creation.TRIES; tries++) {
            error = makeAndLookUp(request, maker, umask, type, parent);
        }
        nodes.unpin(parent);
        if (!Worker.failed(reply, error == Creation.GONE_AGAIN ? -Errno.ESTALE : error)) {
            worker.replyEntry(reply);
        }
    }

    /**
     * Makes it; 0 with {@link Worker#entry} counted and pinned, a negated errno, or {@link Creation#GONE_AGAIN} when the
     * host has removed or replaced it before it was looked up. Takes it back when it cannot be looked up for want of fds.
     */
    private int makeAndLookUp(Request request, Maker maker, int umask, int type, Pin parent) {
        long name = request.payloadAddress(0);
        int error = makeAs(request, maker, umask, parent.fd(), name);
        if (error < 0) {
            return error;
        }
        error = nodes.lookup(parent, name, worker.entry);
        if (error == -Errno.EMFILE || error == -Errno.ENFILE) {
            sys.unlinkat(parent.fd(), name, type == FileType.DIRECTORY ? Sys.AT_REMOVEDIR : 0);
        }
        if (error == 0 && worker.entry.pin().kind() != type >> 12) {
            // The client's kernel would take an entry of another type for a broken reply.
            nodes.undelivered(worker.entry.pin());
            nodes.unpin(worker.entry.pin());
            return Creation.GONE_AGAIN;
        }
        return error == -Errno.ENOENT ? Creation.GONE_AGAIN : error;
    }

    private int makeAs(Request request, Maker maker, int umask, int parent, long name) {
        int made = creation.begin(request, umask);
        if (made == 0) {
            do {
                made = maker.make(request, parent, name);
            } while (creation.retries(made));
        }
        creation.end();
        return made;
    }
}
