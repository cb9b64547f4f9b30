package org.holdfast.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.holdfast.spec.bounded.DistributedTlc;
import org.holdfast.spec.bounded.Jvms;
import org.holdfast.spec.bounded.ModelFile;
import org.holdfast.spec.bounded.Tlc;
import org.holdfast.spec.bounded.WorkerAddress;
import org.holdfast.spec.bounded.WorkerHost;
import org.junit.jupiter.api.Test;

/** TLC's distributed mode finds what one process finds, and leaves nothing behind. */
class DistributedTlcTest {
    private static final Path WORK = Path.of("target", "distributed").toAbsolutePath();
    private static final Tlc HOW = new Tlc(TlcTest.jar(), WORK, 1, "256m", 300);
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    /** One worker is started by the server's side, the other one by a machine that offers itself. */
    @Test
    void aServerAndTwoWorkersFindTheSameStates() throws Exception {
        ModelFile.Entry e = model("fd");
        try (WorkerHost far = new WorkerHost(HOW, new InetSocketAddress(HERE, 0))) {
            new Thread(() -> serve(far)).start();
            List<WorkerAddress> workers = WorkerAddress.list("local,localhost:" + far.port());
            Tlc.Result got = new DistributedTlc(HOW, HERE, workers).run(e, line -> {});
            assertThat(got.exit()).as(got.output()).isZero();
            assertThat(got.broken()).isEmpty();
            assertThat(got.states()).as(got.output()).isEqualTo(e.states());
            assertThat(got.output().lines().filter(l -> l.matches("Worker: .* Sent: [1-9].*")))
                    .as("workers that took part")
                    .hasSize(2);
        }
        nothingIsLeft();
    }

    @Test
    void aViolationIsFoundByAWorker() throws Exception {
        ModelFile.Entry e = model("no-pins");
        Tlc.Result got = new DistributedTlc(HOW, HERE, WorkerAddress.list("local")).run(e, line -> {});
        assertThat(got.broken()).as(got.output()).isEqualTo("P1RefSafe");
        assertThat(got.states()).isZero();
        nothingIsLeft();
    }

    @Test
    void aWorkerThatIsNotThereEndsTheRun() throws Exception {
        int closed;
        try (WorkerHost gone = new WorkerHost(HOW, new InetSocketAddress(HERE, 0))) {
            closed = gone.port();
        }
        DistributedTlc tlc = new DistributedTlc(HOW, HERE, WorkerAddress.list("localhost:" + closed));
        assertThatThrownBy(() -> tlc.run(model("fd"), line -> {})).hasMessageContaining("no tlc-worker listens on");
        nothingIsLeft();
    }

    /** Also when its parent is killed: then the standard input ends as it does here. */
    @Test
    void aJvmEndsWhenItsParentLetsGo() throws Exception {
        try (Jvms jvms = new Jvms(System.getProperty("java.class.path"), WORK)) {
            Process sleeps = jvms.start(WORK, List.of(), List.of(Sleeper.class.getName()), null);
            assertThat(sleeps.waitFor(1, TimeUnit.SECONDS)).isFalse();
            sleeps.getOutputStream().close();
            assertThat(sleeps.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** What the test above runs. */
    public static final class Sleeper {
        private Sleeper() {}

        /** Takes longer than the test. */
        public static void main(String[] args) throws InterruptedException {
            Thread.sleep(60_000);
        }
    }

    @Test
    void addressesAreHostAndPort() {
        assertThat(WorkerAddress.list("local,127.0.0.1:10")).allMatch(WorkerAddress::isNear);
        for (String bad :
                List.of("", "7", "localhost", ":5", "localhost:x", "localhost:99999", "no.such.host.invalid:1")) {
            assertThatThrownBy(() -> WorkerAddress.list(bad)).as(bad).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static void nothingIsLeft() throws IOException {
        assertThat(ProcessHandle.current()
                        .descendants()
                        .filter(p -> p.info().commandLine().orElse("").contains(".distributed.")))
                .isEmpty();
        try (Stream<Path> all = Files.walk(WORK)) {
            assertThat(all.filter(p -> p.getFileName().toString().startsWith("run-")))
                    .isEmpty();
        }
    }

    private static void serve(WorkerHost host) {
        try {
            host.serve();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ModelFile.Entry model(String name) {
        return ModelFile.all().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
    }
}
