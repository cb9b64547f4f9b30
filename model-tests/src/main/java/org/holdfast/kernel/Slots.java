package org.holdfast.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.Optional;
import org.holdfast.fuse.Opcode;

/**
 * Room in the shared memory for the requests under way: each has a place for what the client says and one for what the daemon
 * answers, and descriptors of its own in each queue. A chain is cut as Linux cuts it: the header, what belongs to the
 * operation, the data; then the header of the reply, and the rest of it.
 */
final class Slots {
    private static final int COUNT = 24;
    private static final int DESCRIPTORS = 5;
    private static final int HEADER = 40;
    private static final int WRITE_IN = 40;
    private static final int PAGE = 1 << 12;
    private static final int REQUEST_ROOM = (1 << 16) + PAGE;
    private static final int REPLY_ROOM = (1 << 20) + PAGE;
    private static final int BEGIN = 1 << 16;

    /** The end of all slots in the memory; the queues are before them. */
    static final int END = BEGIN + COUNT * (REQUEST_ROOM + REPLY_ROOM);

    private final ByteBuffer memory;
    private final long base;
    private final BitSet taken = new BitSet(COUNT);

    /** The memory is at {@code base} for the guest. */
    Slots(ByteBuffer memory, long base) {
        this.memory = memory;
        this.base = base;
    }

    boolean isFree() {
        return taken.cardinality() < COUNT;
    }

    boolean isTaken(int slot) {
        return taken.get(slot);
    }

    int take() {
        int slot = taken.nextClearBit(0);
        if (slot >= COUNT) {
            throw new AssertionError("the daemon has closed its end with " + COUNT + " requests under way");
        }
        taken.set(slot);
        return slot;
    }

    /** Copies a request to its place and describes it; the first descriptor of the chain. */
    int describe(Virtqueue queue, int slot, byte[] request, boolean replied) {
        int at = request(slot);
        memory.put(at, request);
        boolean writes = opcode(request) == Opcode.WRITE;
        int[] pieces = writes ? new int[] {HEADER, WRITE_IN, request.length - HEADER - WRITE_IN} : body(request);
        int head = slot * DESCRIPTORS;
        int next = head;
        for (int i = 0; i < pieces.length; i++) {
            boolean last = i == pieces.length - 1 && !replied;
            queue.describe(next, base + at, pieces[i], false, last ? -1 : next + 1);
            at += pieces[i];
            next++;
        }
        if (replied) {
            int reply = reply(slot);
            int room = room(request);
            queue.describe(next, base + reply, Answer.HEADER_BYTES, true, room == 0 ? -1 : next + 1);
            if (room > 0) {
                queue.describe(next + 1, base + reply + Answer.HEADER_BYTES, room, true, -1);
            }
        }
        return head;
    }

    private static int[] body(byte[] request) {
        return request.length == HEADER ? new int[] {HEADER} : new int[] {HEADER, request.length - HEADER};
    }

    private static int opcode(byte[] request) {
        return ByteBuffer.wrap(request).order(ByteOrder.LITTLE_ENDIAN).getInt(Integer.BYTES);
    }

    /** What a reply may have behind its header. */
    private static int room(byte[] request) {
        ByteBuffer in = ByteBuffer.wrap(request).order(ByteOrder.LITTLE_ENDIAN);
        return switch (opcode(request)) {
            case Opcode.READ, Opcode.READDIR, Opcode.READDIRPLUS -> in.getInt(HEADER + 16);
            case Opcode.GETXATTR, Opcode.LISTXATTR -> Math.max(in.getInt(HEADER), Long.BYTES);
            default -> PAGE;
        };
    }

    /** The slot is free again; the reply in it, if there is one. */
    Optional<byte[]> reply(Virtqueue.Used used) {
        int slot = used.head() / DESCRIPTORS;
        taken.clear(slot);
        if (used.bytes() == 0) {
            return Optional.empty();
        }
        byte[] message = new byte[used.bytes()];
        memory.get(reply(slot), message);
        return Optional.of(message);
    }

    private static int request(int slot) {
        return BEGIN + slot * (REQUEST_ROOM + REPLY_ROOM);
    }

    private static int reply(int slot) {
        return request(slot) + REQUEST_ROOM;
    }
}
