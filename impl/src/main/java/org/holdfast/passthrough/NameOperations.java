package org.holdfast.passthrough;

import org.holdfast.fuse.Reply;
import org.holdfast.fuse.Request;
import org.holdfast.node.Guarding;
import org.holdfast.node.Nodes;
import org.holdfast.node.Pin;
import org.holdfast.os.Errno;
import org.holdfast.os.Sys;

/** LOOKUP, UNLINK and RMDIR: one name in one directory. */
final class NameOperations {
    private final Worker worker;
    private final Sys sys;
    private final Nodes nodes;
    private final Guarding guarding;
    private final HiddenNames hidden;

    NameOperations(Worker worker, HiddenNames hidden) {
        this.worker = worker;
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
