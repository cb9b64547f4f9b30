package org.holdfast.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.holdfast.trace.Tracer;
import org.junit.jupiter.api.Test;

/** Which node is cooled next. */
final class BudgetedTest {
    private static final int FDS = 1000;

    private final NodeTable table =
            new NodeTable(2, 0, 5, mount -> mount, new Budget(Policy.ADAPTIVE, FDS, Integer.MAX_VALUE), Tracer.OFF);
    private final Pin pin = new Pin();

    /** LOOKUP of a file, which is pinned and has an fd within the budget then. */
    private Pin lookup(long ino) {
        Pin found = new Pin();
        table.resolve(ino, 0, Pin.REGULAR, 7, table.now(), true, true, found);
        assertThat(found.linking).isFalse();
        return found;
    }

    private boolean coolOne(long nodeid) {
        return table.beginCool((int) nodeid & table.shards() - 1, pin);
    }

    @Test
    void whatIsPinnedOrWasReferencedLatelyIsPassedOver() {
        Pin file = lookup(10);
        assertThat(coolOne(file.nodeid())).as("pinned").isFalse();
        table.unpin(file);
        table.pin(file.nodeid(), pin, false);
        table.unpin(pin);
        assertThat(coolOne(file.nodeid())).as("referenced").isFalse();
        assertThat(coolOne(file.nodeid())).as("not referenced since").isTrue();
        assertThat(pin.nodeid()).isEqualTo(file.nodeid());
        assertThat(coolOne(file.nodeid())).as("cooled already").isFalse();
    }

    @Test
    void whatIsForgottenIsNotCooledAndTheRestIsCooledOnce() {
        Set<Long> left = new HashSet<>();
        for (int i = 0; i < 20 * FDS; i++) {
            Pin file = lookup(100 + i);
            table.unpin(file);
            if (i % 40 == 0) {
                left.add(file.nodeid());
            } else {
                table.forget(file.nodeid(), 1);
            }
        }
        assertThat(table.counts().budgeted).isEqualTo(left.size());
        Set<Long> cooled = new HashSet<>();
        for (int shard = 0; shard < table.shards(); shard++) {
            while (table.beginCool(shard, pin)) {
                assertThat(cooled.add(pin.nodeid())).isTrue();
                table.endLink(pin, true, 1, 2);
                table.unpin(pin);
            }
        }
        assertThat(cooled).isEqualTo(left);
        assertThat(table.counts().budgeted).isZero();
    }
}
