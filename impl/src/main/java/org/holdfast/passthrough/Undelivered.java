package org.holdfast.passthrough;

import org.holdfast.fuse.Opcode;
import org.holdfast.fuse.Reply;
import org.holdfast.fuse.Request;

/** Takes back what a reply promised that did not reach the client: lookup counts and open handles (Z10). */
final class Undelivered {
    private static final int DIRENT_BYTES = 24;
    private static final int NAME_LENGTH_AT = 16;

    private final Worker worker;

    Undelivered(Worker worker) {
        this.worker = worker;
    }

    void takeBack(Request request, Reply reply) {
        if (reply.error() != 0) {
            return;
        }
        switch (request.opcode()) {
            case Opcode.LOOKUP, Opcode.MKNOD, Opcode.MKDIR, Opcode.SYMLINK, Opcode.LINK -> entry(request, reply, 0);
            case Opcode.CREATE, Opcode.TMPFILE -> {
                entry(request, reply, 0);
                worker.handles.close(reply.getInt64(AttributeWriter.ENTRY_BYTES));
            }
            case Opcode.OPEN, Opcode.OPENDIR -> worker.handles.close(reply.getInt64(0));
            case Opcode.READDIRPLUS -> entries(request, reply);
            default -> {
                // Nothing that the client would have to give back.
            }
        }
    }

    private void entry(Request request, Reply reply, int at) {
        long nodeid = reply.getInt64(at);
        if (nodeid != 0) {
            worker.nodes.undelivered(request.unique(), nodeid);
        }
    }

    private void entries(Request request, Reply reply) {
        for (int at = 0; at < reply.length(); ) {
            entry(request, reply, at);
            int nameLength = reply.getInt32(at + AttributeWriter.ENTRY_BYTES + NAME_LENGTH_AT);
            at += AttributeWriter.ENTRY_BYTES + (DIRENT_BYTES + nameLength + 7 & ~7);
        }
    }
}
