package org.holdfast.kernel;

import jnr.ffi.LastError;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;
import org.holdfast.os.Errno;

/** Functions of libc that only a client needs; see section 2 of the Linux manual. They return -1 for a failure. */
public interface Natives {
    Natives LIBC = LibraryLoader.create(Natives.class).load("c");

    int socket(int domain, int type, int protocol);

    int connect(int socket, long address, int length);

    int bind(int socket, long address, int length);

    int listen(int socket, int backlog);

    int memfd_create(long name, int flags);

    int eventfd(int start, int flags);

    /** {@code fds}: {@code count} of {@code struct pollfd}; {@code timeout} in milliseconds. */
    int poll(long fds, long count, int timeout);

    /** The value, if it is none of a failure. */
    static int checked(String call, int value) {
        if (value < 0) {
            throw new IllegalStateException(
                    call + ": " + Errno.describe(LastError.getLastError(Runtime.getSystemRuntime())));
        }
        return value;
    }
}
