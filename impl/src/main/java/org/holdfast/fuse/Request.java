package org.holdfast.fuse;

import java.nio.ByteBuffer;

/**
 * One request of a client: header ({@code struct fuse_in_header}), fixed arguments ({@code struct fuse_*_in}) and
 * payload (names, file data, extensions).
 *
 * <p>The three parts may lie in different buffers, as they do with FUSE over io_uring; with /dev/fuse they follow each
 * other. Nothing is copied: names and data are handed to system calls by address. Buffers are in native byte order.
 */
public final class Request {
    /** Bytes of {@code struct fuse_in_header}. */
    public static final int HEADER_BYTES = 40;

    private static final int NO_PAYLOAD = 0;

    private ByteBuffer header;
    private int headerAt;
    private ByteBuffer arguments;
    private int argumentsAt;
    private ByteBuffer payload;
    private int payloadAt;
    private long payloadAddress;
    private int payloadLength;
    private int setxattrBytes = Opcode.argumentBytes(Opcode.SETXATTR);
    private boolean wellFormed;

    /**
     * Points at a request of {@code length} bytes that starts at offset {@code at} of {@code buffer}, all parts in a
     * row; {@code address} is the native address of its first byte.
     */
    public void wrap(ByteBuffer buffer, int at, long address, int length) {
        header = arguments = payload = buffer;
        headerAt = at;
        argumentsAt = at + HEADER_BYTES;
        wellFormed = length >= HEADER_BYTES && buffer.getInt(at) == length;
        if (!wellFormed) {
            payloadLength = NO_PAYLOAD;
            return;
        }
        int before = HEADER_BYTES + argumentBytes();
        payloadAt = at + before;
        payloadAddress = address + before;
        payloadLength = length - before;
        wellFormed = payloadLength >= 0;
    }

    /** Points at a request whose three parts lie apart; all given by buffer and offset, the payload also by address. */
    public void wrap(
            ByteBuffer header,
            int headerAt,
            ByteBuffer arguments,
            int argumentsAt,
            ByteBuffer payload,
            int payloadAt,
            long payloadAddress,
            int payloadLength) {
        this.header = header;
        this.headerAt = headerAt;
        this.arguments = arguments;
        this.argumentsAt = argumentsAt;
        this.payload = payload;
        this.payloadAt = payloadAt;
        this.payloadAddress = payloadAddress;
        this.payloadLength = payloadLength;
        wellFormed = payloadLength >= 0;
    }

    private int argumentBytes() {
        return opcode() == Opcode.SETXATTR ? setxattrBytes : Opcode.argumentBytes(opcode());
    }

    /** After INIT has agreed on FUSE_SETXATTR_EXT, SETXATTR has 16 bytes of arguments instead of 8. */
    public void useExtendedSetxattr(boolean extended) {
        setxattrBytes = extended ? 16 : Opcode.argumentBytes(Opcode.SETXATTR);
    }

    /** False when the request is shorter than its header and arguments, or than it says; answer EINVAL then. */
    public boolean isWellFormed() {
        return wellFormed;
    }

    public int opcode() {
        return header.getInt(headerAt + 4);
    }

    public long unique() {
        return header.getLong(headerAt + 8);
    }

    public long nodeid() {
        return header.getLong(headerAt + 16);
    }

    public int uid() {
        return header.getInt(headerAt + 24);
    }

    public int gid() {
        return header.getInt(headerAt + 28);
    }

    public int pid() {
        return header.getInt(headerAt + 32);
    }

    /** Bytes of extensions ({@code struct fuse_ext_header} …) at the end of the payload. */
    public int extensionBytes() {
        return (header.getShort(headerAt + 36) & 0xffff) * 8;
    }

    /** The 32-bit argument at {@code offset} of the {@code fuse_*_in} structure. */
    public int int32(int offset) {
        return arguments.getInt(argumentsAt + offset);
    }

    /** The 64-bit argument at {@code offset} of the {@code fuse_*_in} structure. */
    public long int64(int offset) {
        return arguments.getLong(argumentsAt + offset);
    }

    /** Bytes after the fixed arguments, extensions included. */
    public int payloadLength() {
        return payloadLength;
    }

    /** Native address of the payload's byte at {@code offset}. */
    public long payloadAddress(int offset) {
        return payloadAddress + offset;
    }

    public byte payloadByte(int offset) {
        return payload.get(payloadAt + offset);
    }

    public int payloadInt32(int offset) {
        return payload.getInt(payloadAt + offset);
    }

    public long payloadInt64(int offset) {
        return payload.getLong(payloadAt + offset);
    }

    /**
     * Length in bytes, without the NUL, of the string that starts at payload offset {@code from}; -1 when no NUL ends
     * it within the payload. The next string, if any, starts at {@code from + length + 1}.
     */
    public int stringLength(int from) {
        int end = payloadLength - extensionBytes();
        for (int i = from; i < end; i++) {
            if (payloadByte(i) == 0) {
                return i - from;
            }
        }
        return -1;
    }
}
