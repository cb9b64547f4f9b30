package org.holdfast.passthrough;

import java.nio.ByteBuffer;

/** {@code struct fuse_entry_out}. */
record Entry(long nodeid, long generation, long entryValid, long attrValid, Attr attr) {
    static final int BYTES = 128;

    static Entry read(ByteBuffer from, int at) {
        return new Entry(
                from.getLong(at),
                from.getLong(at + 8),
                from.getLong(at + 16),
                from.getLong(at + 24),
                Attr.read(from, at + 40));
    }
}
