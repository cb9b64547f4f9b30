package org.holdfast.node;

import java.util.concurrent.TimeUnit;
import org.holdfast.trace.Tracer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What the node table takes of a request, by itself: no system call is made. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class NodeTableBenchmark {
    private static final int FD = 7; // of no file: the table only keeps the number
    private static final long FIRST = 1000;

    /** A table in which so many files are remembered by work links. */
    @State(Scope.Benchmark)
    public static class Filled {
        @Param({"1000", "1000000"})
        private int nodes;

        private NodeTable table;
        private long[] nodeids;

        /** Fills it. */
        @Setup(Level.Trial)
        public void fill() {
            table = new NodeTable(
                    2, 0, 5, mount -> mount, new Budget(Policy.ADAPTIVE, 0, Integer.MAX_VALUE), Tracer.OFF);
            nodeids = new long[nodes];
            Pin pin = new Pin();
            for (int i = 0; i < nodes; i++) {
                nodeids[i] = remember(table, FIRST + i, pin);
            }
        }
    }

    /** What a worker thread has. */
    @State(Scope.Thread)
    public static class Worker {
        private final Pin pin = new Pin();
        private int at;

        private int next(Filled filled) {
            at += 7919; // a prime, so that neighbours do not help
            at %= filled.nodes;
            return at;
        }
    }

    private static long remember(NodeTable table, long ino, Pin pin) {
        table.resolve(ino, 0, Pin.REGULAR, FD, 0, true, true, pin);
        long nodeid = pin.nodeid;
        table.endLink(pin, true, 1, 2);
        table.unpin(pin);
        return nodeid;
    }

    /** GETATTR, OPEN and the like: pin and unpin by nodeid. */
    @Benchmark
    public int pinAndUnpin(Filled filled, Worker worker) {
        filled.table.pin(filled.nodeids[worker.next(filled)], worker.pin, false);
        return filled.table.unpin(worker.pin);
    }

    /** LOOKUP of a file that is remembered already, and a FORGET that takes the count back. */
    @Benchmark
    public int lookupAgainAndForget(Filled filled, Worker worker) {
        int i = worker.next(filled);
        filled.table.resolve(FIRST + i, 0, Pin.REGULAR, FD, Long.MAX_VALUE, true, true, worker.pin);
        filled.table.unpin(worker.pin);
        return filled.table.forget(filled.nodeids[i], 1);
    }

    /** LOOKUP of a file that is not, and the FORGET that drops it again. */
    @Benchmark
    public void rememberAndForget(Filled filled, Worker worker) {
        long nodeid = remember(filled.table, FIRST - 1, worker.pin);
        filled.table.forget(nodeid, 1);
        filled.table.beginRelease(nodeid, worker.pin);
        filled.table.endRelease(worker.pin, true, 1, CtimeMask.NONE);
    }
}
