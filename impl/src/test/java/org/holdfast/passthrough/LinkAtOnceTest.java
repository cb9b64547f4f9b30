package org.holdfast.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.holdfast.node.Policy;
import org.holdfast.os.Errno;
import org.holdfast.os.FaultySys;
import org.junit.jupiter.api.Test;

/** LINK while the host, or another request, changes the names of the object. */
final class LinkAtOnceTest {
    private static final int BEFORE = 0;
    private static final int LINKED = 1;
    private static final int DONE = 2;
    private static final long LONG_ENOUGH_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** Has something done between linkat(2) for the client and the look at the attributes after it. */
    private static void afterTheLink(FaultySys faulty, Runnable change) {
        AtomicInteger at = new AtomicInteger(BEFORE);
        faulty.rule(call -> {
            if (call.is("linkat")) {
                at.compareAndSet(BEFORE, LINKED);
            } else if (call.is("statx") && at.compareAndSet(LINKED, DONE)) {
                change.run();
            }
            return 0;
        });
    }

    @Test
    void aNameThatIsReplacedAsSoonAsItIsThereIsLeftToItsNewOwner() {
        FaultySys faulty = new FaultySys(Setup.LINUX);
        try (Export export = Export.open(Setup.LINK.sys(faulty.sys()))) {
            export.host().write("a", "text");
            long a = export.theClient().lookup(Client.ROOT, "a").nodeid();
            afterTheLink(faulty, () -> {
                export.host().remove("b");
                export.host().write("b", "another");
            });
            export.theClient().link(a, Client.ROOT, "b").ok();
            faulty.heal();
            assertThat(export.theClient().attr(a).nlink()).isEqualTo(1);
            long b = export.theClient().lookup(Client.ROOT, "b").nodeid();
            assertThat(export.theClient().content(b)).isEqualTo("another");
        }
    }

    @Test
    void anObjectThatLosesItsOtherNamesMeanwhileKeepsTheNewOne() {
        FaultySys faulty = new FaultySys(Setup.LINUX);
        try (Export export = Export.open(Setup.LINK.sys(faulty.sys()))) {
            export.host().write("a", "text");
            long a = export.theClient().lookup(Client.ROOT, "a").nodeid();
            afterTheLink(faulty, () -> export.host().remove("a"));
            assertThat(export.theClient()
                            .link(a, Client.ROOT, "b")
                            .ok()
                            .entry()
                            .attr()
                            .nlink())
                    .isEqualTo(1);
            faulty.heal();
            assertThat(export.host().exists("b")).isTrue();
            export.theClient().unlink(Client.ROOT, "b").ok();
            assertThat(export.theClient().link(a, Client.ROOT, "c").errno()).isEqualTo(Errno.ENOENT);
        }
    }

    /** The work link that is just being made is no name, although it would do for linkat(2). */
    @Test
    void whatLosesItsLastNameWhileItIsCooledGetsNoOther() throws Exception {
        FaultySys faulty = new FaultySys(Setup.LINUX);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (Export export = Export.open(Setup.LINK.policy(Policy.ADAPTIVE).sys(faulty.sys()))) {
            export.host().write("a", "text");
            long a = export.theClient().lookup(Client.ROOT, "a").nodeid();
            Client other = export.client();
            List<Future<Integer>> asked = new ArrayList<>();
            afterTheLink(faulty, () -> {
                export.host().remove("a");
                asked.add(threads.submit(() -> other.link(a, Client.ROOT, "b").errno()));
                LockSupport.parkNanos(LONG_ENOUGH_NANOS);
            });
            assertThat(export.cool(a)).isTrue();
            assertThat(asked.get(0).get(1, TimeUnit.MINUTES)).isEqualTo(Errno.ENOENT);
            faulty.heal();
            assertThat(export.host().exists("b")).isFalse();
            assertThat(export.theClient().content(a)).isEqualTo("text");
        } finally {
            threads.shutdown();
        }
    }
}
