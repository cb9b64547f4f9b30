package org.holdfast.passthrough;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.List;
import org.holdfast.os.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** P4 and P5: a nodeid denotes one object for ever, and an object has one live node, whatever its names and number. */
final class IdentityTest {
    /**
     * Numbers to try, each in a new directory: another process may take one first, and ext4 puts a directory into another
     * group than its parent's where that is crowded.
     */
    private static final int ATTEMPTS = 8;

    /** What is made in place of a removed file. */
    enum Successor {
        FILE((tree, name) -> tree.write(name, "successor")),
        DIRECTORY(HostTree::mkdir),
        SYMLINK((tree, name) -> tree.symlink("a-target", name));

        private final HostTree.Maker maker;

        Successor(HostTree.Maker maker) {
            this.maker = maker;
        }
    }

    @ParameterizedTest
    @EnumSource(Successor.class)
    void z21z23TheHostReusesAnInodeNumberThatNothingPins(Successor successor) {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                String directory = "d" + attempt;
                String name = directory + "/a";
                export.host().mkdir(directory);
                export.host().write(name, "old");
                long ino = export.host().ino(name);
                long parent = client.lookup(Client.ROOT, directory).nodeid();
                long old = client.lookup(parent, "a").nodeid();
                client.forget(old, 1);
                export.drain();
                export.host().remove(name);
                if (export.host().remakeWithIno(name, ino, successor.maker)) {
                    Entry entry = client.lookup(parent, "a").entry();
                    assertThat(entry.attr().ino()).isEqualTo(ino);
                    assertThat(entry.nodeid()).isNotEqualTo(old);
                    assertThat(client.getattr(old).errno()).isEqualTo(Errno.ESTALE);
                    return;
                }
            }
            abort("the file system did not reuse any of " + ATTEMPTS + " inode numbers");
        }
    }

    @ParameterizedTest
    @EnumSource(Successor.class)
    void z22AnInodeNumberIsNotReusedWhileTheClientRemembersItsObject(Successor successor) {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            export.host().write("a", "old");
            long ino = export.host().ino("a");
            Entry old = client.lookup(Client.ROOT, "a").entry();
            export.host().remove("a");
            for (int i = 0; i < 50; i++) {
                successor.maker.make(export.host(), "a" + i);
                assertThat(export.host().ino("a" + i)).isNotEqualTo(ino);
            }
            successor.maker.make(export.host(), "a");
            Entry fresh = client.lookup(Client.ROOT, "a").entry();
            assertThat(fresh.nodeid()).isNotEqualTo(old.nodeid());
            assertThat(fresh.attr().ino()).isNotEqualTo(ino);
            assertThat(client.content(old.nodeid())).isEqualTo("old");
            assertThat(client.attr(old.nodeid()).nlink()).isZero();
        }
    }

    @Test
    void z29TwoNamesOfOneFileAreOneNode() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            export.host().write("a", "text");
            Entry a = client.lookup(Client.ROOT, "a").entry();
            Entry linked = client.link(a.nodeid(), Client.ROOT, "b").entry();
            export.host().link("b", "c");
            Entry c = client.lookup(Client.ROOT, "c").entry();
            assertThat(linked.nodeid()).isEqualTo(a.nodeid());
            assertThat(c.nodeid()).isEqualTo(a.nodeid());
            assertThat(c.attr().nlink()).isEqualTo(3);
            assertThat(c.attr().ino()).isEqualTo(a.attr().ino());
            assertThat(client.lookup(Client.ROOT, "a").entry()).isEqualTo(c);
            assertThat(export.workLinks()).hasSize(1);
        }
    }

    @Test
    void z36ExchangeKeepsEveryNodeWithItsObject() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            export.host().write("a", "content of a");
            export.host().write("b", "content of b");
            export.host().link("a", "a2");
            long a = client.lookup(Client.ROOT, "a").nodeid();
            long b = client.lookup(Client.ROOT, "b").nodeid();
            List<String> names = List.of("a", "b", "a2");
            for (String from : names) {
                for (String to : names) {
                    client.rename2(Client.ROOT, from, Client.ROOT, to, 2).ok();
                    assertThat(client.content(a)).isEqualTo("content of a");
                    assertThat(client.content(b)).isEqualTo("content of b");
                    assertThat(client.attr(a).nlink()).isEqualTo(2);
                    assertThat(client.attr(b).nlink()).isEqualTo(1);
                    for (String name : names) {
                        long expected = export.host().read(name).endsWith("a") ? a : b;
                        assertThat(client.lookup(Client.ROOT, name).nodeid()).isEqualTo(expected);
                    }
                }
            }
        }
    }

    @Test
    void z60AnObjectThatVanishedIsStaleOrThere() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            export.host().write("a", "old");
            long file = client.lookup(Client.ROOT, "a").nodeid();
            long directory = client.mkdir(Client.ROOT, "d").nodeid();
            export.host().remove("a");
            export.host().remove("d");
            export.host().write("a", "new");
            export.host().mkdir("d");
            assertThat(client.content(file)).isEqualTo("old");
            assertThat(client.chmod(file, 0600).isOk()).isTrue();
            assertThat(client.truncate(file, 1).isOk()).isTrue();
            assertThat(client.getattr(directory).isOk()).isTrue();
            assertThat(client.opendir(directory).errno()).isIn(0, Errno.ENOENT, Errno.ESTALE);
        }
    }

    @Test
    void z60AWorkLinkThatTheHostRemovedMakesTheNodeStale() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            export.host().write("a", "text");
            long node = client.lookup(Client.ROOT, "a").nodeid();
            String link = export.workLinks().get(0);
            export.host().remove(".holdfast/" + link);
            assertThat(List.of(
                            client.getattr(node).errno(),
                            client.open(node, 0).errno(),
                            client.chmod(node, 0600).errno(),
                            client.truncate(node, 0).errno(),
                            client.link(node, Client.ROOT, "b").errno(),
                            client.readlink(node).errno()))
                    .containsOnly(Errno.ESTALE);
            client.forget(node, 1);
            long again = client.lookup(Client.ROOT, "a").nodeid();
            assertThat(client.content(again)).isEqualTo("text");
        }
    }

    @Test
    void z52TheWorkLinkOfASymlinkIsTheSymlink() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            export.host().write("target", "text");
            export.host().symlink("target", "s");
            export.host().symlink("missing", "dangling");
            for (String name : List.of("s", "dangling")) {
                Entry entry = client.lookup(Client.ROOT, name).entry();
                assertThat(entry.attr().type()).isEqualTo(0120000);
                assertThat(entry.attr().nlink()).isEqualTo(1);
                assertThat(export.host().ino(".holdfast/" + export.workLinks().get(0)))
                        .isEqualTo(export.host().ino(name));
                export.host().remove(name);
                assertThat(client.readlink(entry.nodeid()).text()).isEqualTo(name.equals("s") ? "target" : "missing");
                assertThat(client.open(entry.nodeid(), 0).errno()).isEqualTo(Errno.ELOOP);
                client.forget(entry.nodeid(), 1);
                export.drain();
            }
            assertThat(export.host().nlink("target")).isEqualTo(1);
        }
    }

    @Test
    void unknownNodeidsAreStaleForEveryOperation() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            for (long nodeid : new long[] {0, 2, 77, 1L << 32 | 1, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
                assertThat(List.of(
                                client.getattr(nodeid).errno(),
                                client.lookup(nodeid, "a").errno(),
                                client.open(nodeid, 0).errno(),
                                client.opendir(nodeid).errno(),
                                client.mkdir(nodeid, "d").errno(),
                                client.unlink(nodeid, "a").errno(),
                                client.link(nodeid, Client.ROOT, "b").errno(),
                                client.rename(Client.ROOT, "a", nodeid, "b").errno(),
                                client.create(nodeid, "a", 2, 0644).errno()))
                        .containsOnly(Errno.ESTALE);
            }
        }
    }
}
