package org.holdfast.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.holdfast.fuse.Opcode;
import org.holdfast.os.Errno;

/** What the workers of a mount have served: counts and latencies, summed up only when somebody asks. */
public final class Metrics {
    private final List<WorkerMetrics> workers = new ArrayList<>();
    private final Histogram[] totals = new Histogram[Opcode.LIMIT];

    /** A part for one more thread. */
    synchronized WorkerMetrics forWorker() {
        WorkerMetrics worker = new WorkerMetrics();
        workers.add(worker);
        return worker;
    }

    /**
     * Percentiles of the time from reading a request to having written its reply, in microseconds; over io_uring without the
     * system call that hands the reply over, which also waits for the next request.
     *
     * @param max the longest so far
     */
    public record Latency(double p50, double p99, double max) {}

    /** Requests so far, by opcode name; only those that came. */
    public synchronized Map<String, Long> requests() {
        Map<String, Long> counts = new TreeMap<>();
        for (WorkerMetrics worker : workers) {
            for (int opcode = 0; opcode < Opcode.LIMIT; opcode++) {
                add(counts, Opcode.name(opcode), worker.requests.get(opcode));
            }
        }
        return counts;
    }

    /** Errors so far, by opcode name and errno name. */
    public synchronized Map<String, Map<String, Long>> errors() {
        Map<String, Map<String, Long>> counts = new TreeMap<>();
        for (WorkerMetrics worker : workers) {
            for (int opcode = 0; opcode < Opcode.LIMIT; opcode++) {
                AtomicLongArray byErrno = worker.errors.get(opcode);
                for (int errno = 0; byErrno != null && errno < WorkerMetrics.ERRNO_LIMIT; errno++) {
                    if (byErrno.get(errno) != 0) {
                        add(
                                counts.computeIfAbsent(Opcode.name(opcode), name -> new TreeMap<>()),
                                Errno.name(errno),
                                byErrno.get(errno));
                    }
                }
            }
        }
        return counts;
    }

    /** Latencies so far, by opcode name. */
    public synchronized Map<String, Latency> latencies() {
        Map<String, Latency> result = new TreeMap<>();
        for (int opcode = 0; opcode < Opcode.LIMIT; opcode++) {
            collect(opcode);
            if (totals[opcode] != null) {
                result.put(
                        Opcode.name(opcode),
                        new Latency(
                                totals[opcode].getValueAtPercentile(50) / 1000.0,
                                totals[opcode].getValueAtPercentile(99) / 1000.0,
                                totals[opcode].getMaxValue() / 1000.0));
            }
        }
        return result;
    }

    /** Moves what the workers have recorded since the last time into the totals. */
    private void collect(int opcode) {
        for (WorkerMetrics worker : workers) {
            SingleWriterRecorder recorder = worker.latency.get(opcode);
            if (recorder != null) {
                if (totals[opcode] == null) {
                    totals[opcode] = new Histogram(1, WorkerMetrics.LONGEST, WorkerMetrics.DIGITS);
                }
                totals[opcode].add(recorder.getIntervalHistogram());
            }
        }
    }

    private static void add(Map<String, Long> counts, String name, long count) {
        if (count != 0) {
            counts.merge(name, count, Long::sum);
        }
    }
}
