package org.holdfast.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import org.holdfast.fuse.Opcode;
import org.holdfast.os.EnvironmentException;
import org.holdfast.os.Errno;
import org.holdfast.os.LinuxSys;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.OpenFlags;
import org.holdfast.os.Sys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A tiny file system at a socket. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PacketSocketTest {
    private static final Sys SYS = new LinuxSys();
    private static final POSIX POSIX = POSIXFactory.getNativePOSIX();
    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_SEQPACKET = 5;
    private static final int HEADER = 40;

    private final TinyHandler handler = new TinyHandler();
    private final NativeBuffer buffer = NativeBuffer.allocate(4096);
    private Transport transport;
    private int client;

    @BeforeEach
    void serve() {
        int[] ends = pair(SOCK_SEQPACKET);
        client = ends[0];
        transport = Inherited.of(SYS, ends[1]).serve(2, () -> handler, new Metrics());
    }

    @AfterEach
    void end() throws InterruptedException {
        handler.slowMayEnd.countDown();
        SYS.close(client);
        transport.awaitEnd();
        assertThat(transport.readFailure()).isEmpty();
    }

    private static int[] pair(int type) {
        int[] ends = new int[2];
        assertThat(POSIX.socketpair(AF_UNIX, type, 0, ends)).isZero();
        return ends;
    }

    @Test
    void aMessageIsARequestOrAReply() {
        send(Opcode.GETATTR, 7, new byte[16]);
        assertThat(receive()).isEqualTo(16 + 104);
        assertThat(buffer.getInt(4)).isZero();
        assertThat(buffer.getLong(8)).isEqualTo(7);
    }

    @Test
    void repliesComeInTheOrderInWhichTheyAreReady() throws InterruptedException {
        send(Opcode.LOOKUP, 1, TinyHandler.SLOW.concat("\0").getBytes());
        handler.slowBegun.await();
        send(Opcode.STATFS, 2, new byte[0]);
        receive();
        assertThat(buffer.getLong(8)).isEqualTo(2);
        handler.slowMayEnd.countDown();
        receive();
        assertThat(buffer.getLong(8)).isEqualTo(1);
    }

    @Test
    void aRequestThatIsCutShortIsAnsweredEinval() {
        send(Opcode.GETATTR, 3, new byte[4]);
        receive();
        assertThat(buffer.getInt(4)).isEqualTo(-Errno.EINVAL);
    }

    @Test
    void aReplyThatDoesNotArriveIsTakenBack() throws InterruptedException {
        send(Opcode.LOOKUP, 1, TinyHandler.SLOW.concat("\0").getBytes());
        handler.slowBegun.await();
        SYS.close(client);
        handler.slowMayEnd.countDown();
        handler.takenBack.await();
    }

    @Test
    void otherDescriptorsAreRefused() {
        int[] stream = pair(SOCK_STREAM);
        int zero = SYS.openat(Sys.AT_FDCWD, NativeBuffer.string("/dev/zero").address(), OpenFlags.O_RDONLY, 0);
        for (int fd : new int[] {stream[0], zero}) {
            assertThatThrownBy(() -> Inherited.of(SYS, fd))
                    .isInstanceOf(EnvironmentException.class)
                    .hasMessageContaining("neither a sequenced-packet unix socket");
        }
        SYS.close(stream[0]);
        SYS.close(stream[1]);
        SYS.close(zero);
        assertThatThrownBy(() -> Inherited.of(SYS, 1 << 20))
                .isInstanceOf(EnvironmentException.class)
                .hasMessage("descriptor 1048576 is not open");
    }

    private void send(int opcode, long unique, byte[] body) {
        ByteBuffer message = ByteBuffer.allocate(HEADER + body.length).order(ByteOrder.nativeOrder());
        message.putInt(message.capacity())
                .putInt(opcode)
                .putLong(unique)
                .putLong(1)
                .position(HEADER);
        NativeBuffer request = NativeBuffer.allocate(message.capacity());
        request.bytes().put(0, message.put(body).array());
        assertThat(SYS.write(client, request.address(), request.size())).isEqualTo(request.size());
    }

    private int receive() {
        return (int) SYS.read(client, buffer.address(), buffer.size());
    }
}
