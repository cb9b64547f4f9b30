package org.holdfast.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.holdfast.os.Errno;
import org.holdfast.os.FaultySys;
import org.junit.jupiter.api.Test;

/**
 * ReleaseFailed: a work link that cannot be removed when its node is forgotten stays until the workdir is removed, and no
 * client sees it.
 */
final class StuckLinkTest {
    private static long hostCtime(Export export) {
        return ((FileTime) export.host().stat("a").get("ctime")).to(TimeUnit.NANOSECONDS);
    }

    /** Looks the file up and forgets it while no link can be removed. */
    private static void stick(Export export, FaultySys faulty, long ctime) {
        Client client = export.theClient();
        Entry entry = client.lookup(Client.ROOT, "a").entry();
        assertThat(entry.attr().nlink()).isEqualTo(1);
        assertThat(entry.attr().ctime()).isEqualTo(ctime);
        List<FaultySys.Call> refused = new ArrayList<>();
        faulty.rule(call -> {
            synchronized (refused) {
                return call.is("unlinkat") && refused.add(call) ? Errno.EPERM : 0;
            }
        });
        client.forget(entry.nodeid(), 1);
        Export.await("the removal was tried", () -> {
            synchronized (refused) {
                return !refused.isEmpty();
            }
        });
        faulty.heal();
        assertThat(client.getattr(entry.nodeid()).errno()).isEqualTo(Errno.ESTALE);
    }

    @Test
    void z44StuckLinksAreMaskedWhateverBecomesOfLaterNodes() throws InterruptedException {
        FaultySys faulty = new FaultySys(Setup.LINUX);
        try (Export export = Export.open(Setup.LINK.sys(faulty.sys()))) {
            export.expectLeftoversUntilClose();
            Client client = export.theClient();
            export.host().write("a", "text");
            long ctime = hostCtime(export);
            int idle = export.fds().size();
            for (int stuck = 1; stuck <= 3; stuck++) {
                Thread.sleep(11); // the clock of the file system ticks every 1 to 10 ms
                stick(export, faulty, ctime);
                assertThat(export.workLinks()).hasSize(stuck);
                assertThat(export.fds()).hasSize(idle);
            }

            Entry linked = client.lookup(Client.ROOT, "a").entry();
            assertThat(linked.attr().nlink()).isEqualTo(1);
            assertThat(linked.attr().ctime()).isEqualTo(ctime);
            assertThat(export.workLinks()).hasSize(4);
            assertThat(client.content(linked.nodeid())).isEqualTo("text");
            client.forget(linked.nodeid(), 1);
            Export.await(
                    "the later node's link is gone", () -> export.workLinks().size() == 3);

            // Where the object can have no more links, an fd holds the later node.
            faulty.fail("linkat", Errno.EPERM);
            Entry held = client.lookup(Client.ROOT, "a").entry();
            assertThat(held.attr().nlink()).isEqualTo(1);
            assertThat(held.attr().ctime()).isEqualTo(ctime);
            assertThat(client.attr(held.nodeid())).isEqualTo(held.attr());
            client.forget(held.nodeid(), 1);
            faulty.heal();

            Thread.sleep(11);
            export.host().append("a", "more");
            Entry changed = client.lookup(Client.ROOT, "a").entry();
            assertThat(changed.attr().ctime()).isGreaterThan(ctime);
            client.unlink(Client.ROOT, "a").ok();
            assertThat(client.attr(changed.nodeid()).nlink()).isZero();
        }
    }

    /** Stuck links take no part in the decision whether a node has a name left to be linked from. */
    @Test
    void aFileWithoutNamesCannotBeNamedAgainThroughAStuckLink() {
        FaultySys faulty = new FaultySys(Setup.LINUX);
        try (Export export = Export.open(Setup.LINK.sys(faulty.sys()))) {
            export.expectLeftoversUntilClose();
            Client client = export.theClient();
            export.host().write("a", "text");
            stick(export, faulty, hostCtime(export));
            long node = client.lookup(Client.ROOT, "a").nodeid();
            client.unlink(Client.ROOT, "a").ok();
            assertThat(client.link(node, Client.ROOT, "b").errno()).isEqualTo(Errno.ENOENT);
            assertThat(export.host().exists("b")).isFalse();
        }
    }
}
