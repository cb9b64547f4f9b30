package org.holdfast.node;

import org.holdfast.os.Errno;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.OpenFlags;
import org.holdfast.os.Sys;

/**
 * Names that lead from one directory down to another, written from the last to the first, and opened with
 * {@code openat2(2)}: without leaving the mount, and through no symbolic link. Belongs to one thread.
 */
final class Way {
    private static final int RESOLVE_NO_XDEV = 1;
    private static final int RESOLVE_NO_MAGICLINKS = 2;
    private static final int RESOLVE_NO_SYMLINKS = 4;
    private static final int RESOLVE_BENEATH = 8;

    /** {@code struct open_how}, linux/openat2.h. */
    private static final int HOW_BYTES = 24;

    /** The longest path of one system call, with its NUL. */
    private static final int PATH_MAX = 4096;

    private final NativeBuffer how = NativeBuffer.allocate(HOW_BYTES);
    private NativeBuffer names = NativeBuffer.allocate(PATH_MAX);
    private int start;

    Way() {
        how.putLong(0, OpenFlags.O_PATH | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW | OpenFlags.O_CLOEXEC);
        how.putLong(8, 0);
        how.putLong(16, RESOLVE_NO_XDEV | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS | RESOLVE_BENEATH);
    }

    /** A way of no names. */
    void clear() {
        start = names.size() - 1;
        names.putByte(start, 0);
    }

    /** The way is to begin with that name. */
    void begin(byte[] name) {
        boolean first = start == names.size() - 1;
        int length = name.length + (first ? 0 : 1);
        if (start < length) {
            grow();
            begin(name);
            return;
        }
        start -= length;
        for (int i = 0; i < name.length; i++) {
            names.putByte(start + i, name[i]);
        }
        if (!first) {
            names.putByte(start + name.length, '/');
        }
    }

    private void grow() {
        NativeBuffer larger = NativeBuffer.allocate(names.size() * 2);
        int more = larger.size() - names.size();
        for (int i = start; i < names.size(); i++) {
            larger.putByte(more + i, names.getByte(i));
        }
        start += more;
        names = larger;
    }

    /** Opens what is at its end, coming from a directory, which a way of no names leads to; a negated errno on failure. */
    int open(Sys sys, int directory) {
        if (start == names.size() - 1) {
            begin(new byte[] {'.'});
        }
        int from = directory;
        int part = start;
        while (true) {
            int end = endOf(part);
            boolean last = end == names.size() - 1;
            names.putByte(end, 0);
            int fd = sys.openat2(from, names.address(part), how.address(), HOW_BYTES);
            if (!last) {
                names.putByte(end, '/');
            }
            if (from != directory) {
                sys.close(from);
            }
            if (fd < 0 || last) {
                return fd;
            }
            from = fd;
            part = end + 1;
        }
    }

    /** Where the names end that one system call can take: at a slash, or at the end of all. */
    private int endOf(int part) {
        int end = names.size() - 1;
        if (end - part < PATH_MAX) {
            return end;
        }
        end = part + PATH_MAX - 1;
        while (names.getByte(end) != '/') {
            end--;
        }
        return end;
    }

    /** Whether an errno says that the way does not lead anywhere any more. */
    static boolean isLost(int error) {
        return error == -Errno.ENOENT || error == -Errno.ENOTDIR || error == -Errno.ELOOP || error == -Errno.EXDEV;
    }
}
