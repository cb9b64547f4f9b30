package org.holdfast.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.BeforeTry;

/** The ledger may forget, but what it says is true. */
final class CtimeLedgerTest {
    private CtimeLedger ledger;

    @BeforeTry
    void begin() {
        ledger = new CtimeLedger();
    }

    @Property(tries = 500)
    void aFewEntriesAreKeptExactly(@ForAll @Size(max = 100) List<@IntRange(min = 0, max = 9999) Integer> steps) {
        Map<Long, long[]> model = new HashMap<>();
        for (int step : steps) {
            long ino = step % 20;
            long actual = step / 20 % 5;
            switch (step % 3) {
                case 0 -> {
                    ledger.put(ino, 1, 1000 + step, actual);
                    model.put(ino, new long[] {1000 + step, actual});
                }
                case 1 -> {
                    long[] known = model.remove(ino);
                    long expected = known != null && known[1] == actual ? known[0] : CtimeMask.NONE;
                    assertThat(ledger.take(ino, 1, actual)).isEqualTo(expected);
                }
                default -> {
                    long[] known = model.get(ino);
                    assertThat(ledger.actual(ino, 1)).isEqualTo(known != null ? known[1] : CtimeMask.NONE);
                }
            }
        }
        assertThat(ledger.take(3, 2, 0)).as("of another mount").isEqualTo(CtimeMask.NONE);
    }

    @Example
    void whenFullItForgetsButNeverLies() {
        int entries = CtimeLedger.LIMIT * 3;
        for (long ino = 0; ino < entries; ino++) {
            ledger.put(ino, 0, ino + 1, ino + 2);
        }
        int kept = 0;
        for (long ino = 0; ino < entries; ino++) {
            long shown = ledger.take(ino, 0, ino + 2);
            assertThat(shown).isIn(ino + 1, CtimeMask.NONE);
            kept += shown == ino + 1 ? 1 : 0;
        }
        assertThat(kept).isBetween(CtimeLedger.LIMIT / 2, CtimeLedger.LIMIT);
    }

    @Example
    void anInodeNumberThatWasReusedDoesNotMatch() {
        ledger.put(7, 0, 100, 200);
        assertThat(ledger.actual(7, 0)).isEqualTo(200);
        assertThat(ledger.take(7, 0, 300)).isEqualTo(CtimeMask.NONE);
        assertThat(ledger.take(7, 0, 200)).as("a wrong guess removes it").isEqualTo(CtimeMask.NONE);
    }
}
