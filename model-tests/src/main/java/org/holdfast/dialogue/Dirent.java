package org.holdfast.dialogue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.holdfast.kernel.Answer;

/**
 * {@code struct fuse_dirent}, or the one in a {@code struct fuse_direntplus}.
 *
 * @param at where it begins in the reply, with its entry if it has one
 */
record Dirent(int at, long offset, int type, String name) {
    static final int BYTES = 24;

    /** Those in a reply; {@code head} bytes stand before each. */
    static List<Dirent> all(Answer answer, int head) {
        ByteBuffer bytes = ByteBuffer.wrap(answer.body()).order(ByteOrder.nativeOrder());
        List<Dirent> entries = new ArrayList<>();
        int at = 0;
        while (at + head + BYTES <= bytes.capacity()) {
            int length = bytes.getInt(at + head + 16);
            byte[] name = new byte[length];
            bytes.get(at + head + BYTES, name);
            entries.add(
                    new Dirent(at, bytes.getLong(at + head + 8), bytes.getInt(at + head + 20), Words.ofBytes(name)));
            at += head + (BYTES + length + 7 & ~7);
        }
        return entries;
    }

    boolean isDots() {
        return name.equals(".") || name.equals("..");
    }
}
