package org.holdfast.os;

import com.kenai.jffi.MemoryIO;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * A block of native memory: readable and writable from Java by offset, and by address for system calls.
 *
 * <p>Owned by whoever allocated it and freed with it; an address is valid only as long as the buffer is reachable. The
 * last small ones of each thread stay reachable, so that {@code string(name).address()} can be an argument of the system
 * call that is made next: nothing else keeps such a buffer from the garbage collector.
 */
public final class NativeBuffer {
    private static final int SMALL = 4096;
    private static final ThreadLocal<Recent> RECENT = ThreadLocal.withInitial(Recent::new);

    private final ByteBuffer bytes;
    private final long address;

    /** A thread's last small buffers. */
    private static final class Recent {
        private final NativeBuffer[] buffers = new NativeBuffer[32];
        private int next;

        void keep(NativeBuffer buffer) {
            buffers[next] = buffer;
            next = (next + 1) % buffers.length;
        }
    }

    private NativeBuffer(ByteBuffer bytes) {
        this.bytes = bytes.order(ByteOrder.nativeOrder());
        this.address = Pointer.wrap(Runtime.getSystemRuntime(), bytes).address();
    }

    /** A zeroed buffer of {@code size} bytes, aligned to 8. */
    public static NativeBuffer allocate(int size) {
        NativeBuffer buffer = new NativeBuffer(ByteBuffer.allocateDirect(size));
        if (size <= SMALL) {
            RECENT.get().keep(buffer);
        }
        return buffer;
    }

    /**
     * A zeroed buffer in which the byte at {@code offset} stands at a multiple of {@code alignment}: file data placed
     * there can be read and written with O_DIRECT.
     */
    public static NativeBuffer aligned(int size, int alignment, int offset) {
        ByteBuffer all = ByteBuffer.allocateDirect(size + alignment);
        long start = Pointer.wrap(Runtime.getSystemRuntime(), all).address() + offset;
        int skip = (int) ((alignment - start % alignment) % alignment);
        return new NativeBuffer(all.position(skip).limit(skip + size).slice());
    }

    /** The {@code size} bytes at {@code address}, which somebody else owns and frees. */
    static NativeBuffer at(long address, int size) {
        return new NativeBuffer(MemoryIO.getInstance().newDirectByteBuffer(address, size));
    }

    /** The text in UTF-8, ended by NUL. */
    public static NativeBuffer string(String text) {
        return string(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes, ended by NUL. */
    public static NativeBuffer string(byte[] text) {
        NativeBuffer buffer = allocate(text.length + 1);
        buffer.bytes.put(0, text);
        return buffer;
    }

    public int size() {
        return bytes.capacity();
    }

    public long address() {
        return address;
    }

    public long address(int offset) {
        return address + offset;
    }

    /** The same memory as a ByteBuffer in native byte order; use absolute access only. */
    public ByteBuffer bytes() {
        return bytes;
    }

    public byte getByte(int offset) {
        return bytes.get(offset);
    }

    public void putByte(int offset, int value) {
        bytes.put(offset, (byte) value);
    }

    public short getShort(int offset) {
        return bytes.getShort(offset);
    }

    public int getInt(int offset) {
        return bytes.getInt(offset);
    }

    public void putInt(int offset, int value) {
        bytes.putInt(offset, value);
    }

    public long getLong(int offset) {
        return bytes.getLong(offset);
    }

    public void putLong(int offset, long value) {
        bytes.putLong(offset, value);
    }

    /** Copies {@code length} bytes out, for the cold paths that need a Java array. */
    public byte[] copy(int offset, int length) {
        byte[] copy = new byte[length];
        bytes.get(offset, copy);
        return copy;
    }

    /** Writes {@code text} and a NUL at {@code offset}; returns the offset after the NUL. */
    public int putString(int offset, byte[] text) {
        bytes.put(offset, text);
        bytes.put(offset + text.length, (byte) 0);
        return offset + text.length + 1;
    }
}
