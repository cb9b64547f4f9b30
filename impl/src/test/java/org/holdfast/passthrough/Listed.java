package org.holdfast.passthrough;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One entry of a READDIR or READDIRPLUS reply; {@code entry} is null in the former. */
record Listed(Entry entry, long ino, long offset, int type, String name) {
    private static final int DIRENT = 24;

    static List<Listed> read(ByteBuffer from, int length, boolean plus) {
        List<Listed> listed = new ArrayList<>();
        for (int at = 0; at < length; ) {
            Entry entry = plus ? Entry.read(from, at) : null;
            int dirent = at + (plus ? Entry.BYTES : 0);
            int nameLength = from.getInt(dirent + 16);
            byte[] name = new byte[nameLength];
            from.get(dirent + DIRENT, name);
            listed.add(new Listed(
                    entry,
                    from.getLong(dirent),
                    from.getLong(dirent + 8),
                    from.getInt(dirent + 20),
                    new String(name, StandardCharsets.ISO_8859_1)));
            at = dirent + (DIRENT + nameLength + 7 & ~7);
        }
        return listed;
    }

    boolean isDots() {
        return name.equals(".") || name.equals("..");
    }
}
