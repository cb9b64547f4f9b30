package org.holdfast.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.holdfast.fuse.Opcode;
import org.holdfast.os.NativeBuffer;

/**
 * A virtio-fs device's driver, as a guest's kernel has one: requests in shared memory, on a queue for those that have no
 * reply and one for the others (VIRTIO 1.2, 5.11).
 */
final class VhostUser implements Channel {
    private static final int GET_FEATURES = 1;
    private static final int SET_FEATURES = 2;
    private static final int SET_OWNER = 3;
    private static final int SET_MEM_TABLE = 5;
    private static final int SET_VRING_NUM = 8;
    private static final int SET_VRING_ADDR = 9;
    private static final int SET_VRING_BASE = 10;
    private static final int SET_VRING_KICK = 12;
    private static final int SET_VRING_CALL = 13;
    private static final int GET_PROTOCOL_FEATURES = 15;
    private static final int SET_PROTOCOL_FEATURES = 16;
    private static final int SET_VRING_ENABLE = 18;

    private static final long VERSION_1 = 1L << 32;
    private static final long PROTOCOL_FEATURES = 1L << 30;
    private static final long REPLY_ACK = 1L << 3;
    private static final long MULTIQUEUE = 1L;

    /** Where the memory is for a guest and for its machine monitor: different, so that mistaking one shows. */
    private static final long GUEST = 0x10_0000L;

    private static final long MONITOR = 0x7f00_0000_0000L;

    private static final int HIGH_PRIORITY = 0;
    private static final int REQUESTS = 1;
    private static final int POLLFD_BYTES = 8;
    private static final short POLLIN = 1;
    private static final Set<Integer> WITHOUT_REPLY = Set.of(Opcode.FORGET, Opcode.BATCH_FORGET);

    private final SharedMemory memory = new SharedMemory(Slots.END);
    private final List<Virtqueue> queues = List.of(
            new Virtqueue(memory.bytes(), HIGH_PRIORITY * Virtqueue.BYTES),
            new Virtqueue(memory.bytes(), REQUESTS * Virtqueue.BYTES));
    private final Slots slots = new Slots(memory.bytes(), GUEST);
    private final Deque<byte[]> arrived = new ArrayDeque<>();
    private final NativeBuffer polled = NativeBuffer.allocate(3 * POLLFD_BYTES);
    private final VhostSocket socket;
    private final Duration patience;
    private boolean open = true;

    /** {@link #receive} fails after {@code patience} without a reply. */
    VhostUser(VhostSocket socket, Duration patience) {
        this.socket = socket;
        this.patience = patience;
        long features = socket.ask(GET_FEATURES);
        if ((features & VERSION_1) == 0 || (features & PROTOCOL_FEATURES) == 0) {
            throw new IllegalStateException("not a vhost-user daemon of VIRTIO 1: " + Long.toHexString(features));
        }
        socket.tell(SET_OWNER, VhostSocket.empty());
        long protocol = socket.ask(GET_PROTOCOL_FEATURES) & (REPLY_ACK | MULTIQUEUE);
        socket.tell(SET_PROTOCOL_FEATURES, VhostSocket.u64(protocol));
        if ((protocol & REPLY_ACK) != 0) {
            socket.acknowledges();
        }
        socket.tell(SET_FEATURES, VhostSocket.u64(VERSION_1 | PROTOCOL_FEATURES));
        socket.tell(SET_MEM_TABLE, VhostSocket.u64(1, GUEST, Slots.END, MONITOR, 0), memory.fd());
        for (int i = 0; i < queues.size(); i++) {
            begin(i, queues.get(i));
        }
    }

    private void begin(int index, Virtqueue queue) {
        socket.tell(SET_VRING_NUM, VhostSocket.u32(index, Virtqueue.SIZE));
        socket.tell(SET_VRING_BASE, VhostSocket.u32(index, 0));
        socket.tell(
                SET_VRING_ADDR,
                VhostSocket.u64(
                        index, MONITOR + queue.descriptors(), MONITOR + queue.used(), MONITOR + queue.available(), 0));
        socket.tell(SET_VRING_CALL, VhostSocket.u64(index), queue.call());
        socket.tell(SET_VRING_KICK, VhostSocket.u64(index), queue.kick());
        socket.tell(SET_VRING_ENABLE, VhostSocket.u32(index, 1));
    }

    /**
     * A request without a reply is waited for: when it is used, the daemon has done it. INTERRUPT is not sent, since no
     * guest sends it.
     */
    @Override
    public void send(byte[] request) {
        mustBeOpen();
        int opcode = ByteBuffer.wrap(request).order(ByteOrder.LITTLE_ENDIAN).getInt(Integer.BYTES);
        if (opcode == Opcode.INTERRUPT) {
            return;
        }
        boolean replied = !WITHOUT_REPLY.contains(opcode);
        Virtqueue queue = queues.get(replied ? REQUESTS : HIGH_PRIORITY);
        while (!slots.isFree() && await()) {
            take();
        }
        int slot = slots.take();
        queue.offer(slots.describe(queue, slot, request, replied));
        while (!replied && slots.isTaken(slot) && await()) {
            take();
        }
    }

    @Override
    public Optional<byte[]> receive() {
        mustBeOpen();
        take();
        while (arrived.isEmpty() && await()) {
            take();
        }
        return Optional.ofNullable(arrived.poll());
    }

    /** The memory of a closed one is gone. */
    private void mustBeOpen() {
        if (!open) {
            throw new AssertionError("the client has closed its end");
        }
    }

    private void take() {
        for (Virtqueue queue : queues) {
            for (Optional<Virtqueue.Used> used = queue.take(); used.isPresent(); used = queue.take()) {
                slots.reply(used.get()).ifPresent(arrived::add);
            }
        }
    }

    /** Waits until the daemon has used something; false: it has closed its end. */
    private boolean await() {
        int[] fds = {queues.get(HIGH_PRIORITY).call(), queues.get(REQUESTS).call(), socket.fd()};
        for (int i = 0; i < fds.length; i++) {
            polled.putInt(i * POLLFD_BYTES, fds[i]);
            polled.putInt(i * POLLFD_BYTES + Integer.BYTES, POLLIN);
        }
        int ready = Natives.LIBC.poll(polled.address(), fds.length, (int) patience.toMillis());
        if (ready == 0) {
            throw new AssertionError("no reply came within " + patience.toSeconds() + " s");
        }
        queues.forEach(Virtqueue::hear);
        boolean used = revents(HIGH_PRIORITY) != 0 || revents(REQUESTS) != 0;
        return used || revents(2) == 0; // the daemon never speaks first at its socket: it has closed it
    }

    private int revents(int index) {
        return polled.getShort(index * POLLFD_BYTES + Integer.BYTES + Short.BYTES);
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            socket.close();
            queues.forEach(Virtqueue::close);
            memory.free();
        }
    }
}
