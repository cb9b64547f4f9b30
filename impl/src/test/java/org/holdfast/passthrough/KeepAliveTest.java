package org.holdfast.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.holdfast.node.Policy;
import org.holdfast.os.Errno;
import org.holdfast.os.OpenFlags;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** P6: every operation on a node the client remembers reaches the same object, whatever becomes of its names. */
final class KeepAliveTest {
    private static Export open(Policy policy) {
        return Export.open(Setup.LINK.policy(policy));
    }

    @ParameterizedTest
    @EnumSource
    void z30z38OpenThenUnlinkThenEveryOperation(Policy policy) {
        try (Export export = open(policy)) {
            Client client = export.theClient();
            export.host().write("a", "text");
            long node = client.lookup(Client.ROOT, "a").nodeid();
            long handle = client.open(node, OpenFlags.O_RDWR).handle();
            client.unlink(Client.ROOT, "a").ok();
            client.write(node, handle, 4, "+more").ok();
            assertThat(client.chmod(node, 0600).attr().permissions()).isEqualTo(0600);
            assertThat(client.truncate(node, 7).attr().size()).isEqualTo(7);
            assertThat(client.read(node, handle, 0, 100).text()).isEqualTo("text+mo");
            assertThat(client.content(node)).isEqualTo("text+mo");
            assertThat(client.attr(node).nlink()).isZero();
            assertThat(client.link(node, Client.ROOT, "b").errno()).isEqualTo(Errno.ENOENT);
            assertThat(export.host().exists("b")).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void z31RenameOverAnOpenFile(Policy policy) {
        try (Export export = open(policy)) {
            Client client = export.theClient();
            export.host().write("a", "content of a");
            export.host().write("b", "content of b");
            long a = client.lookup(Client.ROOT, "a").nodeid();
            long b = client.lookup(Client.ROOT, "b").nodeid();
            long handle = client.open(b, OpenFlags.O_RDWR).handle();
            client.rename(Client.ROOT, "a", Client.ROOT, "b").ok();
            assertThat(client.read(b, handle, 0, 100).text()).isEqualTo("content of b");
            assertThat(client.content(b)).isEqualTo("content of b");
            assertThat(client.attr(b).nlink()).isZero();
            assertThat(client.lookup(Client.ROOT, "b").nodeid()).isEqualTo(a);
            assertThat(client.content(a)).isEqualTo("content of a");
        }
    }

    @ParameterizedTest
    @EnumSource
    void z32ARemovalThatFailsChangesNothing(Policy policy) {
        try (Export export = open(policy)) {
            Client client = export.theClient();
            long directory = client.mkdir(Client.ROOT, "d").nodeid();
            long handle = client.create(directory, "f", 2, 0644).handle();
            long file = client.lookup(directory, "f").nodeid();
            client.write(file, handle, 0, "text").ok();
            assertThat(client.rmdir(Client.ROOT, "d").errno()).isEqualTo(Errno.ENOTEMPTY);
            assertThat(client.unlink(Client.ROOT, "d").errno()).isEqualTo(Errno.EISDIR);
            assertThat(client.rmdir(directory, "f").errno()).isEqualTo(Errno.ENOTDIR);
            assertThat(client.lookup(Client.ROOT, "d").nodeid()).isEqualTo(directory);
            assertThat(client.content(file)).isEqualTo("text");
            assertThat(client.mkdir(directory, "sub").isOk()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void z33OneOfTwoNamesRemovedTheOtherIsWritable(Policy policy) {
        try (Export export = open(policy)) {
            Client client = export.theClient();
            export.host().write("a", "text");
            long node = client.lookup(Client.ROOT, "a").nodeid();
            client.link(node, Client.ROOT, "b").ok();
            client.unlink(Client.ROOT, "a").ok();
            long handle = client.open(client.lookup(Client.ROOT, "b").nodeid(), OpenFlags.O_RDWR)
                    .handle();
            client.write(node, handle, 0, "TEXT").ok();
            assertThat(export.host().read("b")).isEqualTo("TEXT");
            assertThat(client.attr(node).nlink()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void z34NothingIsKeptInTheUsersDirectory(Policy policy) {
        try (Export export = open(policy)) {
            Client client = export.theClient();
            long directory = client.mkdir(Client.ROOT, "d").nodeid();
            long handle = client.create(directory, "f", 2, 0644).handle();
            client.unlink(directory, "f").ok();
            assertThat(export.host().list("d")).isEmpty();
            client.rmdir(Client.ROOT, "d").ok();
            long file = client.ledger().handles().get(handle).nodeid();
            client.write(file, handle, 0, "text").ok();
            assertThat(client.content(file)).isEqualTo("text");
        }
    }

    @ParameterizedTest
    @EnumSource
    void z37TheHostRemovesTheNameThatWasLookedUp(Policy policy) {
        try (Export export = open(policy)) {
            Client client = export.theClient();
            export.host().write("a", "text");
            export.host().link("a", "b");
            for (String removed : List.of("a", "b")) {
                long node = client.lookup(Client.ROOT, removed).nodeid();
                export.host().remove(removed);
                assertThat(client.content(node)).isEqualTo("text");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDirectoryThatTheHostMovedIsStillTheSame(Policy policy) {
        try (Export export = open(policy)) {
            Client client = export.theClient();
            long directory = client.mkdir(Client.ROOT, "d").nodeid();
            export.host().write("d/f", "text");
            export.host().rename("d", "moved");
            export.host().mkdir("d");
            assertThat(client.content(client.lookup(directory, "f").nodeid())).isEqualTo("text");
            client.create(directory, "g", 2, 0644).ok();
            assertThat(export.host().exists("moved/g")).isTrue();
        }
    }
}
