package org.holdfast.transport;

import java.nio.ByteBuffer;
import org.holdfast.fuse.Opcode;
import org.holdfast.fuse.Reply;
import org.holdfast.fuse.Request;
import org.holdfast.os.Mapping;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.Ring;
import org.holdfast.os.Sys;

/**
 * One entry of a queue: where the kernel puts a request and takes its reply from. It holds one of them at a time
 * ({@code struct fuse_uring_req_header} and a payload, linux/fuse.h).
 *
 * <p>The reply is written over the request: its header over the header, its payload over the payload. The payload of a
 * request is therefore moved aside, some bytes of a name mostly, before it is handled; but the data of a WRITE stay where
 * they are, since its reply is written when they are used.
 */
final class RingEntry implements AutoCloseable {
    private static final int CMD_REGISTER = 1;
    private static final int CMD_COMMIT_AND_FETCH = 2;
    /** {@code commit_id} and {@code qid} in {@code struct fuse_uring_cmd_req}. */
    private static final int COMMAND_COMMIT_ID = 8;

    private static final int COMMAND_QUEUE = 16;

    /** The payload comes first, so that it begins at a page: data can be handed on with O_DIRECT. */
    private static final int HEADER = Mounter.MAX_TRANSFER;

    private static final int ARGUMENTS = HEADER + 128;
    private static final int COMMIT_ID = HEADER + 256 + 8;
    private static final int PAYLOAD_SIZE = HEADER + 256 + 16;
    private static final int HEADER_BYTES = 288;
    private static final int VECTOR = HEADER + 512;
    private static final int BYTES = HEADER + 4096;
    private static final int OPCODE = HEADER + 4;

    private final int queue;
    private final Mapping mapping;
    private final NativeBuffer memory;
    private final ByteBuffer bytes;
    private final NativeBuffer aside;
    private final Request request = new Request();
    private final Reply reply;
    private int opcode;
    private boolean handled;
    private boolean registering;
    private boolean refused;

    /** An entry for {@code queue}; {@code aside}: {@link Mounter#MAX_TRANSFER} bytes for one request at a time. */
    RingEntry(Sys sys, int queue, NativeBuffer aside) {
        this.queue = queue;
        this.aside = aside;
        mapping = Mapping.anonymous(sys, BYTES);
        memory = mapping.memory();
        bytes = memory.bytes();
        reply = new Reply(bytes, 0, memory.address(), Mounter.MAX_TRANSFER);
    }

    int queue() {
        return queue;
    }

    Request request() {
        return request;
    }

    Reply reply() {
        return reply;
    }

    /** Gives the entry to the kernel, which fills it with a request. */
    void register(Ring ring, int fd, int index) {
        handled = false;
        registering = true;
        memory.putLong(VECTOR, memory.address(HEADER));
        memory.putLong(VECTOR + 8, HEADER_BYTES);
        memory.putLong(VECTOR + 16, memory.address());
        memory.putLong(VECTOR + 24, Mounter.MAX_TRANSFER);
        ring.command(fd, CMD_REGISTER, memory.address(VECTOR), 2, index);
        ring.put(COMMAND_QUEUE, queue);
        ring.publish();
    }

    /** Points the request at what the kernel has put here. */
    void receive() {
        registering = false;
        opcode = bytes.getInt(OPCODE);
        int length = bytes.getInt(PAYLOAD_SIZE);
        NativeBuffer payload = memory;
        if (opcode != Opcode.WRITE && length > 0) {
            aside.bytes().put(0, bytes, 0, length);
            payload = aside;
        }
        request.wrap(bytes, HEADER, bytes, ARGUMENTS, payload.bytes(), 0, payload.address(), length);
    }

    /** Gives the reply to the kernel, and the entry with it for the next request. */
    void commit(Ring ring, int fd, int index, boolean taken) {
        handled = taken && reply.error() == 0;
        reply.writeHeader(bytes, HEADER, request.unique());
        memory.putInt(PAYLOAD_SIZE, reply.length());
        ring.command(fd, CMD_COMMIT_AND_FETCH, 0, 0, index);
        ring.put(COMMAND_COMMIT_ID, bytes.getLong(COMMIT_ID));
        ring.put(COMMAND_QUEUE, queue);
        ring.publish();
    }

    /**
     * The kernel has refused the last command. Takes back what the reply promised, if it was one; true when the command was
     * to register the entry, which is of no use then.
     */
    boolean refuse(Turn turn) {
        if (handled) {
            handled = false;
            // The reply's header has been written over the request's.
            bytes.putInt(OPCODE, opcode);
            turn.takeBack(request, reply);
        }
        refused = registering;
        return refused;
    }

    /** Whether the kernel did not want the entry. */
    boolean isRefused() {
        return refused;
    }

    @Override
    public void close() {
        mapping.close();
    }
}
