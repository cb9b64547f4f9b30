package org.holdfast.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.holdfast.conform.Peers;
import org.holdfast.fuse.Opcode;
import org.holdfast.os.Errno;
import org.holdfast.testkit.Scratch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client as a guest's kernel, with QEMU's virtiofsd. */
class VhostUserTest {
    private static final int LONG = 60_000;

    private final Scratch scratch = Scratch.create();
    private Path source;
    private Daemon daemon;
    private KernelClient client;

    @BeforeEach
    void start() throws IOException {
        source = scratch.directory("source");
        Files.writeString(source.resolve("a"), "content");
        daemon = Peers.of("virtiofsd").orElseThrow().start(source, scratch.directory("beside"));
        client = daemon.client();
        assertThat(client.init(KernelClient.NEWEST_MINOR).ok()).isTrue();
    }

    @AfterEach
    void end() {
        daemon.close();
        scratch.close();
    }

    @Test
    void dataGoesBothWays() throws IOException {
        long node = client.lookup(KernelClient.ROOT, "a").nodeid();
        long handle = client.call(Opcode.OPEN, node, Body.empty().u32(2, 0)).u64(0); // O_RDWR
        byte[] data = "0123456789abcdef".repeat(LONG / 16).getBytes(StandardCharsets.UTF_8);
        Body write =
                Body.empty().u64(handle, 0).u32(data.length, 0).u64(0).u32(0, 0).data(data);
        assertThat(client.call(Opcode.WRITE, node, write).u32(0)).isEqualTo(data.length);
        assertThat(source.resolve("a")).hasBinaryContent(data);
        Body read = Body.empty().u64(handle, 16).u32(LONG, 0).u64(0).u32(0, 0);
        assertThat(client.call(Opcode.READ, node, read).body()).isEqualTo(Arrays.copyOfRange(data, 16, data.length));
    }

    /** More than there are slots, and in all more than the ring's 16-bit index can count. */
    @Test
    void theRingGoesRound() {
        for (int round = 0; round < 700; round++) {
            List<Long> sent = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                sent.add(client.send(Opcode.LOOKUP, KernelClient.ROOT, Body.name(i % 2 == 0 ? "a" : "none")));
            }
            assertThat(sent.stream()
                            .map(client::await)
                            .filter(Answer::ok)
                            .map(Answer::nodeid)
                            .distinct())
                    .hasSize(1);
        }
        assertThat(client.counts().nodes()).hasSize(1);
    }

    /** The queue of FORGETs is another than that of requests; one that is sent has been done. */
    @Test
    void aForgetIsDoneWhenItIsSent() {
        int before = descriptors();
        for (int i = 0; i < 200; i++) {
            long node = client.lookup(KernelClient.ROOT, "a").nodeid();
            assertThat(descriptors()).isEqualTo(before + 1);
            client.forget(node, 1);
            assertThat(descriptors()).isEqualTo(before);
            assertThat(client.getattr(node).errno()).isEqualTo(Errno.EBADF);
        }
    }

    private int descriptors() {
        return (int) Stream.of(daemon.descriptors().values().toArray())
                .filter(target -> target.toString().startsWith(source.toString()))
                .count();
    }

    /** It ends at a FORGET of more than it has counted. */
    @Test
    void aDaemonThatHasEndedIsNotWaitedFor() {
        long node = client.lookup(KernelClient.ROOT, "a").nodeid();
        client.forget(node, 99);
        assertThatThrownBy(() -> client.getattr(KernelClient.ROOT))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the daemon has closed its end");
        daemon.kill();
        assertThatThrownBy(() -> client.getattr(KernelClient.ROOT))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the client has closed its end");
    }

    @Test
    void oneThatDoesNotListenIsSaidNotTo() {
        Path socket = scratch.directory("nobody").resolve("socket");
        assertThatThrownBy(() -> ServedDaemon.startVhostUser(
                        List.of("sh", "-c", "echo I am ill; exit 3"),
                        socket,
                        false,
                        scratch.path().resolve("log")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the daemon has ended")
                .hasMessageContaining("I am ill");
    }
}
