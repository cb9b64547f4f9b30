package org.holdfast.os;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An io_uring whose entries carry commands to a file (IORING_OP_URING_CMD, {@code struct io_uring_sqe} with
 * IORING_SETUP_SQE128; io_uring(7), linux/io_uring.h). Used by one thread at a time, except for {@link #isSubmitted}.
 *
 * <p>Each index that the kernel reads is stored with release order after what it covers, and each that the kernel writes
 * is loaded with acquire order before.
 */
public final class Ring implements AutoCloseable {
    private static final int SETUP_SUBMIT_ALL = 1 << 7;
    private static final int SETUP_SQE128 = 1 << 10;
    private static final int FEAT_SINGLE_MMAP = 1;
    private static final int ENTER_GETEVENTS = 1;
    private static final long OFF_RINGS = 0;
    private static final long OFF_SQES = 0x10000000L;

    /** {@code struct io_uring_params}: 10 words, then two structures of offsets. */
    private static final int PARAMS_BYTES = 120;

    private static final int PARAMS_FLAGS = 8;
    private static final int PARAMS_FEATURES = 20;
    private static final int SQ_OFF = 40;
    private static final int CQ_OFF = 80;
    private static final int OFF_HEAD = 0;
    private static final int OFF_TAIL = 4;
    private static final int OFF_MASK = 8;
    private static final int SQ_OFF_ARRAY = 24;
    private static final int CQ_OFF_CQES = 20;

    private static final int SQE_BYTES = 128;
    private static final int SQE_FD = 4;
    private static final int SQE_COMMAND = 8;
    private static final int SQE_ADDRESS = 16;
    private static final int SQE_LENGTH = 24;
    private static final int SQE_USER_DATA = 32;
    private static final int SQE_PAYLOAD = 48;
    private static final int CQE_BYTES = 16;
    private static final int CQE_RESULT = 8;
    private static final byte OP_URING_CMD = 46;

    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private final Sys sys;
    private final int fd;
    private final Mapping rings;
    private final Mapping entries;
    private final ByteBuffer ring;
    private final ByteBuffer sqes;
    private final int sqHead;
    private final int sqTail;
    private final int sqMask;
    private final int cqHead;
    private final int cqTail;
    private final int cqMask;
    private final int cqes;
    private int submitted;
    private int prepared;
    private int sqe;
    private int cqe;

    private Ring(Sys sys, int fd, NativeBuffer params, Mapping rings, Mapping entries) {
        this.sys = sys;
        this.fd = fd;
        this.rings = rings;
        this.entries = entries;
        ring = rings.memory().bytes();
        sqes = entries.memory().bytes();
        sqHead = params.getInt(SQ_OFF + OFF_HEAD);
        sqTail = params.getInt(SQ_OFF + OFF_TAIL);
        sqMask = ring.getInt(params.getInt(SQ_OFF + OFF_MASK));
        cqHead = params.getInt(CQ_OFF + OFF_HEAD);
        cqTail = params.getInt(CQ_OFF + OFF_TAIL);
        cqMask = ring.getInt(params.getInt(CQ_OFF + OFF_MASK));
        cqes = params.getInt(CQ_OFF + CQ_OFF_CQES);
        int array = params.getInt(SQ_OFF + SQ_OFF_ARRAY);
        for (int i = 0; i <= sqMask; i++) {
            ring.putInt(array + i * Integer.BYTES, i);
        }
    }

    /**
     * A ring for {@code count} commands at once.
     *
     * @throws EnvironmentException when the kernel refuses it or its use, with the reason
     */
    public static Ring open(Sys sys, int count) {
        NativeBuffer params = NativeBuffer.allocate(PARAMS_BYTES);
        params.putInt(PARAMS_FLAGS, SETUP_SQE128 | SETUP_SUBMIT_ALL);
        int fd = sys.ioUringSetup(count, params.address());
        if (fd < 0) {
            throw new EnvironmentException(refusal("io_uring_setup", -fd));
        }
        Mapping rings = null;
        try {
            if ((params.getInt(PARAMS_FEATURES) & FEAT_SINGLE_MMAP) == 0) {
                throw new EnvironmentException("io_uring_setup: this kernel's rings need more than one mapping");
            }
            int sqEnd = params.getInt(SQ_OFF + SQ_OFF_ARRAY) + params.getInt(0) * Integer.BYTES;
            int cqEnd = params.getInt(CQ_OFF + CQ_OFF_CQES) + params.getInt(4) * CQE_BYTES;
            rings = Mapping.shared(sys, Math.max(sqEnd, cqEnd), fd, OFF_RINGS);
            int error = Math.min(sys.ioUringEnter(fd, 0, 0, 0), 0);
            if (error < 0) {
                throw new EnvironmentException(refusal("io_uring_enter", -error));
            }
            Mapping entries = Mapping.shared(sys, params.getInt(0) * SQE_BYTES, fd, OFF_SQES);
            return new Ring(sys, fd, params, rings, entries);
        } catch (EnvironmentException e) {
            if (rings != null) {
                rings.close();
            }
            sys.close(fd);
            throw e;
        }
    }

    private static String refusal(String call, int errno) {
        String why =
                switch (errno) {
                    case Errno.EPERM -> " (forbidden by sysctl kernel.io_uring_disabled, or by a seccomp filter)";
                    case Errno.ENOMEM -> " (is RLIMIT_MEMLOCK too low?)";
                    default -> "";
                };
        return call + ": " + Errno.describe(errno) + why;
    }

    /**
     * Prepares one command; never more than the ring has entries for. {@code address} and {@code length} are the
     * entry's own; what the file wants besides goes in with {@link #put}.
     */
    public void command(int file, int operation, long address, int length, long userData) {
        sqe = (prepared & sqMask) * SQE_BYTES;
        for (int at = 0; at < SQE_BYTES; at += Long.BYTES) {
            sqes.putLong(sqe + at, 0);
        }
        sqes.put(sqe, OP_URING_CMD);
        sqes.putInt(sqe + SQE_FD, file);
        sqes.putInt(sqe + SQE_COMMAND, operation);
        sqes.putLong(sqe + SQE_ADDRESS, address);
        sqes.putInt(sqe + SQE_LENGTH, length);
        sqes.putLong(sqe + SQE_USER_DATA, userData);
        prepared++;
    }

    /** Writes to the 80 bytes of the prepared command that the file interprets. */
    public void put(int offset, long value) {
        sqes.putLong(sqe + SQE_PAYLOAD + offset, value);
    }

    /** Lets the kernel see what is prepared; it takes it at the next {@link #enter}. */
    public void publish() {
        INT.setRelease(ring, sqTail, prepared);
    }

    /**
     * Hands what is published to the kernel, then waits until {@code complete} completions are there. One system call.
     *
     * @return 0, or a negated errno
     */
    public int enter(int complete) {
        int result = sys.ioUringEnter(fd, prepared - submitted, complete, ENTER_GETEVENTS);
        if (result >= 0) {
            submitted += result;
        } else {
            submitted = (int) INT.getAcquire(ring, sqHead);
        }
        return Math.min(result, 0);
    }

    /** Whether the kernel has taken everything that was published before this call; for any thread. */
    public boolean isSubmitted() {
        int tail = (int) INT.getAcquire(ring, sqTail);
        return (int) INT.getAcquire(ring, sqHead) - tail >= 0;
    }

    /** Moves to the oldest completion that was not yet looked at; false when there is none. */
    public boolean next() {
        int head = ring.getInt(cqHead);
        if (head == (int) INT.getAcquire(ring, cqTail)) {
            return false;
        }
        cqe = cqes + (head & cqMask) * CQE_BYTES;
        return true;
    }

    /** What was given with the command that the current completion is for. */
    public long userData() {
        return ring.getLong(cqe);
    }

    /** The current completion's result. */
    public int result() {
        return ring.getInt(cqe + CQE_RESULT);
    }

    /** Gives the current completion's place back to the kernel. */
    public void seen() {
        INT.setRelease(ring, cqHead, ring.getInt(cqHead) + 1);
    }

    /** Ends every command that is under way. No thread may use the ring any more. */
    @Override
    public void close() {
        entries.close();
        rings.close();
        sys.close(fd);
    }
}
