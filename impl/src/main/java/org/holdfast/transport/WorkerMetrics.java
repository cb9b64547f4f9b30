package org.holdfast.transport;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.HdrHistogram.SingleWriterRecorder;
import org.holdfast.fuse.Opcode;

/** What one worker thread counts; written by that thread alone, read by any. Allocates only at an opcode's first use. */
final class WorkerMetrics {
    /** Errno values are below this. */
    static final int ERRNO_LIMIT = 136;
    /** One minute in nanoseconds: longer requests are counted as that long. */
    static final long LONGEST = 60_000_000_000L;

    static final int DIGITS = 2;

    final AtomicLongArray requests = new AtomicLongArray(Opcode.LIMIT);
    final AtomicReferenceArray<AtomicLongArray> errors = new AtomicReferenceArray<>(Opcode.LIMIT);
    final AtomicReferenceArray<SingleWriterRecorder> latency = new AtomicReferenceArray<>(Opcode.LIMIT);

    /** Counts one request that took {@code nanos} and was answered with {@code errno}; unknown opcodes count as 0. */
    void record(int opcode, int errno, long nanos) {
        int index = opcode >= 0 && opcode < Opcode.LIMIT ? opcode : 0;
        increment(requests, index);
        if (errno != 0) {
            countError(index, errno);
        }
        SingleWriterRecorder recorder = latency.getPlain(index);
        if (recorder == null) {
            recorder = new SingleWriterRecorder(1, LONGEST, DIGITS);
            latency.set(index, recorder);
        }
        recorder.recordValue(Math.max(1, Math.min(nanos, LONGEST)));
    }

    private void countError(int opcode, int errno) {
        AtomicLongArray counts = errors.getPlain(opcode);
        if (counts == null) {
            counts = new AtomicLongArray(ERRNO_LIMIT);
            errors.set(opcode, counts);
        }
        increment(counts, errno > 0 && errno < ERRNO_LIMIT ? errno : 0);
    }

    /** One writer, so no atomic addition is needed. */
    private static void increment(AtomicLongArray counts, int index) {
        counts.setRelease(index, counts.getPlain(index) + 1);
    }
}
