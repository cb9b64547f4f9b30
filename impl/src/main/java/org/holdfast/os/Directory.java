package org.holdfast.os;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Lists a directory; for the cold paths, where names may become strings. */
public final class Directory {
    /**
     * @param name the bytes of the name as ISO 8859-1, so that every name survives the way there and back
     * @param type {@code d_type}: the type bits of the mode, shifted down by 12
     */
    public record Entry(String name, int type, long ino) {
        /** The name as a NUL-terminated path. */
        public NativeBuffer path() {
            return NativeBuffer.string(name.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    private static final int BUFFER = 32 * 1024;
    private static final int NAME_AT = 19;

    private Directory() {}

    /**
     * All entries but "." and ".." of the directory open at {@code fd}, from its current position.
     *
     * @throws EnvironmentException when it cannot be read
     */
    public static List<Entry> list(Sys sys, int fd, String display) {
        NativeBuffer buffer = NativeBuffer.allocate(BUFFER);
        List<Entry> entries = new ArrayList<>();
        while (true) {
            long got = sys.getdents64(fd, buffer.address(), BUFFER);
            if (got < 0) {
                throw new EnvironmentException("cannot list " + display + ": " + Errno.describe((int) -got));
            }
            if (got == 0) {
                return entries;
            }
            for (int at = 0; at < got; at += buffer.getShort(at + 16) & 0xffff) {
                String name = name(buffer, at + NAME_AT);
                if (!name.equals(".") && !name.equals("..")) {
                    entries.add(new Entry(name, buffer.getByte(at + 18), buffer.getLong(at)));
                }
            }
        }
    }

    private static String name(NativeBuffer buffer, int at) {
        int end = at;
        while (buffer.getByte(end) != 0) {
            end++;
        }
        return new String(buffer.copy(at, end - at), StandardCharsets.ISO_8859_1);
    }
}
