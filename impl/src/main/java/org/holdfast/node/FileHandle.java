package org.holdfast.node;

import java.util.concurrent.locks.LockSupport;
import org.holdfast.os.Errno;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.OpenFlags;
import org.holdfast.os.Sys;

/**
 * A {@code struct file_handle} in native memory (name_to_handle_at(2)): by it an object is found again as long as it is
 * there, and no later one with its inode number. Belongs to one thread.
 */
final class FileHandle {
    /** Number of bytes that follow, then the type, both int. */
    private static final int HEAD = 8;

    /** MAX_HANDLE_SZ of linux/exportfs.h. */
    private static final int MOST = 128;

    private static final int MORE_TRIES = 50;
    private static final long PAUSE_NANOS = 100_000;

    private final NativeBuffer handle = NativeBuffer.allocate(HEAD + MOST + Integer.BYTES);
    private boolean taken;

    /** There is none. */
    void clear() {
        taken = false;
    }

    boolean isTaken() {
        return taken;
    }

    /** Takes that of the object open at {@code fd}; 0 or a negated errno. */
    int take(Sys sys, int fd) {
        return take(sys, fd, HoldPath.EMPTY.address(), Sys.AT_EMPTY_PATH);
    }

    /** Takes that of what bears the name in a directory; 0 or a negated errno. */
    int take(Sys sys, int directory, long name) {
        return take(sys, directory, name, 0);
    }

    private int take(Sys sys, int fd, long path, int flags) {
        handle.putInt(0, MOST);
        int error = sys.nameToHandleAt(fd, path, handle.address(), handle.address(HEAD + MOST), flags);
        taken = error == 0;
        return error;
    }

    /**
     * Opens the object with O_PATH, on the mount of which {@code anchor} is a directory; an fd or a negated errno. ext4 says
     * ENOMEM of an object that is gone while its inode number is being given to a new one; asked again it says ESTALE.
     */
    int open(Sys sys, int anchor) {
        int fd = openOnce(sys, anchor);
        for (int i = 0; fd == -Errno.ENOMEM && i < MORE_TRIES; i++) {
            LockSupport.parkNanos(PAUSE_NANOS);
            fd = openOnce(sys, anchor);
        }
        return fd;
    }

    private int openOnce(Sys sys, int anchor) {
        return sys.openByHandleAt(anchor, handle.address(), OpenFlags.O_PATH | OpenFlags.O_CLOEXEC);
    }

    private int size() {
        return HEAD + handle.getInt(0);
    }

    /** A copy to be kept. */
    byte[] copy() {
        return handle.copy(0, size());
    }

    /** Takes a copy again. */
    void load(byte[] copy) {
        handle.putString(0, copy);
        taken = true;
    }

    /** Whether both are of one object. */
    boolean is(FileHandle other) {
        for (int i = 0; i < size(); i++) {
            if (handle.getByte(i) != other.handle.getByte(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the copy is of the same object. */
    boolean is(byte[] copy) {
        if (copy.length != size()) {
            return false;
        }
        for (int i = 0; i < copy.length; i++) {
            if (copy[i] != handle.getByte(i)) {
                return false;
            }
        }
        return true;
    }
}
