package org.holdfast.passthrough;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import org.holdfast.fuse.Opcode;
import org.holdfast.os.Errno;
import org.holdfast.os.FaultySys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Extended attributes and the ioctls for file flags. */
final class IoctlAndXattrTest {
    private static final int GETFLAGS = 0x80086601;
    private static final int SETFLAGS = 0x40086602;
    private static final int IMMUTABLE = 0x10;

    private static Message ioctl(long node, long handle, int command, int in, int out) {
        return new Message(Opcode.IOCTL, node)
                .u64(handle)
                .u32(0, command)
                .u64(0)
                .u32(in, out);
    }

    private static Message get(long node, String name, int size) {
        return new Message(Opcode.GETXATTR, node).u32(size, 0).name(name);
    }

    private static Message set(long node, String name, String value) {
        return new Message(Opcode.SETXATTR, node)
                .u32(value.length(), 0)
                .name(name)
                .data(value.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void attributesThroughEveryKindOfHold() {
        FaultySys faulty = new FaultySys(Setup.LINUX);
        try (Export export = Export.open(Setup.LINK.sys(faulty.sys()))) {
            Client client = export.theClient();
            export.host().write("linked", "");
            export.host().write("held", "");
            long linked = client.lookup(Client.ROOT, "linked").nodeid();
            faulty.fail("linkat", Errno.EPERM);
            long held = client.lookup(Client.ROOT, "held").nodeid();
            faulty.heal();
            long directory = client.mkdir(Client.ROOT, "d").nodeid();
            for (long node : new long[] {linked, held, directory}) {
                Answer set = client.send(set(node, "user.a", "value"));
                assumeThat(set.errno()).isNotEqualTo(Errno.EOPNOTSUPP);
                set.ok();
                assertThat(client.send(get(node, "user.a", 100)).text()).isEqualTo("value");
                assertThat(client.send(get(node, "user.a", 0)).u32(0)).isEqualTo(5);
                assertThat(client.send(get(node, "user.a", 3)).errno()).isEqualTo(Errno.ERANGE);
                Message list = new Message(Opcode.LISTXATTR, node).u32(100, 0);
                assertThat(client.send(list).text()).isEqualTo("user.a\0");
                client.send(new Message(Opcode.REMOVEXATTR, node).name("user.a"))
                        .ok();
                assertThat(client.send(get(node, "user.a", 100)).errno()).isEqualTo(Errno.ENODATA);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, -65536})
    void aBufferSizeIsUnsignedAndNoLargerThanTheReply(int size) {
        FaultySys faulty = new FaultySys(Setup.LINUX);
        try (Export export = Export.open(Setup.LINK.sys(faulty.sys()))) {
            Client client = export.theClient();
            export.host().write("a", "");
            long node = client.lookup(Client.ROOT, "a").nodeid();
            client.send(set(node, "user.a", "value"));
            faulty.rule(call -> {
                if (call.is("lgetxattr")) {
                    assertThat((Long) call.arguments()[3]).isBetween(0L, (long) Client.CAPACITY);
                }
                return 0;
            });
            assertThat(client.send(get(node, "user.a", size)).text()).isEqualTo("value");
            assertThat(client.send(new Message(Opcode.LISTXATTR, node).u32(size, 0))
                            .text())
                    .contains("user.a");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 4, 0, 1000, -1, -100, Integer.MIN_VALUE})
    void theReplyToAnIoctlIsAsLongAsTheClientsBufferAtMost(int out) {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            Answer file = client.create(Client.ROOT, "a", 2, 0644);
            Answer answer = client.send(ioctl(file.nodeid(), file.handle(), GETFLAGS, 0, out));
            assumeThat(answer.errno()).isNotIn(Errno.ENOTTY, Errno.EOPNOTSUPP);
            assertThat(answer.ok().payload()).hasSizeBetween(16, 24);
        }
    }

    @Test
    void unknownIoctlsAreNoTerminals() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            Answer file = client.create(Client.ROOT, "a", 2, 0644);
            assertThat(client.send(ioctl(file.nodeid(), file.handle(), 0x5401, 0, 0))
                            .errno())
                    .isEqualTo(Errno.ENOTTY);
            assertThat(client.send(ioctl(file.nodeid(), file.handle(), SETFLAGS, 8, 0))
                            .errno())
                    .isEqualTo(Errno.EINVAL);
        }
    }

    @Test
    void aFileThatBecomesImmutableLosesItsWorkLinkBefore() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            Answer file = client.create(Client.ROOT, "a", 2, 0644);
            assertThat(export.counts().links()).isEqualTo(1);
            Message set = ioctl(file.nodeid(), file.handle(), SETFLAGS, 8, 0).u64(IMMUTABLE);
            assumeThat(client.send(set).errno()).isZero();
            assertThat(export.counts().links()).isZero();
            assertThat(client.attr(file.nodeid()).nlink()).isEqualTo(1);
            assertThat(client.chmod(file.nodeid(), 0600).errno()).isEqualTo(Errno.EPERM);
            client.send(ioctl(file.nodeid(), file.handle(), SETFLAGS, 8, 0).u64(0))
                    .ok();
            assertThat(client.chmod(file.nodeid(), 0600).isOk()).isTrue();
        }
    }
}
