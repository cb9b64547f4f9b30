package org.holdfast.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.holdfast.fuse.RequestHandler;

/**
 * A served directory of its own for one test, with the clients that use it. Closing it holds every test to the same
 * end: after the client has given everything back, and after the file system is closed, nothing of either is left.
 */
final class Export implements AutoCloseable {
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private final Path top;
    private final HostTree tree;
    private final Setup setup;
    private final FileSystem fileSystem;
    private final Ledger ledger = new Ledger();
    private final Client client;
    private final List<String> idleFds;
    private boolean lenient;

    private Export(Setup setup) {
        this.setup = setup;
        top = makeTop();
        tree = new HostTree(top.resolve("export"));
        tree.mkdir("");
        fileSystem = FileSystem.open(setup.sys(), setup.settings(tree.path(""), top.resolve("beside")), setup.tracer());
        client = client();
        idleFds = fds();
    }

    static Export open() {
        return open(Setup.LINK);
    }

    static Export open(Setup setup) {
        return new Export(setup);
    }

    private static Path makeTop() {
        try {
            Path base = Path.of(System.getProperty("holdfast.scratch", System.getProperty("java.io.tmpdir")));
            return Files.createTempDirectory(Files.createDirectories(base), "protocol-")
                    .toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The client of the test's own thread. */
    Client theClient() {
        return client;
    }

    /** One more client, for the calling thread; all share one ledger, as the workers of one mount do. */
    Client client() {
        return new Client(fileSystem.handler(), ledger);
    }

    /** A handler for the calling thread that nobody keeps a ledger of. */
    RequestHandler handler() {
        return fileSystem.handler();
    }

    /** The exported directory as the host sees it. */
    HostTree host() {
        return tree;
    }

    /** What lies beside the export. */
    HostTree outside() {
        return new HostTree(top);
    }

    /** Moves a node from its fd to a work link; false when it is not held by an fd within the budget. */
    boolean cool(long nodeid) {
        return fileSystem.cool(nodeid);
    }

    /** Nodes are cooled in the background from now on. */
    void startCooling() {
        fileSystem.startCooling();
    }

    Counts counts() {
        return fileSystem.counts();
    }

    /** The work links that exist, as paths below the workdir. */
    List<String> workLinks() {
        List<String> links = setup.workdirOutside() ? outside().filesBelow("beside") : tree.filesBelow(".holdfast");
        return links.stream().filter(name -> !name.equals("format")).toList();
    }

    /** What this process has open below the test's directory. */
    List<String> fds() {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.map(Export::target)
                    .filter(target -> target.startsWith(top.toString()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path fd) {
        try {
            return Files.readSymbolicLink(fd).toString();
        } catch (IOException e) {
            // The one that lists the directory.
            return "";
        }
    }

    /** Waits for something that another thread does. */
    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain for: " + what);
            }
            Thread.onSpinWait();
            sleepBriefly();
        }
    }

    private static void sleepBriefly() {
        try {
            Thread.sleep(0, 200_000);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until the holds of all forgotten nodes are released. */
    void drain() {
        await("no node drains", () -> counts().draining() == 0);
    }

    /** Gives everything back and checks that nothing is left but the root. */
    void settle() {
        client.releaseAll();
        client.forgetAll();
        checkIdle();
    }

    /** Checks that the daemon holds nothing but the root. */
    void checkIdle() {
        drain();
        Counts counts = counts();
        assertThat(counts.nodes()).as("nodes").isEqualTo(1);
        assertThat(counts.handles()).as("handles").isZero();
        assertThat(counts.links()).as("links").isZero();
        assertThat(workLinks()).as("work links").isEmpty();
        assertThat(fds()).as("open descriptors").isEqualTo(idleFds);
    }

    /** For tests that break the system calls which would clean up: only {@link #close} must leave nothing. */
    void expectLeftoversUntilClose() {
        lenient = true;
    }

    @Override
    public void close() {
        try {
            if (!lenient) {
                settle();
            }
            fileSystem.close();
            assertThat(fds()).as("open descriptors after closing").isEmpty();
            assertThat(workLinks()).as("work links after closing").isEmpty();
            assertThat(tree.exists(".holdfast")).as("workdir after closing").isFalse();
        } finally {
            outside().removeAll();
        }
    }
}
