package org.holdfast.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.holdfast.node.Policy;
import org.holdfast.os.Errno;
import org.holdfast.os.FaultySys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policy adaptive: what has an fd, what has a work link, and how the one becomes the other. */
final class CoolingTest {
    private static final Setup ADAPTIVE = Setup.LINK.policy(Policy.ADAPTIVE);
    private static final int MANY = 60;

    private static List<Long> lookUp(Export export, int files) {
        List<Long> nodeids = new ArrayList<>();
        for (int i = 0; i < files; i++) {
            export.host().write("f" + i, "text " + i);
            nodeids.add(export.theClient().lookup(Client.ROOT, "f" + i).nodeid());
        }
        return nodeids;
    }

    private static void is(Export export, int budgeted, int links) {
        Counts counts = export.counts();
        assertThat(counts.budgeted()).as("nodes within the budget").isEqualTo(budgeted);
        assertThat(counts.links()).as("nodes with a work link").isEqualTo(links);
        assertThat(export.workLinks()).hasSize(links);
    }

    @Test
    void whatTheBudgetHasNothingLeftForHasALinkAtOnce() {
        try (Export export = Export.open(ADAPTIVE)) {
            int idle = export.fds().size();
            List<Long> nodeids = lookUp(export, Setup.FDS + 2);
            is(export, Setup.FDS, 2);
            assertThat(export.fds()).hasSize(idle + Setup.FDS);
            export.theClient().forget(nodeids.get(0), 1);
            is(export, Setup.FDS - 1, 2);
            export.theClient().create(Client.ROOT, "created", 2, 0600);
            is(export, Setup.FDS, 2);
            export.theClient().create(Client.ROOT, "one more", 2, 0600);
            is(export, Setup.FDS, 3);
        }
    }

    @Test
    void p8NobodySeesThatANodeIsCooled() {
        try (Export export = Export.open(ADAPTIVE)) {
            int idle = export.fds().size();
            long nodeid = lookUp(export, 1).get(0);
            Attr before = export.theClient().attr(nodeid);
            assertThat(export.cool(nodeid)).isTrue();
            is(export, 0, 1);
            assertThat(export.fds()).hasSize(idle);
            assertThat(export.counts().cooled()).isEqualTo(1);
            assertThat(export.theClient().attr(nodeid)).isEqualTo(before);
            assertThat(export.theClient().content(nodeid)).isEqualTo("text 0");
            assertThat(export.cool(nodeid)).as("once more").isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EMLINK, Errno.ENOSPC, Errno.EPERM, Errno.EDQUOT, Errno.EROFS, Errno.ENOENT, Errno.EIO})
    void p14WhatCannotBeCooledIsAsGoodBesideTheBudget(int errno) {
        FaultySys faulty = new FaultySys(Setup.LINUX);
        try (Export export = Export.open(ADAPTIVE.sys(faulty.sys()))) {
            long nodeid = lookUp(export, 1).get(0);
            Attr before = export.theClient().attr(nodeid);
            faulty.fail("linkat", errno);
            assertThat(export.cool(nodeid)).isTrue();
            faulty.heal();
            is(export, 0, 0);
            assertThat(export.counts().fallbacks()).containsExactly(Map.entry(Errno.name(errno), 1L));
            assertThat(export.counts().cooled()).isZero();
            assertThat(export.theClient().attr(nodeid)).isEqualTo(before);
            assertThat(export.theClient().content(nodeid)).isEqualTo("text 0");
            lookUp(export, 1 + Setup.FDS);
            is(export, Setup.FDS, 0);
        }
    }

    @Test
    void p6WhatHasLostItsLastNameKeepsItsFdBesideTheBudget() {
        try (Export export = Export.open(ADAPTIVE)) {
            long nodeid = lookUp(export, 1).get(0);
            export.theClient().unlink(Client.ROOT, "f0").ok();
            is(export, 1, 0);
            assertThat(export.cool(nodeid)).isTrue();
            is(export, 0, 0);
            assertThat(export.counts().fallbacks()).containsExactly(Map.entry("ENOENT", 1L));
            assertThat(export.theClient().content(nodeid)).isEqualTo("text 0");
            assertThat(export.theClient().attr(nodeid).nlink()).isZero();
        }
    }

    @Test
    void p11NodesAreCooledInTheBackgroundWhileTheBudgetIsScarce() {
        try (Export export = Export.open(ADAPTIVE)) {
            int idle = export.fds().size();
            export.startCooling();
            List<Long> nodeids = lookUp(export, MANY);
            Export.await("one fd of the budget is free", () -> export.counts().budgeted() < Setup.FDS);
            assertThat(export.counts().cooled()).isPositive();
            Export.await("fds of cooled nodes are closed", () -> export.fds().size() < idle + Setup.FDS);
            for (int i = 0; i < MANY; i++) {
                assertThat(export.theClient().content(nodeids.get(i))).isEqualTo("text " + i);
                assertThat(export.theClient().attr(nodeids.get(i)).nlink()).isEqualTo(1);
            }
        }
    }
}
