package org.holdfast.fuse;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What reading a request and writing a reply take by themselves. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ProtocolBenchmark {
    private static final int ENTRY_BYTES = 128; // struct fuse_entry_out
    private static final long ADDRESS = 4096; // handed through, never read from

    /** The buffers of a worker, with a LOOKUP in one. */
    @State(Scope.Thread)
    public static class Buffers {
        private final ByteBuffer in = ByteBuffer.allocateDirect(4096).order(ByteOrder.nativeOrder());
        private final ByteBuffer out = ByteBuffer.allocateDirect(4096).order(ByteOrder.nativeOrder());
        private final Request request = new Request();
        private final Reply reply = new Reply(out, Reply.HEADER_BYTES, ADDRESS, 4096 - Reply.HEADER_BYTES);
        private final int length;

        /** Writes the request. */
        public Buffers() {
            byte[] name = "a-name-of-usual-length.txt\0".getBytes(StandardCharsets.US_ASCII);
            length = Request.HEADER_BYTES + name.length;
            in.putInt(0, length).putInt(4, Opcode.LOOKUP).putLong(8, 77).putLong(16, 1);
            for (int i = 0; i < name.length; i++) {
                in.put(Request.HEADER_BYTES + i, name[i]);
            }
        }
    }

    /** The header, and where the name ends. */
    @Benchmark
    public long readLookup(Buffers b) {
        b.request.wrap(b.in, 0, ADDRESS, b.length);
        return b.request.opcode() + b.request.unique() + b.request.nodeid() + b.request.stringLength(0);
    }

    /** An entry with all its fields, and the header. */
    @Benchmark
    public int writeEntry(Buffers b) {
        b.reply.begin();
        for (int at = 0; at < ENTRY_BYTES; at += Long.BYTES) {
            b.reply.put64(at, at);
        }
        b.reply.ok(ENTRY_BYTES);
        return b.reply.writeHeader(b.out, 0, 77);
    }
}
