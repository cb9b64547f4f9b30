package org.holdfast.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.holdfast.fuse.Opcode;
import org.holdfast.os.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Z57: no name leads out of the directory that it is looked up in. */
final class HostileNameTest {
    static List<String> hostileNames() {
        return List.of(
                "..\0",
                ".\0",
                "\0",
                "",
                "/\0",
                "a/b\0",
                "../outside\0",
                "/etc/passwd\0",
                "a/\0",
                "/a\0",
                "./a\0",
                "a",
                "a\0b",
                "a\0b\0",
                "a\0\0",
                "..\0\0",
                "d/../../outside\0");
    }

    /** Every request that takes one name, with this one. */
    private static List<Message> withName(String name, long node) {
        byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
        List<Message> messages = new ArrayList<>();
        messages.add(new Message(Opcode.LOOKUP, Client.ROOT).data(bytes));
        messages.add(new Message(Opcode.UNLINK, Client.ROOT).data(bytes));
        messages.add(new Message(Opcode.RMDIR, Client.ROOT).data(bytes));
        messages.add(new Message(Opcode.MKDIR, Client.ROOT).u32(0755, 0).data(bytes));
        messages.add(
                new Message(Opcode.MKNOD, Client.ROOT).u32(0100644, 0, 0, 0).data(bytes));
        messages.add(
                new Message(Opcode.CREATE, Client.ROOT).u32(0x242, 0644, 0, 0).data(bytes));
        messages.add(new Message(Opcode.LINK, Client.ROOT).u64(node).data(bytes));
        messages.add(new Message(Opcode.RENAME, Client.ROOT)
                .u64(Client.ROOT)
                .name("victim")
                .data(bytes));
        messages.add(new Message(Opcode.RENAME2, Client.ROOT)
                .u64(Client.ROOT)
                .u32(0, 0)
                .name("victim")
                .data(bytes));
        return messages;
    }

    @ParameterizedTest
    @MethodSource("hostileNames")
    void z57EveryHostileNameInEveryRequest(String name) {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            export.outside().write("outside", "untouched");
            export.host().write("victim", "text");
            export.host().mkdir("d");
            List<String> outside = export.outside().list("");
            long node = client.lookup(Client.ROOT, "victim").nodeid();
            for (Message message : withName(name, node)) {
                Answer answer = client.send(message);
                assertThat(answer.errno()).as("opcode %d", answer.opcode()).isEqualTo(Errno.EINVAL);
            }
            byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
            Message first = new Message(Opcode.SYMLINK, Client.ROOT).data(bytes).name("target");
            assertThat(client.send(first).errno()).isIn(Errno.EINVAL, Errno.ENOENT, 0);
            assertThat(export.outside().list("")).isEqualTo(outside);
            assertThat(export.outside().read("outside")).isEqualTo("untouched");
            assertThat(export.host().read("victim")).isEqualTo("text");
        }
    }

    @Test
    void z57NamesThatAreTooLongGetTheHostsErrno() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            export.host().write("victim", "text");
            long node = client.lookup(Client.ROOT, "victim").nodeid();
            for (int length : new int[] {256, 4096, 60_000}) {
                for (Message message : withName("x".repeat(length) + "\0", node)) {
                    assertThat(client.send(message).errno()).isEqualTo(Errno.ENAMETOOLONG);
                }
            }
            assertThat(client.create(Client.ROOT, "x".repeat(255), 2, 0644).isOk())
                    .isTrue();
        }
    }

    @Test
    void namesThatOnlyLookHostileAreNames() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            for (String name : List.of("...", "..a", ".a", "a..", " ", "\n", "\\", "\u00ff\u0080", "*", "-rf")) {
                long node = client.create(Client.ROOT, name, 2, 0644).nodeid();
                assertThat(client.lookup(Client.ROOT, name).nodeid()).isEqualTo(node);
                client.unlink(Client.ROOT, name).ok();
            }
        }
    }

    @Test
    void aSymlinkIsNeverFollowed() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            export.outside().write("outside", "untouched");
            export.outside().mkdir("elsewhere");
            export.host().symlink("../outside", "s");
            export.host().symlink("../elsewhere", "d");
            long file = client.lookup(Client.ROOT, "s").nodeid();
            long directory = client.lookup(Client.ROOT, "d").nodeid();
            assertThat(client.open(file, 2).errno()).isEqualTo(Errno.ELOOP);
            assertThat(client.truncate(file, 0).isOk()).isFalse();
            assertThat(client.chmod(file, 0777).isOk()).isFalse();
            assertThat(client.setattr(file, Client.SETATTR_UID, 0, 0, 4321).isOk())
                    .isTrue();
            assertThat(client.create(Client.ROOT, "s", 0x41, 0644).errno()).isEqualTo(Errno.ELOOP);
            assertThat(client.lookup(directory, "x").errno()).isEqualTo(Errno.ENOTDIR);
            assertThat(client.mkdir(directory, "x").errno()).isEqualTo(Errno.ENOTDIR);
            assertThat(client.opendir(directory).errno()).isEqualTo(Errno.ENOTDIR);
            assertThat(export.outside().read("outside")).isEqualTo("untouched");
            assertThat(export.outside().stat("outside").get("uid")).isEqualTo(0);
            assertThat(export.outside().list("elsewhere")).isEmpty();
        }
    }
}
