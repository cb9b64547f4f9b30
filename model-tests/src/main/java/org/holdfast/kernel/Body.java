package org.holdfast.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The part of a request behind its header: a {@code struct fuse_*_in} field by field, names and data. */
public final class Body {
    private static final int LARGEST = 1 << 16;

    private final ByteBuffer bytes = ByteBuffer.allocate(LARGEST).order(ByteOrder.nativeOrder());

    private Body() {}

    /** Nothing yet. */
    public static Body empty() {
        return new Body();
    }

    /** {@code name\0}, the whole body of LOOKUP, UNLINK and RMDIR. */
    public static Body name(String name) {
        return empty().string(name);
    }

    public Body u32(int... values) {
        for (int value : values) {
            bytes.putInt(value);
        }
        return this;
    }

    public Body u64(long... values) {
        for (long value : values) {
            bytes.putLong(value);
        }
        return this;
    }

    /** The text in UTF-8 with the NUL that ends it. */
    public Body string(String text) {
        bytes.put(text.getBytes(StandardCharsets.UTF_8)).put((byte) 0);
        return this;
    }

    /** These bytes and nothing behind them. */
    public Body data(byte[] data) {
        bytes.put(data);
        return this;
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
