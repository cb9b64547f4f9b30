package org.holdfast.passthrough;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.holdfast.fuse.Opcode;
import org.holdfast.node.Policy;
import org.holdfast.os.Errno;
import org.holdfast.os.FaultySys;
import org.holdfast.os.OpenFlags;
import org.holdfast.os.Sys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** P14: where no work link can be made, a descriptor holds the node and the reason is counted; all else is the same. */
final class FallbackTest {
    /** The most names that a file of ext4 can have (EXT4_LINK_MAX). */
    private static final int EXT4_LINK_MAX = 65_000;

    private static final int MAX_TRIED = 70_000;

    private static void useLikeAnyOther(Export export, String name) {
        Client client = export.theClient();
        Entry entry = client.lookup(Client.ROOT, name).entry();
        assertThat(entry.attr().nlink()).isEqualTo(1);
        assertThat(client.lookup(Client.ROOT, name).entry()).isEqualTo(entry);
        assertThat(client.content(entry.nodeid())).isEqualTo("text");
        assertThat(client.chmod(entry.nodeid(), 0640).attr().permissions()).isEqualTo(0640);
        assertThat(client.truncate(entry.nodeid(), 2).attr().size()).isEqualTo(2);
        Entry linked = client.link(entry.nodeid(), Client.ROOT, name + "2").entry();
        assertThat(linked.nodeid()).isEqualTo(entry.nodeid());
        assertThat(linked.attr().nlink()).isEqualTo(2);
        client.unlink(Client.ROOT, name).ok();
        client.unlink(Client.ROOT, name + "2").ok();
        assertThat(client.attr(entry.nodeid()).nlink()).isZero();
        assertThat(client.content(entry.nodeid())).isEqualTo("te");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                Errno.EXDEV,
                Errno.EPERM,
                Errno.EMLINK,
                Errno.ENOENT,
                Errno.ENOSPC,
                Errno.EDQUOT,
                Errno.EROFS,
                Errno.EOPNOTSUPP,
                Errno.EIO
            })
    void p14EveryFailureOfTheLink(int errno) {
        FaultySys faulty = new FaultySys(Setup.LINUX);
        try (Export export = Export.open(Setup.LINK.sys(faulty.sys()))) {
            Client client = export.theClient();
            export.host().write("a", "text");
            export.host().symlink("target", "s");
            int idle = export.fds().size();
            faulty.fail("linkat", errno);
            long created = client.create(Client.ROOT, "c", 2, 0600).nodeid();
            client.lookup(Client.ROOT, "a").ok();
            long symlink = client.lookup(Client.ROOT, "s").nodeid();
            assertThat(client.readlink(symlink).text()).isEqualTo("target");
            Counts counts = export.counts();
            assertThat(counts.links()).isZero();
            assertThat(counts.fdHolds()).isEqualTo(4);
            assertThat(counts.fallbacks()).containsExactly(Map.entry(Errno.name(errno), 3L));
            assertThat(export.fds()).hasSize(idle + 4);
            assertThat(client.attr(created).nlink()).isEqualTo(1);
            faulty.heal();
            useLikeAnyOther(export, "a");
            assertThat(export.counts().links()).isZero();
        }
    }

    @Test
    void z50WithoutTheCapabilityTheWayThroughProcIsTakenAndRemembered() {
        FaultySys faulty = new FaultySys(Setup.LINUX);
        try (Export export = Export.open(Setup.LINK.sys(faulty.sys()))) {
            Client client = export.theClient();
            int[] refused = {0};
            faulty.rule(call -> {
                if (call.is("linkat") && (call.integer(4) & Sys.AT_EMPTY_PATH) != 0) {
                    refused[0]++;
                    return Errno.ENOENT;
                }
                return 0;
            });
            for (int i = 0; i < 5; i++) {
                export.host().write("f" + i, "text");
                assertThat(client.lookup(Client.ROOT, "f" + i).entry().attr().nlink())
                        .isEqualTo(1);
            }
            export.host().symlink("f0", "s");
            client.lookup(Client.ROOT, "s").ok();
            assertThat(refused[0]).isEqualTo(1);
            assertThat(export.counts().links()).isEqualTo(6);
            assertThat(export.counts().fallbacks()).isEmpty();
            assertThat(export.workLinks()).hasSize(6);
            useLikeAnyOther(export, "f1");
        }
    }

    /** Linux 6.10: the thread that has opened the fd may, and one with other credentials may not. */
    @Test
    void z50WhatOneThreadMayLinkAnotherMayNot() {
        FaultySys faulty = new FaultySys(Setup.LINUX);
        try (Export export = Export.open(Setup.LINK.sys(faulty.sys()))) {
            for (int i = 0; i < 5; i++) {
                if (i == 2) {
                    faulty.rule(
                            call -> call.is("linkat") && (call.integer(4) & Sys.AT_EMPTY_PATH) != 0 ? Errno.ENOENT : 0);
                }
                export.host().write("f" + i, "text");
                export.theClient().lookup(Client.ROOT, "f" + i).ok();
            }
            assertThat(export.counts().fallbacks()).isEmpty();
            assertThat(export.workLinks()).hasSize(5);
        }
    }

    @Test
    void z49AFileAtItsLinkLimit() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            export.host().write("a", "text");
            export.host().mkdir("names");
            int names = 1;
            String failure = "";
            while (failure.isEmpty() && names < MAX_TRIED) {
                try {
                    export.host().link("a", "names/" + names);
                    names++;
                } catch (UncheckedIOException e) {
                    failure = e.getMessage();
                }
            }
            assumeThat(names).isEqualTo(EXT4_LINK_MAX);
            Entry full = client.lookup(Client.ROOT, "a").entry();
            assertThat(full.attr().nlink()).isEqualTo(names);
            assertThat(export.counts().fallbacks()).containsEntry("EMLINK", 1L);
            assertThat(client.link(full.nodeid(), Client.ROOT, "b").errno()).isEqualTo(Errno.EMLINK);
            client.forget(full.nodeid(), 1);

            // One below the limit: our own link takes the last place, and must give it to the client.
            export.host().remove("names/1");
            Entry almost = client.lookup(Client.ROOT, "a").entry();
            assertThat(almost.attr().nlink()).isEqualTo(names - 1);
            assertThat(export.counts().links()).isEqualTo(1);
            Entry linked = client.link(almost.nodeid(), Client.ROOT, "b").entry();
            assertThat(linked.nodeid()).isEqualTo(almost.nodeid());
            assertThat(linked.attr().nlink()).isEqualTo(names);
            assertThat(export.host().nlink("a")).isEqualTo(names);
            assertThat(client.content(almost.nodeid())).isEqualTo("text");
            assertThat(client.link(almost.nodeid(), Client.ROOT, "c").errno()).isEqualTo(Errno.EMLINK);
        }
    }

    @Test
    void z51FilesOfOthersAndSetuidFiles() throws Exception {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            for (int mode : new int[] {0400, 0000, 04755, 02755, 01777}) {
                String name = "m" + Integer.toOctalString(mode);
                export.host().write(name, "text");
                Files.setAttribute(export.host().path(name), "unix:uid", 12345);
                Files.setAttribute(export.host().path(name), "unix:mode", mode);
                Entry entry = client.lookup(Client.ROOT, name).entry();
                assertThat(entry.attr().uid()).isEqualTo(12345);
                assertThat(entry.attr().permissions()).isEqualTo(mode);
                assertThat(entry.attr().nlink()).isEqualTo(1);
                assertThat(client.content(entry.nodeid())).isEqualTo("text");
            }
        }
    }

    @Test
    void policyFdMakesNoWorkdirAndNoLinks() {
        try (Export export = Export.open(Setup.LINK.policy(Policy.FD))) {
            Client client = export.theClient();
            export.host().write("a", "text");
            export.host().symlink("target", "s");
            long symlink = client.lookup(Client.ROOT, "s").nodeid();
            assertThat(client.readlink(symlink).text()).isEqualTo("target");
            assertThat(export.host().exists(".holdfast")).isFalse();
            useLikeAnyOther(export, "a");
            assertThat(export.host().exists(".holdfast")).isFalse();
            assertThat(export.counts().links()).isZero();
            assertThat(export.counts().fallbacks()).isEmpty();
        }
    }

    @Test
    void anUnlinkedFileHeldByAnFdHasNoNameToLinkFrom() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            long tmpfile = client.send(new Message(Opcode.TMPFILE, Client.ROOT)
                            .u32(OpenFlags.O_RDWR, 0600, 0, 0)
                            .name(""))
                    .nodeid();
            assertThat(client.attr(tmpfile).nlink()).isZero();
            assertThat(export.counts().fallbacks()).containsEntry("no name left", 1L);
            Entry named = client.link(tmpfile, Client.ROOT, "named").entry();
            assertThat(named.attr().nlink()).isEqualTo(1);
            assertThat(export.host().list("")).isEqualTo(List.of(".holdfast", "named"));
        }
    }
}
