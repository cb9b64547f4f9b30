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
import org.holdfast.fuse.Opcode;
import org.holdfast.node.Policy;
import org.holdfast.os.Errno;
import org.holdfast.os.FaultySys;
import org.holdfast.os.FileType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Policy handle: files, too, that have nothing but their file handle. What it does with directories {@link ShuttingTest} shows. */
final class HandlePolicyTest {
    private static final Setup HANDLE = Setup.LINK.policy(Policy.HANDLE);
    private static final int MANY = 60;
    private static final int CLIENTS = 4;
    private static final int TURNS = 500;

    /** What the host makes that is no directory. */
    enum Kind {
        FILE,
        SYMLINK,
        FIFO;

        void make(Export export, String name) {
            switch (this) {
                case FILE -> export.host().write(name, "text");
                case SYMLINK -> export.host().symlink("target", name);
                case FIFO -> {
                    long nodeid = export.theClient()
                            .mknod(Client.ROOT, name, FileType.FIFO | 0600, 0)
                            .entry()
                            .nodeid();
                    export.theClient().forget(nodeid, 1);
                }
            }
        }
    }

    /** Looks up a file that the host has made, and shuts it. */
    private static long shut(Export export, String name) {
        export.host().write(name, "text of " + name);
        return shutKnown(export, name);
    }

    private static long shutKnown(Export export, String name) {
        long nodeid = export.theClient().lookup(Client.ROOT, name).nodeid();
        assertThat(export.cool(nodeid)).isTrue();
        return nodeid;
    }

    @ParameterizedTest
    @EnumSource
    void p8NobodySeesThatANodeIsShut(Kind kind) {
        try (Export export = Export.open(HANDLE)) {
            int idle = export.fds().size();
            kind.make(export, "a");
            long nodeid = export.theClient().lookup(Client.ROOT, "a").nodeid();
            Attr before = export.theClient().attr(nodeid);
            assertThat(export.fds()).hasSize(idle + 1);
            assertThat(export.cool(nodeid)).isTrue();
            assertThat(export.fds()).hasSize(idle);
            assertThat(export.counts().shut()).isEqualTo(1);
            assertThat(export.workLinks()).isEmpty();
            assertThat(export.cool(nodeid)).as("once more").isFalse();
            assertThat(export.theClient().attr(nodeid)).isEqualTo(before);
            assertThat(export.counts().shut()).isZero();
            assertThat(export.cool(nodeid)).isTrue();
            assertThat(export.theClient().lookup(Client.ROOT, "a").nodeid()).isEqualTo(nodeid);
            assertThat(export.fds()).hasSize(idle + 1);
        }
    }

    @Test
    void p6EveryRequestReachesTheObjectOfAShutNode() {
        try (Export export = Export.open(HANDLE)) {
            long nodeid = shut(export, "a");
            assertThat(export.theClient().content(nodeid)).isEqualTo("text of a");
            assertThat(export.cool(nodeid)).isTrue();
            export.theClient().chmod(nodeid, 0640).ok();
            assertThat(export.cool(nodeid)).isTrue();
            export.theClient().truncate(nodeid, 4).ok();
            assertThat(export.cool(nodeid)).isTrue();
            assertThat(export.theClient()
                            .link(nodeid, Client.ROOT, "b")
                            .entry()
                            .attr()
                            .nlink())
                    .isEqualTo(2);
            export.theClient().forget(nodeid, 1);
            assertThat(export.host().read("b")).isEqualTo("text");
            export.host().symlink("somewhere", "s");
            long link = shutKnown(export, "s");
            export.theClient().readlink(link).ok();
        }
    }

    @Test
    void p6WhereverTheHostMovesItItIsFound() {
        try (Export export = Export.open(HANDLE)) {
            long nodeid = shut(export, "a");
            export.host().mkdir("d");
            export.host().rename("a", "d/b");
            assertThat(export.theClient().content(nodeid)).isEqualTo("text of a");
        }
    }

    @Test
    void p6WhatTheClientRemovesIsThereAsLongAsItKnowsIt() {
        try (Export export = Export.open(HANDLE)) {
            long removed = shut(export, "a");
            export.theClient().unlink(Client.ROOT, "a").ok();
            assertThat(export.cool(removed)).as("without a name").isFalse();
            assertThat(export.theClient().attr(removed).nlink()).isZero();
            assertThat(export.theClient().content(removed)).isEqualTo("text of a");

            long replaced = shut(export, "b");
            long other = shut(export, "c");
            export.theClient().rename(Client.ROOT, "c", Client.ROOT, "b").ok();
            assertThat(export.theClient().attr(replaced).nlink()).isZero();
            assertThat(export.theClient().content(replaced)).isEqualTo("text of b");
            assertThat(export.theClient().lookup(Client.ROOT, "b").nodeid()).isEqualTo(other);
        }
    }

    @Test
    void p6OneOfTwoNamesIsRemovedAndThenTheOther() {
        try (Export export = Export.open(HANDLE)) {
            export.host().write("a", "text");
            export.host().link("a", "b");
            long nodeid = shutKnown(export, "a");
            export.theClient().unlink(Client.ROOT, "a").ok();
            assertThat(export.cool(nodeid)).as("it has a name left").isTrue();
            export.theClient().unlink(Client.ROOT, "b").ok();
            assertThat(export.cool(nodeid)).as("without a name").isFalse();
            assertThat(export.theClient().content(nodeid)).isEqualTo("text");
        }
    }

    @Test
    void whatGetsItsFirstNameCanBeShut() {
        try (Export export = Export.open(HANDLE)) {
            Message tmpfile = new Message(Opcode.TMPFILE, Client.ROOT).u32(2, 0600, 0, 0);
            long nodeid = export.theClient().send(tmpfile.name("")).nodeid();
            assertThat(export.cool(nodeid)).as("without a name").isFalse();
            export.theClient().link(nodeid, Client.ROOT, "named").ok();
            assertThat(export.cool(nodeid)).isTrue();
        }
    }

    /** An object that is found by another name while one is being removed must not be shut before the name is gone. */
    @Test
    void p6ALookupByAnotherNameWhileTheLastButOneIsRemoved() {
        FaultySys faulty = new FaultySys(Setup.LINUX);
        try (Export export = Export.open(HANDLE.sys(faulty.sys()))) {
            shut(export, "other"); // from now on what is removed is guarded
            export.host().write("a", "text");
            export.host().link("a", "b");
            Client second = export.client();
            List<Long> found = new ArrayList<>();
            faulty.rule(call -> {
                if (call.is("unlinkat") && found.isEmpty()) {
                    found.add(0L);
                    long nodeid = second.lookup(Client.ROOT, "b").nodeid();
                    found.set(0, nodeid);
                    assertThat(export.cool(nodeid))
                            .as("while a name is removed")
                            .isFalse();
                    export.host().remove("b");
                }
                return 0;
            });
            export.theClient().unlink(Client.ROOT, "a").ok();
            faulty.heal();
            assertThat(export.theClient().attr(found.get(0)).nlink()).isZero();
            assertThat(export.theClient().content(found.get(0))).isEqualTo("text");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void p4WhatTheHostRemovesIsStaleAndNoLaterObjectIsTakenForIt(boolean directory) {
        try (Export export = Export.open(HANDLE)) {
            long nodeid = shut(export, "a");
            long ino = export.host().ino("a");
            export.host().remove("a");
            HostTree.Maker maker = directory ? HostTree::mkdir : (tree, name) -> tree.write(name, "later");
            if (!export.host().remakeWithIno("a", ino, maker)) {
                maker.make(export.host(), "a"); // the file system has not given the number again
            }
            Entry later = export.theClient().lookup(Client.ROOT, "a").entry();
            assertThat(later.nodeid()).isNotEqualTo(nodeid);
            for (int i = 0; i < 2; i++) {
                assertThat(export.theClient().getattr(nodeid).errno()).isEqualTo(Errno.ESTALE);
                assertThat(export.theClient().open(nodeid, 0).errno()).isEqualTo(Errno.ESTALE);
            }
            assertThat(export.theClient().attr(later.nodeid())).isEqualTo(later.attr());
            assertThat(export.cool(later.nodeid())).isTrue();
            assertThat(export.theClient().lookup(Client.ROOT, "a").nodeid()).isEqualTo(later.nodeid());
            export.theClient().forget(nodeid, 1);
            assertThat(export.counts().shut()).isZero();
        }
    }

    @Test
    void p6AnOpenFileThatTheHostRemovesIsFoundByItsHandle() {
        try (Export export = Export.open(HANDLE)) {
            export.host().write("a", "text");
            long nodeid = export.theClient().lookup(Client.ROOT, "a").nodeid();
            long handle = export.theClient().open(nodeid, 0).handle();
            assertThat(export.cool(nodeid)).isTrue();
            export.host().remove("a");
            assertThat(export.theClient().attr(nodeid).nlink()).isZero();
            assertThat(export.cool(nodeid)).as("without a name").isFalse();
            export.theClient().release(nodeid, handle).ok();
            assertThat(export.theClient().content(nodeid)).isEqualTo("text");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EMFILE, Errno.ENOMEM, Errno.EIO})
    void p10WhatCannotBeOpenedNowCanBeLater(int errno) {
        FaultySys faulty = new FaultySys(Setup.LINUX);
        try (Export export = Export.open(HANDLE.sys(faulty.sys()))) {
            long nodeid = shut(export, "a");
            faulty.fail("openByHandleAt", errno);
            assertThat(export.theClient().getattr(nodeid).errno()).isEqualTo(errno);
            assertThat(export.theClient().link(nodeid, Client.ROOT, "b").errno())
                    .isEqualTo(errno);
            assertThat(export.theClient().unlink(Client.ROOT, "a").errno()).isEqualTo(errno);
            assertThat(export.host().list("")).containsExactly("a");
            faulty.heal();
            export.theClient().unlink(Client.ROOT, "a").ok();
            assertThat(export.theClient().attr(nodeid).nlink()).isZero();
        }
    }

    /** ext4 says ENOMEM while the inode number of what is gone is being given to a new file. */
    @Test
    void p6WhatIsGoneIsStaleAlsoWhileItsNumberIsGivenAway() {
        FaultySys faulty = new FaultySys(Setup.LINUX);
        try (Export export = Export.open(HANDLE.sys(faulty.sys()))) {
            long nodeid = shut(export, "a");
            export.host().remove("a");
            faulty.failNth("openByHandleAt", 1, Errno.ENOMEM);
            assertThat(export.theClient().getattr(nodeid).errno()).isEqualTo(Errno.ESTALE);
            export.theClient().forget(nodeid, 1);
        }
    }

    /** As without CAP_DAC_READ_SEARCH. */
    @Test
    void p14WhoMayOpenNoHandleKeepsFds() {
        FaultySys faulty = new FaultySys(Setup.LINUX);
        faulty.fail("openByHandleAt", Errno.EPERM);
        try (Export export = Export.open(HANDLE.sys(faulty.sys()))) {
            export.host().write("a", "text");
            export.host().mkdir("d");
            long file = export.theClient().lookup(Client.ROOT, "a").nodeid();
            long directory = export.theClient().lookup(Client.ROOT, "d").nodeid();
            assertThat(export.cool(file)).isFalse();
            assertThat(export.cool(directory)).isFalse();
            assertThat(export.counts().fallbacks()).containsExactly(Map.entry("no file handle", 2L));
            export.theClient().unlink(Client.ROOT, "a").ok();
            assertThat(export.theClient().content(file)).isEqualTo("text");
        }
    }

    @Test
    void p11NodesAreShutInTheBackgroundWhileThereAreMany() {
        try (Export export = Export.open(HANDLE)) {
            int idle = export.fds().size();
            export.startCooling();
            List<Long> nodeids = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                export.host().write("f" + i, "text " + i);
                nodeids.add(export.theClient().lookup(Client.ROOT, "f" + i).nodeid());
            }
            Export.await("few files have an fd", () -> export.fds().size() <= idle + Setup.FDS);
            assertThat(export.counts().shut()).isGreaterThanOrEqualTo(MANY - Setup.FDS);
            assertThat(export.counts().links()).isZero();
            for (int i = 0; i < MANY; i++) {
                assertThat(export.theClient().content(nodeids.get(i))).isEqualTo("text " + i);
            }
        }
    }

    /** Files are shut all the time while four clients make, link, replace and remove them. */
    @Test
    void p13NobodyIsInTheWayOfWhoShuts() throws Exception {
        try (Export export = Export.open(HANDLE)) {
            Queue<Long> own = new ConcurrentLinkedQueue<>();
            AtomicInteger working = new AtomicInteger(CLIENTS);
            ExecutorService threads = Executors.newFixedThreadPool(CLIENTS + 1);
            List<Future<?>> all = new ArrayList<>();
            all.add(threads.submit(() -> {
                while (working.get() > 0) {
                    own.forEach(export::cool);
                }
            }));
            for (int i = 0; i < CLIENTS; i++) {
                String name = "of client " + i;
                all.add(threads.submit(() -> {
                    try {
                        work(export.client(), own, name);
                    } finally {
                        working.decrementAndGet();
                    }
                }));
            }
            threads.shutdown();
            for (Future<?> each : all) {
                each.get(1, TimeUnit.MINUTES);
            }
        }
    }

    private static void work(Client client, Queue<Long> own, String name) {
        for (int turn = 0; turn < TURNS; turn++) {
            long nodeid =
                    client.mknod(Client.ROOT, name, FileType.REGULAR | 0600, 0).nodeid();
            own.add(nodeid);
            client.link(nodeid, Client.ROOT, name + " too").ok();
            client.forget(nodeid, 1);
            client.unlink(Client.ROOT, name).ok();
            assertThat(client.attr(nodeid).nlink()).isEqualTo(1);
            client.mknod(Client.ROOT, name, FileType.REGULAR | 0600, 0).ok();
            client.rename(Client.ROOT, name, Client.ROOT, name + " too").ok();
            assertThat(client.attr(nodeid).nlink()).isZero();
            client.unlink(Client.ROOT, name + " too").ok();
            own.remove(nodeid);
        }
    }
}
