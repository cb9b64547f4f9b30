package org.holdfast.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.holdfast.os.LinuxSys;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.Sys;

/** The driver's side of a split virtqueue (VIRTIO 1.1, 2.6): descriptors, what is available, what is used. */
final class Virtqueue {
    /** Descriptors in the table; a power of two. */
    static final int SIZE = 128;

    /** What the three tables take, a page each. */
    static final int BYTES = 3 << 12;

    private static final int DESCRIPTOR_BYTES = 16;
    private static final int AVAILABLE_AT = 1 << 12;
    private static final int USED_AT = 2 << 12;
    private static final int INDEX = 2;
    private static final int RING = 4;
    private static final int USED_BYTES = 8;
    private static final int EFD_FLAGS = 02000000 | 04000; // EFD_CLOEXEC | EFD_NONBLOCK
    private static final short NEXT = 1;
    private static final short WRITE = 2;

    /** The index is what the other side looks at: one store, after all others. */
    private static final VarHandle U16 = MethodHandles.byteBufferViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private final Sys sys = new LinuxSys();
    private final NativeBuffer event = NativeBuffer.allocate(Long.BYTES);
    private final ByteBuffer memory;
    private final int at;
    private final int kick = Natives.checked("eventfd", Natives.LIBC.eventfd(0, EFD_FLAGS));
    private final int call = Natives.checked("eventfd", Natives.LIBC.eventfd(0, EFD_FLAGS));
    private short offered;
    private short taken;

    /** Its tables are at {@code at} in the memory, a multiple of the size of a page. */
    Virtqueue(ByteBuffer memory, int at) {
        this.memory = memory;
        this.at = at;
    }

    /** A chain that the daemon has done with: its first descriptor, and how many bytes it has written to it. */
    record Used(int head, int bytes) {}

    int descriptors() {
        return at;
    }

    int available() {
        return at + AVAILABLE_AT;
    }

    int used() {
        return at + USED_AT;
    }

    /** The event by which the daemon hears of what is available. */
    int kick() {
        return kick;
    }

    /** The event by which the driver hears of what is used. */
    int call() {
        return call;
    }

    /** Fills in a descriptor; {@code address} is the guest's, {@code next} the one behind it or -1. */
    void describe(int index, long address, int length, boolean writable, int next) {
        int d = at + index * DESCRIPTOR_BYTES;
        memory.putLong(d, address);
        memory.putInt(d + 8, length);
        memory.putShort(d + 12, (short) ((writable ? WRITE : 0) | (next < 0 ? 0 : NEXT)));
        memory.putShort(d + 14, (short) Math.max(next, 0));
    }

    /** Makes a chain available, and says so. */
    void offer(int head) {
        memory.putShort(available() + RING + (offered & SIZE - 1) * Short.BYTES, (short) head);
        offered++;
        U16.setRelease(memory, available() + INDEX, offered);
        event.putLong(0, 1);
        sys.write(kick, event.address(), event.size());
    }

    /** The next used chain, if there is one. */
    Optional<Used> take() {
        if ((short) U16.getAcquire(memory, used() + INDEX) == taken) {
            return Optional.empty();
        }
        int element = used() + RING + (taken & SIZE - 1) * USED_BYTES;
        taken++;
        return Optional.of(new Used(memory.getInt(element), memory.getInt(element + Integer.BYTES)));
    }

    /** Takes note of the daemon's event; what it tells of is found with {@link #take}. */
    void hear() {
        sys.read(call, event.address(), event.size());
    }

    void close() {
        sys.close(kick);
        sys.close(call);
    }
}
