package org.holdfast.node;

import java.nio.charset.StandardCharsets;
import org.holdfast.os.NativeBuffer;

/**
 * Writes the path of a hold into native memory of its own, without allocating: {@code ab/1f3ab} for a work link,
 * {@code /proc/self/fd/7} for an fd. Belongs to one thread.
 */
public final class HoldPath {
    /** The empty path, for AT_EMPTY_PATH. */
    public static final NativeBuffer EMPTY = NativeBuffer.allocate(8);

    private static final byte[] PROC = "/proc/self/fd/".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final NativeBuffer buffer = NativeBuffer.allocate(96);

    HoldPath() {
        for (int i = 0; i < PROC.length; i++) {
            buffer.putByte(i, PROC[i]);
        }
    }

    /** A writer for a thread. */
    public static HoldPath create() {
        return new HoldPath();
    }

    /** Where the part after "/proc/self/fd/" starts; work links are written there too, so that the prefix stays. */
    private static final int TAIL = 14;

    /** Address of the work link's name relative to its workdir. */
    long inWorkdir(long nodeid) {
        buffer.putByte(putLink(TAIL, nodeid), 0);
        return buffer.address(TAIL);
    }

    /** Address of the name of a work link's shard, relative to the workdir: its first three bytes without the slash. */
    long shard(long nodeid) {
        putLink(TAIL, nodeid);
        buffer.putByte(TAIL + 2, 0);
        return buffer.address(TAIL);
    }

    /** Address of "N", relative to /proc/self/fd. */
    long inFdDirectory(int fd) {
        buffer.putByte(putDecimal(TAIL, fd), 0);
        return buffer.address(TAIL);
    }

    /** Address of "/proc/self/fd/N". */
    public long ofFd(int fd) {
        buffer.putByte(putDecimal(TAIL, fd), 0);
        return buffer.address();
    }

    /** Address of "/proc/self/fd/WORKDIR/ab/1f3ab". */
    long inWorkdirOf(int workdirFd, long nodeid) {
        int at = putDecimal(TAIL, workdirFd);
        buffer.putByte(at++, '/');
        buffer.putByte(putLink(at, nodeid), 0);
        return buffer.address();
    }

    private int putLink(int start, long nodeid) {
        int at = start;
        buffer.putByte(at++, HEX[(int) (nodeid >> 4) & 0xf]);
        buffer.putByte(at++, HEX[(int) nodeid & 0xf]);
        buffer.putByte(at++, '/');
        int digits = Math.max(1, (67 - Long.numberOfLeadingZeros(nodeid)) / 4);
        for (int i = digits - 1; i >= 0; i--) {
            buffer.putByte(at++, HEX[(int) (nodeid >> i * 4) & 0xf]);
        }
        return at;
    }

    private int putDecimal(int start, int number) {
        int digits = 1;
        for (int rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        int rest = number;
        for (int i = start + digits - 1; i >= start; i--) {
            buffer.putByte(i, '0' + rest % 10);
            rest /= 10;
        }
        return start + digits;
    }
}
