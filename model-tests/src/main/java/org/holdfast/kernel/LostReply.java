package org.holdfast.kernel;

import jnr.ffi.LibraryLoader;
import org.holdfast.os.Libc;
import org.holdfast.os.NativeBuffer;

/**
 * Makes a daemon's socket take no message for a while: as a copy of the daemon's own end it fills what the client does not
 * read, and lets writes fail (EAGAIN) rather than wait. The daemon must have one worker.
 */
final class LostReply {
    private static final int SYS_PIDFD_OPEN = 434;
    private static final int SYS_PIDFD_GETFD = 438;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int O_NONBLOCK = 04000;
    private static final int MESSAGE = 32 << 10;

    private final Libc libc = LibraryLoader.create(Libc.class).load("c");
    private final PacketPair socket;
    private final int end;
    private final int flags;

    /** Copies descriptor {@code fd} of the process, its end of the socket; that needs what ptrace(2) needs. */
    LostReply(long pid, int fd, PacketPair socket) {
        this.socket = socket;
        int process = (int) libc.syscall(SYS_PIDFD_OPEN, pid, 0, 0, 0, 0, 0);
        end = (int) libc.syscall(SYS_PIDFD_GETFD, process, fd, 0, 0, 0, 0);
        libc.close(process);
        if (end < 0) {
            throw new IllegalStateException("cannot copy descriptor " + fd + " of process " + pid);
        }
        flags = libc.fcntl(end, F_GETFL, 0);
    }

    /** Fills the socket with notifications; returns how many, which the client has to read before {@link #end}. */
    int fill() {
        libc.fcntl(end, F_SETFL, flags | O_NONBLOCK);
        NativeBuffer message = NativeBuffer.allocate(MESSAGE);
        message.putInt(0, MESSAGE);
        int count = 0;
        while (libc.write(end, message.address(), MESSAGE) == MESSAGE) {
            count++;
        }
        message.putInt(0, Answer.HEADER_BYTES);
        while (libc.write(end, message.address(), Answer.HEADER_BYTES) == Answer.HEADER_BYTES) {
            count++;
        }
        return count;
    }

    /** Whether the daemon has read all that the client has sent. */
    boolean isRead() {
        return socket.isRead();
    }

    /** The socket is as it was. */
    void end() {
        libc.fcntl(end, F_SETFL, flags);
        libc.close(end);
    }
}
