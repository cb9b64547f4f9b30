package org.holdfast.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.holdfast.fuse.Opcode;
import org.holdfast.os.Errno;
import org.junit.jupiter.api.Test;

/** Z10: what a reply promised is taken back when the reply does not reach the client. */
final class UndeliveredTest {
    @Test
    void z10EveryReplyWithAnEntryOrAHandle() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            export.host().write("a", "text");
            export.host().mkdir("d");
            List<Message> messages = List.of(
                    new Message(Opcode.LOOKUP, Client.ROOT).name("a"),
                    new Message(Opcode.LOOKUP, Client.ROOT).name("d"),
                    Client.createMessage(Client.ROOT, "created", 2, 0644),
                    Client.createMessage(Client.ROOT, "a", 0, 0644),
                    new Message(Opcode.MKDIR, Client.ROOT).u32(0755, 0).name("made"),
                    new Message(Opcode.MKNOD, Client.ROOT).u32(0010644, 0, 0, 0).name("fifo"),
                    new Message(Opcode.SYMLINK, Client.ROOT).name("symlink").name("a"),
                    new Message(Opcode.TMPFILE, Client.ROOT).u32(2, 0600, 0, 0).name(""),
                    new Message(Opcode.OPENDIR, Client.ROOT).u32(0, 0),
                    new Message(Opcode.GETATTR, Client.ROOT).u32(0, 0).u64(0),
                    new Message(Opcode.LOOKUP, Client.ROOT).name("missing"));
            for (Message message : messages) {
                client.lose(message);
                export.checkIdle();
            }
            assertThat(export.host().exists("created")).isTrue();
        }
    }

    @Test
    void z10OnlyTheLostReplyIsTakenBack() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            export.host().write("a", "text");
            long node = client.lookup(Client.ROOT, "a").nodeid();
            client.lose(new Message(Opcode.LOOKUP, Client.ROOT).name("a")).ok();
            client.lose(new Message(Opcode.LINK, Client.ROOT).u64(node).name("b"))
                    .ok();
            client.lose(new Message(Opcode.OPEN, node).u32(0, 0)).ok();
            assertThat(export.counts().handles()).isZero();
            assertThat(client.attr(node).nlink()).isEqualTo(2);
            client.forget(node, 1);
            assertThat(client.getattr(node).errno()).isEqualTo(Errno.ESTALE);
        }
    }

    @Test
    void z10ReaddirplusWithManyEntries() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            for (int i = 0; i < 30; i++) {
                export.host().write("f" + "x".repeat(i) + i, "");
            }
            long kept = client.lookup(Client.ROOT, "f0").nodeid();
            long handle = client.opendir(Client.ROOT).handle();
            Answer lost = client.lose(Client.data(Opcode.READDIRPLUS, Client.ROOT, handle, 0, Client.CAPACITY));
            assertThat(lost.listed()).hasSize(32);
            export.drain();
            assertThat(export.counts().nodes()).isEqualTo(2);
            assertThat(client.getattr(kept).isOk()).isTrue();
        }
    }
}
