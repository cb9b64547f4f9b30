package org.holdfast.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.holdfast.node.Policy;
import org.holdfast.os.Errno;
import org.holdfast.os.FaultySys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Directories that are found by their places, as a daemon without CAP_DAC_READ_SEARCH finds them. */
final class PlacingTest {
    private static final int RENAME_EXCHANGE = 2;
    private static final int DEEP = 16;
    private static final int TURNS = 2_000;

    private final FaultySys faulty = ShuttingTest.By.PLACE.faulty();
    private final Export export = Export.open(Setup.LINK.policy(Policy.ADAPTIVE).sys(faulty.sys()));
    private final Client client = export.theClient();

    @AfterEach
    void close() {
        export.close();
    }

    /** Makes a directory through the client. */
    private long mkdir(long parent, String name) {
        return client.mkdir(parent, name).nodeid();
    }

    private void shut(long... nodeids) {
        for (long nodeid : nodeids) {
            assertThat(export.cool(nodeid)).isTrue();
        }
    }

    private void isAt(long nodeid, String path) {
        long made = mkdir(nodeid, "here");
        assertThat(export.host().list(path)).contains("here");
        client.rmdir(nodeid, "here").ok();
        client.forget(made, 1);
    }

    @Test
    void p6WhereTheClientMovesItOrWhatIsAboveItIsFound() {
        long a = mkdir(Client.ROOT, "a");
        long b = mkdir(a, "b");
        long c = mkdir(b, "c");
        long other = mkdir(Client.ROOT, "other");
        shut(a, b, c, other);
        client.rename(b, "c", a, "d").ok();
        shut(c, b, a);
        isAt(c, "a/d");
        shut(c);
        client.rename(Client.ROOT, "a", other, "e").ok();
        shut(other, a);
        isAt(c, "other/e/d");
        isAt(b, "other/e/b");
    }

    @Test
    void p6BothThatChangePlacesAreFound() {
        long a = mkdir(Client.ROOT, "a");
        long b = mkdir(Client.ROOT, "b");
        long below = mkdir(b, "below");
        shut(a, below, b);
        client.rename2(Client.ROOT, "a", Client.ROOT, "b", RENAME_EXCHANGE).ok();
        shut(a, b);
        isAt(a, "b");
        isAt(b, "a");
        isAt(below, "a/below");
    }

    @Test
    void p6WhatTheHostMovesIsStaleUntilItIsFoundAgain() {
        long a = mkdir(Client.ROOT, "a");
        long b = mkdir(a, "b");
        shut(b, a);
        export.host().rename("a", "c");
        assertThat(client.getattr(b).errno()).isEqualTo(Errno.ESTALE);
        assertThat(client.getattr(a).errno()).isEqualTo(Errno.ESTALE);
        export.host().mkdir("a");
        export.host().mkdir("a/b");
        assertThat(client.getattr(b).errno()).as("another one").isEqualTo(Errno.ESTALE);
        export.host().remove("a/b");
        export.host().symlink("../c/b", "a/b");
        assertThat(client.getattr(b).errno()).as("a link to it").isEqualTo(Errno.ESTALE);
        assertThat(client.rmdir(Client.ROOT, "c").errno()).isEqualTo(Errno.ENOTEMPTY);
        assertThat(client.lookup(Client.ROOT, "c").nodeid()).isEqualTo(a);
        isAt(b, "c/b");
        shut(b);
        export.host().rename("c/b", "elsewhere");
        assertThat(client.getattr(b).errno()).isEqualTo(Errno.ESTALE);
        export.host().rename("elsewhere", "c/b");
        isAt(b, "c/b");
    }

    @Test
    void p6WhatIsMovedWithAnFdIsFoundWhereItIsThen() {
        long a = mkdir(Client.ROOT, "a");
        long b = mkdir(a, "b");
        long c = mkdir(Client.ROOT, "c");
        shut(b);
        export.host().rename("a", "c/a");
        isAt(b, "c/a/b");
        shut(b, a, c);
        isAt(b, "c/a/b");
        assertThat(export.counts().shut()).isEqualTo(2);
    }

    @Test
    void p1TheParentIsKeptWhenItIsForgottenFirst() {
        int idle = export.fds().size();
        long a = mkdir(Client.ROOT, "a");
        long b = mkdir(a, "b");
        long c = mkdir(b, "c");
        shut(c, b, a);
        client.forget(a, 1);
        client.forget(b, 1);
        assertThat(client.getattr(a).errno()).isEqualTo(Errno.ESTALE);
        Entry again = client.lookup(Client.ROOT, "a").entry();
        assertThat(again.nodeid()).isEqualTo(a);
        assertThat(again.generation()).isEqualTo(1);
        client.forget(a, 1);
        isAt(c, "a/b/c");
        assertThat(client.lookup(Client.ROOT, "a").nodeid())
                .as("not kept any more")
                .isNotEqualTo(a);
        client.forgetAll();
        assertThat(export.counts().shut()).isZero();
    }

    @Test
    void p7NothingIsLeftWhenTheParentWasForgottenFirst() {
        int idle = export.fds().size();
        long a = mkdir(Client.ROOT, "a");
        long b = mkdir(a, "b");
        long c = mkdir(b, "c");
        shut(c, b);
        client.forget(a, 1);
        client.forget(b, 1);
        client.forget(c, 1);
        assertThat(export.counts().nodes()).as("the root").isEqualTo(1);
        assertThat(export.counts().shut()).isZero();
        assertThat(export.fds()).hasSize(idle);
    }

    /** The one that is left by the client's RENAME is not needed any more, and goes. */
    @Test
    void p1AParentThatWasLeftIsForgotten() {
        long a = mkdir(Client.ROOT, "a");
        long b = mkdir(a, "b");
        shut(b, a);
        client.rename(a, "b", Client.ROOT, "c").ok();
        client.forget(a, 1);
        shut(b);
        isAt(b, "c");
        assertThat(client.lookup(Client.ROOT, "a").nodeid()).isNotEqualTo(a);
    }

    @Test
    void p15NothingIsLeftAfterInit() {
        int idle = export.fds().size();
        long a = mkdir(Client.ROOT, "a");
        long b = mkdir(a, "b");
        shut(b);
        client.init().ok();
        client.init().ok();
        assertThat(export.counts().nodes()).as("the root").isEqualTo(1);
        assertThat(export.fds()).hasSize(idle);
        assertThat(client.getattr(a).errno()).isEqualTo(Errno.ESTALE);
        assertThat(client.getattr(b).errno()).isEqualTo(Errno.ESTALE);
    }

    /** A way may be longer than any path that the kernel takes. */
    @Test
    void aWayLongerThanAPathIsGone() {
        String name = "n".repeat(240);
        List<List<Long>> chains = new ArrayList<>();
        for (String top : List.of("top", "other")) {
            List<Long> chain = new ArrayList<>(List.of(mkdir(Client.ROOT, top)));
            for (int i = 1; i < DEEP; i++) {
                chain.add(mkdir(chain.get(i - 1), name));
            }
            chains.add(chain);
        }
        chains.get(0).forEach(this::shut);
        long half = chains.get(1).get(DEEP / 2);
        client.rename(Client.ROOT, "top", half, "top").ok();
        shut(chains.get(0).get(0));
        chains.get(1).subList(0, DEEP / 2 + 1).forEach(this::shut);
        long deepest = chains.get(0).get(DEEP - 1);
        client.mkdir(deepest, "made").ok();
        assertThat(client.rename(half, "top", Client.ROOT, "again").errno()).isZero();
        assertThat(export.host().list("again/" + (name + "/").repeat(DEEP - 1))).containsExactly("made");
    }

    @Test
    void p11WhatIsOnTheWayNeedsNoFd() {
        long a = mkdir(Client.ROOT, "a");
        long b = mkdir(a, "b");
        long c = mkdir(b, "c");
        shut(a, b, c);
        int before = export.fds().size();
        client.attr(c);
        assertThat(export.fds()).hasSize(before + 1);
        assertThat(export.counts().shut()).isEqualTo(2);
    }

    /** Its place cannot be found out: it keeps its fd, and is not tried again where that cannot help. */
    @Test
    void p14WhatHasNoPlaceKeepsItsFd() {
        long a = mkdir(Client.ROOT, "a");
        long b = mkdir(a, "b");
        shut(b);
        client.attr(b);
        for (String call : List.of("readlinkat", "openat2")) {
            faulty.rule(asked ->
                    asked.is(call) ? Errno.EACCES : ShuttingTest.By.PLACE.rule().errno(asked));
            assertThat(export.cool(b)).as(call).isFalse();
            faulty.rule(ShuttingTest.By.PLACE.rule());
            isAt(b, "a/b");
        }
        client.forget(a, 1);
        export.host().mkdir("unknown");
        export.host().rename("a/b", "unknown/b");
        assertThat(export.cool(b)).as("in a directory that is not known").isFalse();
        isAt(b, "unknown/b");
    }

    /** One client moves a directory to and fro while another one works below it, and everything is shut all the time. */
    @Test
    void p13NobodyLosesWhatIsMovedUnderHim() throws Exception {
        long a = mkdir(Client.ROOT, "a");
        long b = mkdir(Client.ROOT, "b");
        long moved = mkdir(a, "moved");
        long below = mkdir(moved, "below");
        long top = mkdir(Client.ROOT, "x");
        long middle = mkdir(top, "y");
        long held = mkdir(middle, "z");
        client.forget(middle, 1);
        client.forget(top, 1);
        AtomicInteger working = new AtomicInteger(3);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> all = new ArrayList<>();
        all.add(threads.submit(() -> {
            while (working.get() > 0) {
                List.of(below, moved, a, b, held).forEach(export::cool);
            }
        }));
        all.add(threads.submit(() -> {
            Client mover = export.client();
            for (int i = 0; i < TURNS; i++) {
                mover.rename(i % 2 == 0 ? a : b, "moved", i % 2 == 0 ? b : a, "moved")
                        .ok();
            }
            working.decrementAndGet();
        }));
        all.add(threads.submit(() -> {
            Client worker = export.client();
            for (int i = 0; i < TURNS; i++) {
                assertThat(worker.attr(below).nlink()).isEqualTo(2);
                assertThat(worker.attr(moved).nlink()).isEqualTo(3);
                assertThat(worker.attr(held).nlink()).isEqualTo(2);
            }
            working.decrementAndGet();
        }));
        all.add(threads.submit(() -> {
            Client other = export.client();
            for (int i = 0; i < TURNS; i++) {
                long x = other.lookup(Client.ROOT, "x").nodeid();
                long y = other.lookup(x, "y").nodeid();
                assertThat(other.lookup(y, "z").nodeid()).isEqualTo(held);
                export.cool(held);
                export.cool(y);
                other.forget(x, 1);
                export.cool(x);
                other.forget(y, 1);
                other.forget(held, 1);
            }
            working.decrementAndGet();
        }));
        threads.shutdown();
        try {
            for (Future<?> each : all) {
                each.get(1, TimeUnit.MINUTES);
            }
        } finally {
            working.set(0);
        }
        isAt(below, "a/moved/below");
    }
}
