package org.holdfast.passthrough;

import org.holdfast.fuse.Reply;
import org.holdfast.fuse.Request;
import org.holdfast.node.Guarding;
import org.holdfast.node.Nodes;
import org.holdfast.node.Pin;
import org.holdfast.node.Visit;
import org.holdfast.os.Errno;
import org.holdfast.os.Sys;

/** LINK, RENAME and RENAME2: requests with two directories, or with a directory and a node. */
final class LinkOperations {
    private static final int RENAME_EXCHANGE = 1 << 1;
    private static final int RENAME_WHITEOUT = 1 << 2;

    private final Worker worker;
    private final Sys sys;
    private final Nodes nodes;
    private final Guarding guarding;
    private final Creation creation;
    private final HiddenNames hidden;

    LinkOperations(Worker worker, Creation creation, HiddenNames hidden) {
        this.worker = worker;
        this.creation = creation;
        this.hidden = hidden;
        sys = worker.sys;
        nodes = worker.nodes;
        guarding = nodes.guarding();
    }

    /** Names the node {@code oldnodeid} anew in the directory of the request. */
    void link(Request request, Reply reply) {
        if (Worker.failed(reply, Names.checkLast(request, 0)) || !worker.pinParent(request, reply)) {
            return;
        }
        Pin parent = worker.subject.pin();
        Visit object = worker.entry;
        int error = nodes.pinStill(request.int64(0), object.pin());
        if (error == 0) {
            error = link(parent, request.payloadAddress(0), object);
            if (error == 0) {
                reply.ok(worker.attributes.entry(reply, 0, object));
                nodes.replied(object.pin());
            }
            nodes.unpin(object.pin());
        }
        nodes.unpin(parent);
        Worker.failed(reply, error);
    }

    private int link(Pin parent, long name, Visit object) {
        Pin pin = object.pin();
        if (nodes.isNameless(object)) {
            // Looked at before a link is made, which would move the ctime. An object that loses its last name right
            // after this look gets the new one, as if that had been made first.
            return -Errno.ENOENT;
        }
        int error = linkFrom(pin, parent, name);
        if (error == -Errno.EMLINK && pin.isLinked()) {
            // Our own link may be the one too many (Z49).
            nodes.warm(object);
            error = pin.isLinked() ? error : linkFrom(pin, parent, name);
        }
        if (error == 0) {
            error = nodes.attributes(object);
        }
        return error == 0 ? nodes.again(pin) : nodes.goneToStale(pin, error);
    }

    private int linkFrom(Pin pin, Pin parent, long name) {
        int flags = pin.isLinked() ? 0 : Sys.AT_SYMLINK_FOLLOW;
        return sys.linkat(pin.openDirfd(), pin.openPath(), parent.fd(), name, flags);
    }

    void rename(Request request, Reply reply) {
        rename(request, reply, 0);
    }

    void rename2(Request request, Reply reply) {
        rename(request, reply, request.int32(8));
    }

    private void rename(Request request, Reply reply, int flags) {
        int nameLength = Names.checkFirst(request, 0);
        if (Worker.failed(reply, nameLength)
                || Worker.failed(reply, Names.checkLast(request, nameLength + 1))
                || !worker.pinParent(request, reply)) {
            return;
        }
        Pin from = worker.subject.pin();
        Pin to = worker.entry.pin();
        int error = nodes.pin(request.int64(0), to);
        if (error == 0) {
            error = to.kind() == Pin.DIRECTORY
                    ? renameGuarded(request, from, to, nameLength + 1, flags)
                    : -Errno.ENOTDIR;
            if (error == 0) {
                nodes.renamed(from, to);
            }
            nodes.unpin(to);
        }
        nodes.unpin(from);
        Worker.failed(reply, error);
    }

    private int renameGuarded(Request request, Pin from, Pin to, int newNameAt, int flags) {
        boolean exchanges = (flags & RENAME_EXCHANGE) != 0;
        long newName = request.payloadAddress(newNameAt);
        int error = guarding.beforeMove(from, request.payloadAddress(0), worker.moved);
        if (error == 0) {
            error = exchanges
                    ? guarding.beforeMove(to, newName, worker.victim)
                    : guarding.beforeRemoval(to, newName, worker.victim);
            error = error < 0 ? error : renameAs(request, from, to, newNameAt, flags);
            guarding.end(worker.victim);
        }
        guarding.end(worker.moved);
        return error;
    }

    /** A whiteout is a new object and belongs to the caller. */
    private int renameAs(Request request, Pin from, Pin to, int newNameAt, int flags) {
        long name = request.payloadAddress(0);
        long newName = request.payloadAddress(newNameAt);
        if ((flags & RENAME_WHITEOUT) == 0) {
            return rename(from, name, to, newName, flags);
        }
        int error = creation.begin(request, 0);
        if (error == 0) {
            do {
                error = rename(from, name, to, newName, flags);
            } while (creation.retries(error));
        }
        creation.end();
        return error;
    }

    /** A workdir is never empty, so nothing can replace it: only what is to be exchanged must be looked at before. */
    private int rename(Pin from, long name, Pin to, long newName, int flags) {
        boolean exchanges = (flags & RENAME_EXCHANGE) != 0;
        if (hidden.isHidden(from, name)) {
            return -Errno.ENOENT;
        }
        if (exchanges && hidden.isHidden(to, newName)) {
            return -Errno.EEXIST;
        }
        int error = sys.renameat2(from.fd(), name, to.fd(), newName, flags);
        if (error == 0) {
            nodes.changed(from, name, to, newName, worker.entry.attributes());
        }
        boolean mayBeHidden = error == -Errno.ENOTEMPTY || error == -Errno.EISDIR || error == -Errno.ENOTDIR;
        return mayBeHidden && hidden.isHidden(to, newName) ? -Errno.EEXIST : error;
    }
}
