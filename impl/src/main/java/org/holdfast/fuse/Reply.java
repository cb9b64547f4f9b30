package org.holdfast.fuse;

import java.nio.ByteBuffer;

/**
 * The reply to one request: an error, or a payload of {@code struct fuse_*_out} and data written straight into the
 * transport's buffer, or none.
 *
 * <p>{@link #begin} makes it an empty success; the handler may then write the payload and say how long it is. The header
 * ({@code struct fuse_out_header}) is the transport's to write, see {@link #writeHeader}.
 */
public final class Reply {
    /** Bytes of {@code struct fuse_out_header}. */
    public static final int HEADER_BYTES = 16;

    private final ByteBuffer payload;
    private final int payloadAt;
    private final long payloadAddress;
    private final int capacity;
    private int error;
    private int length;
    private boolean expected;

    /** A reply whose payload goes to {@code capacity} bytes at offset {@code payloadAt}, native {@code address}. */
    public Reply(ByteBuffer payload, int payloadAt, long address, int capacity) {
        this.payload = payload;
        this.payloadAt = payloadAt;
        this.payloadAddress = address;
        this.capacity = capacity;
    }

    /** Starts the reply to the next request: success without payload. */
    public void begin() {
        error = 0;
        length = 0;
        expected = true;
    }

    /** Succeeds with the first {@code bytes} of the payload. */
    public void ok(int bytes) {
        error = 0;
        length = bytes;
    }

    /** Fails with {@code errno} (positive). */
    public void error(int errno) {
        error = errno;
        length = 0;
    }

    /** This request has no reply (FORGET, BATCH_FORGET, INTERRUPT). */
    public void none() {
        error = 0;
        length = 0;
        expected = false;
    }

    /** False for a request that is not answered. */
    public boolean isExpected() {
        return expected;
    }

    /** The errno, 0 for success. */
    public int error() {
        return error;
    }

    /** Bytes of payload. */
    public int length() {
        return length;
    }

    /** Bytes that fit into the payload. */
    public int capacity() {
        return capacity;
    }

    /** Native address of the payload's byte at {@code offset}. */
    public long address(int offset) {
        return payloadAddress + offset;
    }

    /** Writes {@code struct fuse_out_header} for this reply; returns the bytes of header and payload together. */
    public int writeHeader(ByteBuffer buffer, int at, long unique) {
        int total = HEADER_BYTES + length;
        buffer.putInt(at, total);
        buffer.putInt(at + 4, -error);
        buffer.putLong(at + 8, unique);
        return total;
    }

    public int getInt32(int offset) {
        return payload.getInt(payloadAt + offset);
    }

    public long getInt64(int offset) {
        return payload.getLong(payloadAt + offset);
    }

    public void put8(int offset, int value) {
        payload.put(payloadAt + offset, (byte) value);
    }

    public void put16(int offset, int value) {
        payload.putShort(payloadAt + offset, (short) value);
    }

    public void put32(int offset, int value) {
        payload.putInt(payloadAt + offset, value);
    }

    public void put64(int offset, long value) {
        payload.putLong(payloadAt + offset, value);
    }

    /** Zeroes {@code bytes} at {@code offset}. */
    public void clear(int offset, int bytes) {
        for (int i = offset; i < offset + bytes; i++) {
            put8(i, 0);
        }
    }

    /** Copies {@code bytes} from another buffer. */
    public void put(int offset, ByteBuffer from, int fromAt, int bytes) {
        payload.put(payloadAt + offset, from, fromAt, bytes);
    }
}
