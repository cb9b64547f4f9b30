package org.holdfast.passthrough;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * One request, byte for byte as the kernel lays it out (linux/fuse.h): {@code struct fuse_in_header}, then what is
 * appended. Numbers are little-endian; names are ISO 8859-1, so that a test can name any byte.
 */
final class Message {
    private static final int MAX = 256 * 1024;
    private static final int TEST_PID = 4711;
    private static long lastUnique;

    private ByteBuffer bytes = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);

    Message(int opcode, long nodeid) {
        bytes.putInt(0)
                .putInt(opcode)
                .putLong(nextUnique())
                .putLong(nodeid)
                .putInt(0)
                .putInt(0)
                .putInt(TEST_PID)
                .putInt(0);
    }

    private static synchronized long nextUnique() {
        return lastUnique += 2;
    }

    private ByteBuffer room(int more) {
        if (bytes.remaining() < more) {
            ByteBuffer larger = ByteBuffer.allocate(Math.min(MAX, (bytes.position() + more) * 2))
                    .order(ByteOrder.LITTLE_ENDIAN);
            bytes.flip();
            bytes = larger.put(bytes);
        }
        return bytes;
    }

    /** The caller on whose behalf the request is made. */
    Message caller(int uid, int gid) {
        bytes.putInt(24, uid).putInt(28, gid);
        return this;
    }

    /** Says that the last {@code units * 8} bytes are extensions. */
    Message extensions(int units) {
        bytes.putShort(36, (short) units);
        return this;
    }

    Message u32(int... values) {
        for (int value : values) {
            room(4).putInt(value);
        }
        return this;
    }

    Message u64(long... values) {
        for (long value : values) {
            room(8).putLong(value);
        }
        return this;
    }

    /** The name and a NUL. */
    Message name(String name) {
        return data(name.getBytes(StandardCharsets.ISO_8859_1)).data(new byte[1]);
    }

    Message data(byte[] data) {
        room(data.length).put(data);
        return this;
    }

    /** The finished request, with its length in the header. */
    byte[] bytes() {
        byte[] copy = new byte[bytes.position()];
        bytes.putInt(0, copy.length);
        bytes.get(0, copy);
        return copy;
    }

    int length() {
        return bytes.position();
    }

    /** The header alone, for requests whose arguments a test makes up. */
    static byte[] withBody(int opcode, long nodeid, byte[] body) {
        return new Message(opcode, nodeid).data(body).bytes();
    }
}
