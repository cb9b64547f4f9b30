package org.holdfast.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rows of a shard: every column keeps its value whatever the others are, and nodeids never repeat. */
final class SlotsTest {
    private final Slots slots = new Slots(5, 6, mount -> mount);

    @Test
    void aNewRowIsEmpty() {
        int row = slots.allocate(-1L, 65535, 15);
        assertThat(slots.nodeid(row) & 63).isEqualTo(5);
        assertThat(slots.ino(row)).isEqualTo(-1L);
        assertThat(slots.mount(row)).isEqualTo(65535);
        assertThat(slots.kind(row)).isEqualTo(15);
        assertThat(slots.count(row)).isZero();
        assertThat(slots.pins(row)).isZero();
        assertThat(slots.fd(row)).isEqualTo(Slots.NONE);
        assertThat(slots.shownCtime(row)).isEqualTo(CtimeMask.NONE);
        assertThat(slots.find(slots.nodeid(row)))
                .as("not found before it is counted")
                .isEqualTo(Slots.NONE);
    }

    @Test
    void columnsDoNotDisturbEachOther() {
        int row = slots.allocate(77, 3, 8);
        int[] flags = {Slots.LINKED, Slots.CHANGING, Slots.DRAINING, Slots.STUCK};
        for (int fd : new int[] {0, 1, 1 << 20, Integer.MAX_VALUE, Slots.NONE}) {
            slots.setFd(row, fd);
            slots.addPins(row, 65535);
            slots.setCount(row, (1L << 48) - 1);
            for (int flag : flags) {
                slots.raise(row, flag);
                assertThat(slots.has(row, flag)).isTrue();
            }
            assertThat(slots.fd(row)).isEqualTo(fd);
            assertThat(slots.pins(row)).isEqualTo(65535);
            assertThat(slots.kind(row)).isEqualTo(8);
            assertThat(slots.count(row)).isEqualTo((1L << 48) - 1);
            assertThat(slots.mount(row)).isEqualTo(3);
            slots.addPins(row, -65535);
            for (int flag : flags) {
                slots.lower(row, flag);
                assertThat(slots.has(row, flag)).isFalse();
            }
            assertThat(slots.fd(row)).isEqualTo(fd);
        }
    }

    @Test
    void countsStopAtTheirLimit() {
        int row = slots.allocate(77, 3, 8);
        slots.setCount(row, Long.MAX_VALUE);
        assertThat(slots.count(row)).isEqualTo((1L << 48) - 1);
        assertThat(slots.mount(row)).isEqualTo(3);
    }

    @Test
    void aFreedRowComesBackWithAnotherNodeid() {
        Set<Long> seen = new HashSet<>();
        int row = slots.allocate(1, 0, 8);
        for (int i = 0; i < 10_000; i++) {
            slots.setCount(row, 1);
            long nodeid = slots.nodeid(row);
            assertThat(seen.add(nodeid)).isTrue();
            assertThat(nodeid).isPositive();
            assertThat(slots.find(nodeid)).isEqualTo(row);
            slots.free(row);
            assertThat(slots.find(nodeid)).isEqualTo(Slots.NONE);
            assertThat(slots.find(nodeid + (1L << 32))).as("the nodeid to come").isEqualTo(Slots.NONE);
            assertThat(slots.allocate(1, 0, 8)).isEqualTo(row);
        }
        assertThat(slots.rows()).isEqualTo(1);
    }

    @Test
    void manyRowsAreFoundByTheirNodeids() {
        for (int i = 0; i < 5000; i++) {
            slots.setCount(slots.allocate(i, 0, 8), i + 1);
        }
        for (int row = 0; row < 5000; row++) {
            assertThat(Slots.rowOf(slots.nodeid(row), 6)).isEqualTo(row);
            assertThat(slots.find(slots.nodeid(row))).isEqualTo(row);
            assertThat(slots.ino(row)).isEqualTo(row);
        }
        assertThat(slots.find(5000L << 6 | 5)).isEqualTo(Slots.NONE);
    }
}
