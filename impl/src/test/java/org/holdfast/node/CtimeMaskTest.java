package org.holdfast.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.holdfast.trace.Tracer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * P8: the work link of a forgotten node goes while the client, which has looked the object up anew, changes it. Times are
 * small numbers: what the client has seen, what the host has before the link goes, and after it.
 */
final class CtimeMaskTest {
    private static final int SEEN = 1;
    private static final int BEFORE = 2;
    private static final int AFTER = 3;
    private static final long INO = 10;
    private static final int MOUNT = 0;
    private static final int FD = 100;

    private final NodeTable table =
            new NodeTable(2, MOUNT, 5, mount -> mount, new Budget(Policy.ADAPTIVE, 0, Integer.MAX_VALUE), Tracer.OFF);
    private final Pin forgotten = new Pin();
    private final Pin live = new Pin();

    private void lookUp(Pin pin, boolean link) {
        table.resolve(INO, MOUNT, Pin.REGULAR, FD, table.now(), true, link, pin);
    }

    @BeforeEach
    void forgetOneNodeAndPinAnother() {
        lookUp(forgotten, true);
        table.endLink(forgotten, true, SEEN, BEFORE);
        table.unpin(forgotten);
        assertThat(table.forget(forgotten.nodeid(), 1)).isEqualTo(Outcome.DRAINED);
        lookUp(live, false);
        table.beginRelease(forgotten.nodeid(), forgotten);
    }

    private long shown(long ctime) {
        Pin pin = new Pin();
        assertThat(table.pin(live.nodeid(), pin, true)).isTrue();
        long shown = CtimeMask.apply(ctime, pin.shownCtime, pin.actualCtime);
        table.unpin(pin);
        return shown;
    }

    private void dropBoth() {
        table.unpin(live);
        table.forget(live.nodeid(), 1);
        lookUp(live, false);
    }

    @Test
    void whatOnlyOurLinkHasMovedIsMasked() {
        table.endRelease(forgotten, true, BEFORE, AFTER);
        assertThat(shown(AFTER)).isEqualTo(SEEN);
        assertThat(shown(AFTER + 1)).isEqualTo(AFTER + 1);
    }

    @Test
    void aChangeThatEndsFirstIsNot() {
        table.changed(live);
        table.endRelease(forgotten, true, BEFORE, AFTER);
        assertThat(shown(AFTER)).isEqualTo(AFTER);
        dropBoth();
        assertThat(shown(AFTER)).as("after it was forgotten").isEqualTo(AFTER);
    }

    @Test
    void aChangeThatEndsLastIsNot() {
        table.endRelease(forgotten, true, BEFORE, AFTER);
        table.changed(live);
        assertThat(shown(AFTER)).isEqualTo(AFTER);
        dropBoth();
        assertThat(shown(AFTER)).as("after it was forgotten").isEqualTo(AFTER);
    }

    @Test
    void aChangeByNameIsNotEither() {
        long since = live.seen;
        assertThat(table.isStillSince(table.now())).as("a link is going").isFalse();
        table.changed(INO, MOUNT, since);
        table.endRelease(forgotten, true, BEFORE, AFTER);
        assertThat(shown(AFTER)).isEqualTo(AFTER);
        assertThat(table.isStillSince(since)).as("a link has gone").isFalse();
        assertThat(table.isStillSince(table.now())).as("no link is going").isTrue();
    }

    @Test
    void aChangeByNameOfWhatNobodyRemembersIsNot() {
        long since = live.seen;
        table.unpin(live);
        table.forget(live.nodeid(), 1);
        table.endRelease(forgotten, true, BEFORE, AFTER);
        table.changed(INO, MOUNT, since);
        lookUp(live, false);
        assertThat(shown(AFTER)).isEqualTo(AFTER);
    }

    @Test
    void theNextLinkIsMaskedAgain() {
        table.changed(live);
        table.endRelease(forgotten, true, BEFORE, AFTER);
        table.unpin(live);
        table.forget(live.nodeid(), 1);
        lookUp(live, true);
        table.endLink(live, true, AFTER, AFTER + 1);
        assertThat(shown(AFTER + 1)).isEqualTo(AFTER);
    }
}
