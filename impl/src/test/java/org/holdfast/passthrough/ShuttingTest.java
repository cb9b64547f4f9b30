package org.holdfast.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.holdfast.node.Policy;
import org.holdfast.os.Errno;
import org.holdfast.os.FaultySys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Policy adaptive: directories that have nothing but their file handle or their place, and how they get an fd again. */
final class ShuttingTest {
    private static final Setup ADAPTIVE = Setup.LINK.policy(Policy.ADAPTIVE);

    /** By what a directory without an fd is opened: the second is for want of CAP_DAC_READ_SEARCH. */
    enum By {
        HANDLE("openByHandleAt"),
        PLACE("openat2");

        private final String call;

        By(String call) {
            this.call = call;
        }

        FaultySys.Rule rule() {
            return call -> this == PLACE && call.is(HANDLE.call) ? Errno.EPERM : 0;
        }

        FaultySys.Rule failing(int errno) {
            return asked -> asked.is(call) ? errno : rule().errno(asked);
        }

        FaultySys faulty() {
            FaultySys faulty = new FaultySys(Setup.LINUX);
            faulty.rule(rule());
            return faulty;
        }

        Export open() {
            return Export.open(ADAPTIVE.sys(faulty().sys()));
        }
    }

    private static final int MANY = 60;
    private static final int CLIENTS = 4;
    private static final int TURNS = 500;

    /** Looks up a directory that the host has made, and shuts it. */
    private static long shut(Export export, String name) {
        export.host().mkdir(name);
        long nodeid = export.theClient().lookup(Client.ROOT, name).nodeid();
        assertThat(export.cool(nodeid)).isTrue();
        return nodeid;
    }

    @ParameterizedTest
    @EnumSource
    void p8NobodySeesThatADirectoryIsShut(By by) {
        try (Export export = by.open()) {
            int idle = export.fds().size();
            export.host().mkdir("d");
            export.host().write("d/f", "text");
            long nodeid = export.theClient().lookup(Client.ROOT, "d").nodeid();
            Attr before = export.theClient().attr(nodeid);
            assertThat(export.fds()).hasSize(idle + 1);
            assertThat(export.cool(nodeid)).isTrue();
            assertThat(export.fds()).hasSize(idle);
            assertThat(export.counts().shut()).isEqualTo(1);
            assertThat(export.cool(nodeid)).as("once more").isFalse();
            assertThat(export.theClient().attr(nodeid)).isEqualTo(before);
            assertThat(export.counts().shut()).isZero();
            assertThat(export.fds()).hasSize(idle + 1);
            assertThat(export.cool(nodeid)).isTrue();
            long file = export.theClient().lookup(nodeid, "f").nodeid();
            assertThat(export.theClient().content(file)).isEqualTo("text");
            assertThat(export.cool(nodeid)).isTrue();
            export.theClient().mkdir(nodeid, "made").ok();
            assertThat(export.host().list("d")).containsExactly("f", "made");
        }
    }

    @ParameterizedTest
    @EnumSource
    void p4ALookupFindsTheNodeAgainAndGivesItItsFd(By by) {
        try (Export export = by.open()) {
            long nodeid = shut(export, "d");
            int shut = export.fds().size();
            assertThat(export.theClient().lookup(Client.ROOT, "d").nodeid()).isEqualTo(nodeid);
            assertThat(export.fds()).hasSize(shut + 1);
            assertThat(export.counts().shut()).isZero();
        }
    }

    @Test
    void p6WhereverItIsMovedItIsFound() {
        try (Export export = Export.open(ADAPTIVE)) {
            long nodeid = shut(export, "d");
            long other = shut(export, "e");
            export.theClient().rename(Client.ROOT, "d", other, "moved").ok();
            assertThat(export.cool(other)).isTrue();
            export.host().rename("e", "f");
            export.theClient().create(nodeid, "made", 2, 0600).ok();
            assertThat(export.host().list("f/moved")).containsExactly("made");
        }
    }

    @ParameterizedTest
    @EnumSource
    void p6WhatTheClientRemovesIsThereAsLongAsItKnowsIt(By by) {
        try (Export export = by.open()) {
            long removed = shut(export, "d");
            export.theClient().rmdir(Client.ROOT, "d").ok();
            assertThat(export.theClient().attr(removed).nlink()).isZero();
            assertThat(export.cool(removed)).as("without a name").isFalse();
            assertThat(export.theClient().attr(removed).nlink()).isZero();

            long replaced = shut(export, "a");
            long other = shut(export, "b");
            export.theClient().rename(Client.ROOT, "b", Client.ROOT, "a").ok();
            assertThat(export.theClient().attr(replaced).nlink()).isZero();
            assertThat(export.theClient().lookup(Client.ROOT, "a").nodeid()).isEqualTo(other);
            assertThat(export.theClient().lookup(replaced, "x").errno()).isEqualTo(Errno.ENOENT);
        }
    }

    @ParameterizedTest
    @CsvSource({"HANDLE,true", "HANDLE,false", "PLACE,true", "PLACE,false"})
    void p4WhatTheHostRemovesIsStaleAndNoLaterObjectIsTakenForIt(By by, boolean directory) {
        try (Export export = by.open()) {
            long nodeid = shut(export, "d");
            long ino = export.host().ino("d");
            export.host().remove("d");
            HostTree.Maker maker = directory ? HostTree::mkdir : (tree, name) -> tree.write(name, "text");
            if (!export.host().remakeWithIno("d", ino, maker)) {
                maker.make(export.host(), "d"); // the file system has not given the number again
            }
            Entry later = export.theClient().lookup(Client.ROOT, "d").entry();
            assertThat(later.nodeid()).isNotEqualTo(nodeid);
            assertThat(export.theClient().getattr(nodeid).errno()).isEqualTo(Errno.ESTALE);
            assertThat(export.theClient().getattr(nodeid).errno())
                    .as("once more")
                    .isEqualTo(Errno.ESTALE);
            assertThat(export.theClient().attr(later.nodeid())).isEqualTo(later.attr());
            if (directory) {
                assertThat(export.cool(later.nodeid())).isTrue();
                assertThat(export.theClient().lookup(Client.ROOT, "d").nodeid()).isEqualTo(later.nodeid());
                assertThat(export.cool(later.nodeid())).isTrue();
                export.theClient().rmdir(Client.ROOT, "d").ok();
                assertThat(export.theClient().attr(later.nodeid()).nlink()).isZero();
            } else {
                export.theClient().chmod(later.nodeid(), 0640).ok();
                assertThat(export.theClient().content(later.nodeid())).isEqualTo("text");
            }
            export.theClient().forget(nodeid, 1);
            assertThat(export.counts().shut()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EOPNOTSUPP, Errno.ENOMEM, Errno.EIO})
    void p14WhatHasNoFileHandleKeepsItsFd(int errno) {
        FaultySys faulty = new FaultySys(Setup.LINUX);
        try (Export export = Export.open(ADAPTIVE.sys(faulty.sys()))) {
            export.host().mkdir("d");
            long nodeid = export.theClient().lookup(Client.ROOT, "d").nodeid();
            List<String> fds = export.fds();
            faulty.fail("nameToHandleAt", errno);
            assertThat(export.cool(nodeid)).isFalse();
            faulty.heal();
            assertThat(export.counts().fallbacks()).containsExactly(Map.entry("no file handle", 1L));
            assertThat(export.fds()).isEqualTo(fds);
            export.theClient().attr(nodeid);
        }
    }

    @ParameterizedTest
    @CsvSource({"HANDLE,24", "HANDLE,12", "HANDLE,5", "PLACE,24", "PLACE,12", "PLACE,5", "PLACE,13"})
    void p10WhatCannotBeOpenedNowCanBeLater(By by, int errno) {
        FaultySys faulty = by.faulty();
        try (Export export = Export.open(ADAPTIVE.sys(faulty.sys()))) {
            long nodeid = shut(export, "d");
            faulty.rule(by.failing(errno));
            assertThat(export.theClient().getattr(nodeid).errno()).isEqualTo(errno);
            assertThat(export.theClient().mkdir(nodeid, "x").errno()).isEqualTo(errno);
            assertThat(export.theClient().rmdir(Client.ROOT, "d").errno()).isEqualTo(errno);
            assertThat(export.host().exists("d")).isTrue();
            faulty.rule(by.rule());
            export.theClient().mkdir(nodeid, "x").ok();
            assertThat(export.host().list("d")).containsExactly("x");
        }
    }

    @ParameterizedTest
    @EnumSource
    void p11DirectoriesAreShutInTheBackgroundWhileThereAreMany(By by) {
        try (Export export = by.open()) {
            int idle = export.fds().size();
            export.startCooling();
            List<Long> nodeids = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                export.host().mkdir("d" + i);
                export.host().write("d" + i + "/f", "text " + i);
                nodeids.add(export.theClient().lookup(Client.ROOT, "d" + i).nodeid());
            }
            Export.await("few directories are open", () -> export.fds().size() <= idle + Setup.FDS);
            assertThat(export.counts().shut()).isGreaterThanOrEqualTo(MANY - Setup.FDS);
            for (int i = 0; i < MANY; i++) {
                long file = export.theClient().lookup(nodeids.get(i), "f").nodeid();
                assertThat(export.theClient().content(file)).isEqualTo("text " + i);
            }
        }
    }

    /** Directories are shut all the time while four clients work in them, and remove what another one shuts. */
    @ParameterizedTest
    @EnumSource
    void p13NobodyIsInTheWayOfWhoShuts(By by) throws Exception {
        try (Export export = by.open()) {
            List<Long> shared = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                export.host().mkdir("d" + i);
                shared.add(export.theClient().lookup(Client.ROOT, "d" + i).nodeid());
            }
            Queue<Long> own = new ConcurrentLinkedQueue<>();
            AtomicInteger working = new AtomicInteger(CLIENTS);
            ExecutorService threads = Executors.newFixedThreadPool(CLIENTS + 1);
            List<Future<?>> all = new ArrayList<>();
            all.add(threads.submit(() -> {
                while (working.get() > 0) {
                    shared.forEach(export::cool);
                    own.forEach(export::cool);
                }
            }));
            for (int i = 0; i < CLIENTS; i++) {
                String name = "of client " + i;
                all.add(threads.submit(() -> {
                    try {
                        work(export.client(), shared, own, name);
                    } finally {
                        working.decrementAndGet();
                    }
                }));
            }
            threads.shutdown();
            for (Future<?> each : all) {
                each.get(1, TimeUnit.MINUTES);
            }
            assertThat(export.counts().shut()).isLessThanOrEqualTo(shared.size());
        }
    }

    private static void work(Client client, List<Long> shared, Queue<Long> own, String name) {
        for (int turn = 0; turn < TURNS; turn++) {
            long in = shared.get(turn % shared.size());
            long nodeid = client.mkdir(in, name).nodeid();
            own.add(nodeid);
            client.mkdir(nodeid, "below").ok();
            long to = shared.get((turn + 1) % shared.size());
            client.rename(in, name, to, name).ok();
            client.rmdir(nodeid, "below").ok();
            client.rmdir(to, name).ok();
            assertThat(client.attr(nodeid).nlink()).isZero();
            own.remove(nodeid);
        }
    }
}
