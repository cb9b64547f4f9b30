package org.holdfast.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.holdfast.trace.Tracer;
import org.junit.jupiter.api.Test;

/** What a remembered inode costs. */
final class TableMemoryTest {
    private static final int NODES = 1_000_000;
    private static final double LIMIT = 64;

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void aMillionNodes() {
        long before = used();
        NodeTable table =
                new NodeTable(2, 0, 5, mount -> mount, new Budget(Policy.ADAPTIVE, 0, Integer.MAX_VALUE), Tracer.OFF);
        Pin pin = new Pin();
        for (int i = 0; i < NODES; i++) {
            table.resolve(1000 + i, 0, Pin.REGULAR, 7, 0, true, true, pin);
            table.endLink(pin, true, 1, 2);
            table.unpin(pin);
        }
        double bytes = (double) (used() - before) / NODES;
        System.out.printf("bytes of heap for each of %d nodes: %.1f%n", NODES, bytes);
        assertThat(table.counts().links).isEqualTo(NODES);
        assertThat(bytes).isLessThanOrEqualTo(LIMIT);

        for (int shard = 0; shard < table.shards(); shard++) {
            for (long nodeid : table.remembered(shard)) {
                assertThat(table.forget(nodeid, 1)).isEqualTo(Outcome.DRAINED);
                table.beginRelease(nodeid, pin);
                table.endRelease(pin, true, 1, CtimeMask.NONE);
            }
        }
        long emptied = used();
        for (int i = 0; i < NODES; i++) {
            table.resolve(1000 + i, 0, Pin.REGULAR, 7, 0, true, true, pin);
            table.endLink(pin, true, 1, 2);
            table.unpin(pin);
        }
        assertThat(used() - emptied)
                .as("rows of forgotten nodes are used again")
                .isLessThan(NODES);
    }
}
