package org.holdfast.passthrough;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.holdfast.fuse.Opcode;
import org.holdfast.fuse.Reply;
import org.holdfast.fuse.Request;
import org.holdfast.fuse.RequestHandler;
import org.holdfast.os.Errno;
import org.holdfast.os.NativeBuffer;

/**
 * Plays the kernel for one thread: sends requests straight to a handler of its own, as a transport would, and keeps the
 * ledger of what it must give back.
 */
final class Client {
    /** FUSE_ROOT_ID. */
    static final long ROOT = 1;

    static final int CAPACITY = 128 * 1024;

    static final int SETATTR_MODE = 1;
    static final int SETATTR_UID = 1 << 1;
    static final int SETATTR_SIZE = 1 << 3;

    private static final int INIT_FLAGS = 0x73fffffb;

    private final RequestHandler handler;
    private final Ledger ledger;
    private final NativeBuffer in = NativeBuffer.allocate(2 * CAPACITY);
    private final NativeBuffer out = NativeBuffer.allocate(CAPACITY);
    private final Request request = new Request();
    private final Reply reply;

    /** Must be called by the thread that will send. */
    Client(RequestHandler handler, Ledger ledger) {
        this.handler = handler;
        this.ledger = ledger;
        reply = new Reply(out.bytes(), 0, out.address(), CAPACITY);
    }

    Ledger ledger() {
        return ledger;
    }

    Answer send(Message message) {
        return send(message.bytes());
    }

    /** Sends any bytes at all. */
    Answer send(byte[] message) {
        Answer answer = serve(message);
        ledger.note(message, answer);
        return answer;
    }

    /** Sends a request whose reply does not reach the client. Returns what the reply would have been. */
    Answer lose(Message message) {
        Answer answer = serve(message.bytes());
        handler.undelivered(request, reply);
        return answer;
    }

    private Answer serve(byte[] message) {
        in.bytes().put(0, message);
        request.wrap(in.bytes(), 0, in.address(), message.length);
        reply.begin();
        int opcode = message.length >= 8 ? in.getInt(4) : 0;
        if (request.isWellFormed()) {
            handler.handle(request, reply);
        } else {
            reply.error(Errno.EINVAL);
        }
        return new Answer(opcode, reply.isExpected(), reply.error(), out.copy(0, reply.length()));
    }

    Answer init() {
        Answer answer = send(
                new Message(Opcode.INIT, 0).u32(7, 45, 1 << 17, INIT_FLAGS, 0).u32(new int[11]));
        request.useExtendedSetxattr((answer.u32(12) & 1 << 29) != 0);
        return answer;
    }

    Answer destroy() {
        return send(new Message(Opcode.DESTROY, 0));
    }

    Answer lookup(long parent, String name) {
        return send(new Message(Opcode.LOOKUP, parent).name(name));
    }

    Answer forget(long nodeid, long lookups) {
        return send(new Message(Opcode.FORGET, nodeid).u64(lookups));
    }

    Answer getattr(long nodeid) {
        return send(new Message(Opcode.GETATTR, nodeid).u32(0, 0).u64(0));
    }

    Attr attr(long nodeid) {
        return getattr(nodeid).attr();
    }

    Answer setattr(long nodeid, int valid, long size, int mode, int uid) {
        return send(new Message(Opcode.SETATTR, nodeid)
                .u32(valid, 0)
                .u64(0, size, 0, 0, 0, 0)
                .u32(0, 0, 0, mode, 0, uid, 0, 0));
    }

    Answer truncate(long nodeid, long size) {
        return setattr(nodeid, SETATTR_SIZE, size, 0, 0);
    }

    Answer chmod(long nodeid, int mode) {
        return setattr(nodeid, SETATTR_MODE, 0, mode, 0);
    }

    Answer create(long parent, String name, int flags, int mode) {
        return send(createMessage(parent, name, flags, mode));
    }

    static Message createMessage(long parent, String name, int flags, int mode) {
        return new Message(Opcode.CREATE, parent).u32(flags, mode, 0, 0).name(name);
    }

    Answer mkdir(long parent, String name) {
        return send(new Message(Opcode.MKDIR, parent).u32(0755, 0).name(name));
    }

    Answer mknod(long parent, String name, int mode, int device) {
        return send(new Message(Opcode.MKNOD, parent).u32(mode, device, 0, 0).name(name));
    }

    Answer symlink(long parent, String name, String target) {
        return send(new Message(Opcode.SYMLINK, parent).name(name).name(target));
    }

    Answer readlink(long nodeid) {
        return send(new Message(Opcode.READLINK, nodeid));
    }

    Answer link(long nodeid, long parent, String name) {
        return send(new Message(Opcode.LINK, parent).u64(nodeid).name(name));
    }

    Answer unlink(long parent, String name) {
        return send(new Message(Opcode.UNLINK, parent).name(name));
    }

    Answer rmdir(long parent, String name) {
        return send(new Message(Opcode.RMDIR, parent).name(name));
    }

    Answer rename(long parent, String name, long newParent, String newName) {
        return send(new Message(Opcode.RENAME, parent).u64(newParent).name(name).name(newName));
    }

    Answer rename2(long parent, String name, long newParent, String newName, int flags) {
        return send(new Message(Opcode.RENAME2, parent)
                .u64(newParent)
                .u32(flags, 0)
                .name(name)
                .name(newName));
    }

    Answer open(long nodeid, int flags) {
        return send(new Message(Opcode.OPEN, nodeid).u32(flags, 0));
    }

    Answer opendir(long nodeid) {
        return send(new Message(Opcode.OPENDIR, nodeid).u32(0, 0));
    }

    Answer release(long nodeid, long handle) {
        return send(new Message(Opcode.RELEASE, nodeid).u64(handle).u32(0, 0).u64(0));
    }

    Answer releasedir(long nodeid, long handle) {
        return send(new Message(Opcode.RELEASEDIR, nodeid).u64(handle).u32(0, 0).u64(0));
    }

    Answer read(long nodeid, long handle, long offset, int size) {
        return send(data(Opcode.READ, nodeid, handle, offset, size));
    }

    Answer write(long nodeid, long handle, long offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return send(data(Opcode.WRITE, nodeid, handle, offset, bytes.length).data(bytes));
    }

    Answer readdir(long nodeid, long handle, long offset, int size) {
        return send(data(Opcode.READDIR, nodeid, handle, offset, size));
    }

    Answer readdirplus(long nodeid, long handle, long offset, int size) {
        return send(data(Opcode.READDIRPLUS, nodeid, handle, offset, size));
    }

    /** {@code struct fuse_read_in}, which WRITE, READDIR and READDIRPLUS share. */
    static Message data(int opcode, long nodeid, long handle, long offset, int size) {
        return new Message(opcode, nodeid)
                .u64(handle, offset)
                .u32(size, 0)
                .u64(0)
                .u32(0, 0);
    }

    /** Reads a whole small file through OPEN, READ and RELEASE. */
    String content(long nodeid) {
        long handle = open(nodeid, 0).handle();
        String text = read(nodeid, handle, 0, CAPACITY).text();
        release(nodeid, handle).ok();
        return text;
    }

    /** Closes every open handle. */
    void releaseAll() {
        for (Map.Entry<Long, Ledger.Opened> handle : ledger.handles().entrySet()) {
            Ledger.Opened opened = handle.getValue();
            if (opened.directory()) {
                releasedir(opened.nodeid(), handle.getKey()).ok();
            } else {
                release(opened.nodeid(), handle.getKey()).ok();
            }
        }
    }

    /**
     * Gives every lookup back, in two steps, so that a count that differs from the ledger shows: before its last lookup
     * is forgotten a node must be known, and afterwards it must not.
     */
    void forgetAll() {
        ledger.lookups().forEach((nodeid, count) -> {
            if (count > 1) {
                forget(nodeid, count - 1);
            }
            int before = getattr(nodeid).errno();
            forget(nodeid, 1);
            int after = getattr(nodeid).errno();
            if (before == Errno.ESTALE || after != Errno.ESTALE) {
                throw new AssertionError("nodeid " + Long.toHexString(nodeid) + ", counted " + count
                        + " times: GETATTR gave " + Errno.name(before) + " before the last FORGET and "
                        + Errno.name(after) + " after it");
            }
        });
    }
}
