package org.holdfast.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.holdfast.os.Errno;

/**
 * A reply: {@code struct fuse_out_header} without its length, and what follows it.
 *
 * @param unique of the request; 0: a notification
 * @param errno positive, 0 for success
 */
public record Answer(long unique, int errno, byte[] body) {
    static final int HEADER_BYTES = 16;

    /** Stands for the errno of a reply that did not arrive. */
    static final int LOST = -1;

    private static final int ENTRY_BYTES = 128;
    private static final int ENTRY_ATTR_AT = 40;
    private static final int ATTR_OUT_BYTES = 104;
    private static final int ATTR_OUT_ATTR_AT = 16;

    /** Whether it is a success. */
    public boolean ok() {
        return errno == 0;
    }

    /** Whether the request was done as far as the daemon knows, and its reply did not arrive. */
    public boolean lost() {
        return errno == LOST;
    }

    public int u32(int at) {
        return view().getInt(at);
    }

    public long u64(int at) {
        return view().getLong(at);
    }

    private ByteBuffer view() {
        return ByteBuffer.wrap(body).order(ByteOrder.nativeOrder());
    }

    /** The nodeid of a {@code struct fuse_entry_out}. */
    public long nodeid() {
        mustHave(ENTRY_BYTES);
        return u64(0);
    }

    /** The generation of a {@code struct fuse_entry_out}. */
    public long generation() {
        mustHave(ENTRY_BYTES);
        return u64(Long.BYTES);
    }

    /** The attributes of a {@code struct fuse_entry_out}. */
    public Attributes entry() {
        mustHave(ENTRY_BYTES);
        return attributes(ENTRY_ATTR_AT);
    }

    /** The attributes of a {@code struct fuse_attr_out}. */
    public Attributes attributes() {
        mustHave(ATTR_OUT_BYTES);
        return attributes(ATTR_OUT_ATTR_AT);
    }

    private Attributes attributes(int at) {
        return new Attributes(u64(at), u64(at + 40) * Attributes.SECOND + u32(at + 56), u32(at + 60), u32(at + 64));
    }

    private void mustHave(int bytes) {
        if (!ok() || body.length < bytes) {
            throw new AssertionError("not a reply of " + bytes + " bytes: " + this);
        }
    }

    @Override
    public String toString() {
        if (lost()) {
            return "nothing";
        }
        return ok() ? "success with " + body.length + " bytes" : "error " + Errno.name(errno);
    }
}
