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

/** Policy adaptive: files of which no work link can be made have nothing but their file handle. */
final class UnlinkedFilesTest {
    private static final int MANY = 60;

    private final FaultySys faulty = new FaultySys(Setup.LINUX);
    private final Setup adaptive = Setup.LINK.policy(Policy.ADAPTIVE).sys(faulty.sys());

    /** Looks up a file of which no link can be made, and shuts it. */
    private long shut(Export export, String name) {
        export.host().write(name, "text of " + name);
        long nodeid = export.theClient().lookup(Client.ROOT, name).nodeid();
        faulty.fail("linkat", Errno.ENOSPC);
        assertThat(export.cool(nodeid)).isTrue();
        faulty.heal();
        assertThat(export.cool(nodeid)).as("shut").isTrue();
        return nodeid;
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EMLINK, Errno.ENOSPC, Errno.EPERM, Errno.EDQUOT, Errno.EROFS})
    void whatCannotBeCooledCanBeShut(int errno) {
        try (Export export = Export.open(adaptive)) {
            int idle = export.fds().size();
            export.host().write("a", "text");
            long nodeid = export.theClient().lookup(Client.ROOT, "a").nodeid();
            Attr before = export.theClient().attr(nodeid);
            faulty.fail("linkat", errno);
            assertThat(export.cool(nodeid)).isTrue();
            assertThat(export.counts().fallbacks()).containsExactly(Map.entry(Errno.name(errno), 1L));
            assertThat(export.fds()).hasSize(idle + 1);
            assertThat(export.cool(nodeid)).isTrue();
            assertThat(export.fds()).hasSize(idle);
            assertThat(export.counts().shut()).isEqualTo(1);
            assertThat(export.workLinks()).isEmpty();
            assertThat(export.theClient().attr(nodeid)).isEqualTo(before);
            assertThat(export.theClient().content(nodeid)).isEqualTo("text");
            assertThat(export.theClient().lookup(Client.ROOT, "a").nodeid()).isEqualTo(nodeid);
            faulty.heal();
        }
    }

    @Test
    void p6WhatTheClientRemovesIsThereAsLongAsItKnowsIt() {
        try (Export export = Export.open(adaptive)) {
            long removed = shut(export, "a");
            export.theClient().unlink(Client.ROOT, "a").ok();
            assertThat(export.theClient().attr(removed).nlink()).isZero();
            assertThat(export.cool(removed)).as("without a name").isFalse();
            assertThat(export.theClient().content(removed)).isEqualTo("text of a");
            long replaced = shut(export, "b");
            export.host().write("c", "other");
            export.theClient().rename(Client.ROOT, "c", Client.ROOT, "b").ok();
            assertThat(export.theClient().content(replaced)).isEqualTo("text of b");
        }
    }

    @Test
    void p8AChangeTimeThatALinkOfOldHasMovedStaysHidden() {
        try (Export export = Export.open(adaptive)) {
            for (int i = 0; i < Setup.FDS; i++) {
                export.host().write("full" + i, "");
                export.theClient().lookup(Client.ROOT, "full" + i).ok();
            }
            export.host().write("a", "text");
            Entry linked = export.theClient().lookup(Client.ROOT, "a").entry();
            assertThat(export.workLinks()).hasSize(1);
            export.theClient().forget(linked.nodeid(), 1);
            Export.await("the link is gone", () -> export.workLinks().isEmpty());
            faulty.fail("linkat", Errno.EMLINK);
            Entry unlinked = export.theClient().lookup(Client.ROOT, "a").entry();
            assertThat(unlinked.attr()).isEqualTo(linked.attr());
            assertThat(export.cool(unlinked.nodeid())).as("shut").isTrue();
            assertThat(export.theClient().attr(unlinked.nodeid())).isEqualTo(linked.attr());
            export.theClient().forget(unlinked.nodeid(), 1);
            Entry again = export.theClient().lookup(Client.ROOT, "a").entry();
            assertThat(again.attr()).isEqualTo(linked.attr());
            faulty.heal();
        }
    }

    /** As on a read-only file system. */
    @Test
    void p11WithoutAWorkdirNodesAreShutInTheBackground() {
        faulty.fail("mkdirat", Errno.EROFS);
        try (Export export = Export.open(adaptive)) {
            int idle = export.fds().size();
            export.startCooling();
            List<Long> nodeids = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                export.host().write("f" + i, "text " + i);
                nodeids.add(export.theClient().lookup(Client.ROOT, "f" + i).nodeid());
            }
            // So many that could have a link, as far as anybody knows, and as many of which none could be made.
            Export.await("few files have an fd", () -> export.fds().size() <= idle + 2 * Setup.FDS);
            assertThat(export.counts().shut()).isGreaterThanOrEqualTo(MANY - 2 * Setup.FDS);
            for (int i = 0; i < MANY; i++) {
                assertThat(export.theClient().content(nodeids.get(i))).isEqualTo("text " + i);
            }
        }
    }

    @Test
    void p14WhoMayOpenNoHandleKeepsTheFd() {
        faulty.fail("openByHandleAt", Errno.EPERM);
        try (Export export = Export.open(adaptive)) {
            export.host().write("a", "text");
            long nodeid = export.theClient().lookup(Client.ROOT, "a").nodeid();
            faulty.fail("linkat", Errno.EMLINK);
            assertThat(export.cool(nodeid)).isTrue();
            faulty.heal();
            assertThat(export.cool(nodeid)).as("shut").isFalse();
            assertThat(export.theClient().content(nodeid)).isEqualTo("text");
        }
    }
}
