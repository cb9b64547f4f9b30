package org.holdfast.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.holdfast.fuse.Opcode;
import org.holdfast.os.Errno;
import org.holdfast.os.OpenFlags;
import org.junit.jupiter.api.Test;

/** A read-only mount refuses every request that would change something, and serves all others. */
final class ReadonlyTest {
    @Test
    void everyWritingRequestIsRefused() {
        try (Export export = Export.open(Setup.LINK.readOnly())) {
            Client client = export.theClient();
            export.host().write("a", "text");
            export.host().mkdir("d");
            long node = client.lookup(Client.ROOT, "a").nodeid();
            long handle = client.open(node, 0).handle();
            List<Answer> answers = List.of(
                    client.create(Client.ROOT, "new", 2, 0644),
                    client.create(Client.ROOT, "a", 0, 0644),
                    client.mkdir(Client.ROOT, "new"),
                    client.mknod(Client.ROOT, "new", 0010644, 0),
                    client.symlink(Client.ROOT, "new", "a"),
                    client.link(node, Client.ROOT, "new"),
                    client.unlink(Client.ROOT, "a"),
                    client.rmdir(Client.ROOT, "d"),
                    client.rename(Client.ROOT, "a", Client.ROOT, "new"),
                    client.rename2(Client.ROOT, "a", Client.ROOT, "d", 2),
                    client.write(node, handle, 0, "TEXT"),
                    client.chmod(node, 0),
                    client.truncate(node, 0),
                    client.open(node, OpenFlags.O_WRONLY),
                    client.open(node, OpenFlags.O_RDWR),
                    client.open(node, OpenFlags.O_ACCMODE),
                    client.open(node, OpenFlags.O_TRUNC),
                    client.send(new Message(Opcode.TMPFILE, Client.ROOT)
                            .u32(2, 0600, 0, 0)
                            .name("")),
                    client.send(new Message(Opcode.FALLOCATE, node)
                            .u64(handle, 0, 4096)
                            .u32(0, 0)),
                    client.send(new Message(Opcode.COPY_FILE_RANGE, node).u64(handle, 0, node, handle, 0, 1, 0)),
                    client.send(new Message(Opcode.COPY_FILE_RANGE_64, node).u64(handle, 0, node, handle, 0, 1, 0)),
                    client.send(new Message(Opcode.SETXATTR, node)
                            .u32(1, 0)
                            .name("user.a")
                            .data(new byte[1])),
                    client.send(new Message(Opcode.REMOVEXATTR, node).name("user.a")),
                    client.send(new Message(Opcode.IOCTL, node)
                            .u64(handle)
                            .u32(0, 0x40086602)
                            .u64(0)
                            .u32(8, 0)
                            .u64(0)));
            assertThat(answers).allSatisfy(answer -> assertThat(answer.errno())
                    .as(Opcode.name(answer.opcode()))
                    .isEqualTo(Errno.EROFS));
            assertThat(client.content(node)).isEqualTo("text");
            assertThat(client.read(node, handle, 0, 10).text()).isEqualTo("text");
            assertThat(client.attr(node).nlink()).isEqualTo(1);
            long directory = client.opendir(Client.ROOT).handle();
            assertThat(client.readdirplus(Client.ROOT, directory, 0, 4096).listed())
                    .hasSize(4);
        }
    }
}
