package org.holdfast.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.holdfast.fuse.Opcode;
import org.holdfast.os.Errno;
import org.holdfast.testkit.Await;
import org.holdfast.testkit.DaemonProcess;
import org.holdfast.testkit.Scratch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The daemon at a socket, with a kernel that is played. */
class ServedDaemonTest {
    private final Scratch scratch = Scratch.create();
    private Path source;
    private Path workdir;
    private ServedDaemon daemon;
    private KernelClient client;

    @BeforeEach
    void start() throws IOException {
        source = scratch.directory("source");
        workdir = source.resolve(".holdfast");
        Files.writeString(source.resolve("a"), "content");
        daemon = ServedDaemon.start(source, source.resolveSibling("log"), "--workers", "4");
        client = daemon.client();
    }

    @AfterEach
    void end() {
        daemon.close();
        scratch.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {31, 36, 45, 46})
    void agreesOnAVersion(int minor) {
        Answer init = client.init(minor);
        assertThat(init.ok()).as(init.toString()).isTrue();
        assertThat(init.body()).hasSize(64);
        assertThat(init.u32(0)).isEqualTo(KernelClient.MAJOR);
        assertThat(init.u32(4)).isEqualTo(45);
        assertThat(client.getattr(KernelClient.ROOT).attributes().nlink()).isPositive();
    }

    @Test
    void refusesAVersionThatIsTooOld() {
        assertThat(client.init(30).errno()).isEqualTo(Errno.EPROTO);
    }

    @Test
    void keepsAnObjectUntilTheLastForget() throws IOException {
        client.init(KernelClient.NEWEST_MINOR);
        Answer first = client.lookup(KernelClient.ROOT, "a");
        Answer second = client.lookup(KernelClient.ROOT, "a");
        long nodeid = first.nodeid();
        assertThat(second.nodeid()).isEqualTo(nodeid);
        assertThat(client.counts().of(nodeid)).isEqualTo(2);
        Files.delete(source.resolve("a"));
        assertThat(client.getattr(nodeid).attributes().nlink()).isZero();
        client.forget(nodeid, 1);
        assertThat(client.getattr(nodeid).attributes().ino())
                .isEqualTo(first.entry().ino());
        client.forget(nodeid, 1);
        Await.until("no link is left", () -> DaemonProcess.links(workdir).isEmpty());
        assertThat(client.getattr(nodeid).errno()).isEqualTo(Errno.ESTALE);
    }

    @Test
    void answersManyRequestsInFlight() {
        client.init(KernelClient.NEWEST_MINOR);
        List<Long> sent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            sent.add(client.send(Opcode.LOOKUP, KernelClient.ROOT, Body.name(i % 2 == 0 ? "a" : "none")));
        }
        assertThat(client.inFlight()).hasSize(100);
        List<Answer> answers = sent.stream().map(client::await).toList();
        assertThat(client.inFlight()).isEmpty();
        Set<Long> nodeids =
                answers.stream().filter(Answer::ok).map(Answer::nodeid).collect(Collectors.toSet());
        nodeids.remove(0L);
        assertThat(nodeids).hasSize(1);
        assertThat(client.counts().of(nodeids.iterator().next())).isEqualTo(50);
        client.forgetAll();
        Await.until("no link is left", () -> DaemonProcess.links(workdir).isEmpty());
    }

    @Test
    void anAbsurdRequestCostsNothingButItself() {
        client.init(KernelClient.NEWEST_MINOR);
        assertThat(client.call(99, KernelClient.ROOT, Body.empty()).errno()).isEqualTo(Errno.ENOSYS);
        assertThat(client.call(Opcode.OPEN, KernelClient.ROOT, Body.empty()).errno())
                .isEqualTo(Errno.EINVAL);
        assertThat(client.lookup(77, "a").errno()).isEqualTo(Errno.ESTALE);
        assertThat(client.lookup(KernelClient.ROOT, "a").ok()).isTrue();
    }

    @Test
    void theEndOfTheSocketIsTheUnmount() {
        client.init(KernelClient.NEWEST_MINOR);
        client.lookup(KernelClient.ROOT, "a");
        assertThat(DaemonProcess.links(workdir)).hasSize(1);
        client.send(Opcode.LOOKUP, KernelClient.ROOT, Body.name("a"));
        assertThat(daemon.unmount()).as(daemon.log()).isZero();
        assertThat(workdir).doesNotExist();
        assertThat(source.resolve("a")).hasContent("content");
        assertThat(daemon.log())
                .hasLineCount(1)
                .startsWith("serving " + source + " on socket 0 (policy link, 4 workers");
    }

    @Test
    void aReplyThatIsLostIsNotCounted() {
        daemon.close();
        daemon = ServedDaemon.start(source, source.resolveSibling("log"), "--workers", "1");
        client = daemon.client();
        client.init(KernelClient.NEWEST_MINOR);
        daemon.loseNextReply();
        assertThat(client.lookup(KernelClient.ROOT, "a").lost()).isTrue();
        Await.until("no link is left", () -> DaemonProcess.links(workdir).isEmpty());
        assertThat(client.lookup(KernelClient.ROOT, "a").ok()).isTrue();
        assertThat(DaemonProcess.links(workdir)).hasSize(1);
    }

    @Test
    void theNextDaemonSweepsWhatAKilledOneLeft() {
        client.init(KernelClient.NEWEST_MINOR);
        client.lookup(KernelClient.ROOT, "a");
        daemon.kill();
        assertThat(DaemonProcess.links(workdir)).hasSize(1);
        daemon = ServedDaemon.start(source, source.resolveSibling("log"));
        assertThat(daemon.client().init(KernelClient.NEWEST_MINOR).ok()).isTrue();
        assertThat(DaemonProcess.links(workdir)).isEmpty();
        assertThat(daemon.unmount()).isZero();
    }
}
