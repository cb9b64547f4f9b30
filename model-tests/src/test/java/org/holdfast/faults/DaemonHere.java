package org.holdfast.faults;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.holdfast.kernel.Daemon;
import org.holdfast.kernel.Descriptors;
import org.holdfast.kernel.KernelClient;
import org.holdfast.kernel.PacketPair;
import org.holdfast.os.LinuxSys;
import org.holdfast.os.Sys;
import org.holdfast.passthrough.FileSystem;
import org.holdfast.passthrough.Settings;
import org.holdfast.trace.Tracer;
import org.holdfast.transport.Inherited;
import org.holdfast.transport.Metrics;
import org.holdfast.transport.Transport;

/** A daemon with one worker in this JVM, as {@code holdfast serve} puts it together. One at a time: it has the log. */
public final class DaemonHere implements Daemon {
    private static final Sys LINUX = new LinuxSys();
    private static final long END_MILLIS = 20_000;

    /** The name of the thread that cools. */
    static final String COOLER = "holdfast-cooler";

    private final Path top;
    private final Optional<Path> workdir;
    private final PacketPair socket;
    private final KernelClient client;
    private final FileSystem fileSystem;
    private final Transport transport;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream stderr = System.err;

    private boolean ended;

    private DaemonHere(Sys sys, Settings settings, Path top, Duration patience) {
        this.top = top;
        workdir = settings.workdir();
        socket = PacketPair.open(patience);
        client = new KernelClient(socket);
        int end = LINUX.dup(socket.other());
        socket.giveAway();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        FileSystem opened = null;
        try {
            Inherited inherited = Inherited.of(sys, end);
            opened = FileSystem.open(sys, settings, Tracer.OFF);
            transport = inherited.serve(1, opened::handler, new Metrics());
            fileSystem = opened;
        } catch (RuntimeException e) {
            if (opened != null) {
                opened.close();
            }
            LINUX.close(end);
            socket.close();
            restore();
            throw e;
        }
    }

    /**
     * Starts one.
     *
     * @param sys its system calls
     * @param top where all that it opens lies
     * @param patience how long its client waits for a reply
     */
    public static DaemonHere start(Sys sys, Settings settings, Path top, Duration patience) {
        return new DaemonHere(sys, settings, top, patience);
    }

    /**
     * What the daemon's cooler does when it comes by, at a moment that is the same each time. Shuts directories, and cools or
     * shuts the first of some files until no more than {@code warm} nodes have descriptors that they could do without.
     */
    public void cool(List<Long> files, int warm, List<Long> directories) {
        Thread cooler = new Thread(
                () -> {
                    directories.forEach(fileSystem::cool);
                    for (long nodeid : files) {
                        if (fileSystem.counts().budgeted() + fileSystem.counts().shuttable() > warm) {
                            fileSystem.cool(nodeid);
                        }
                    }
                },
                COOLER);
        cooler.start();
        try {
            cooler.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public KernelClient client() {
        return client;
    }

    @Override
    public void loseNextReply() {
        throw new UnsupportedOperationException("a reply is lost by failing its write");
    }

    @Override
    public Map<Integer, String> descriptors() {
        return Descriptors.ofOursBelow(top);
    }

    @Override
    public Path reach(int fd) {
        return Descriptors.reachOurs(fd);
    }

    @Override
    public Optional<Path> workdir() {
        return workdir;
    }

    @Override
    public String log() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Override
    public boolean hasEnded() {
        return ended;
    }

    @Override
    public void kill() {
        throw new UnsupportedOperationException("it would take the test with it");
    }

    /** As the end of {@code holdfast serve}: 0, or 1 where its cleaning up has failed. */
    @Override
    public int unmount() {
        if (ended) {
            return 0;
        }
        ended = true;
        socket.close();
        try {
            if (!transport.awaitEnd(END_MILLIS)) {
                throw new AssertionError("the daemon does not end. Its log:\n" + log());
            }
            fileSystem.close();
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (RuntimeException e) {
            System.err.println("holdfast: cleaning up failed: " + e);
            return 1;
        } finally {
            restore();
        }
    }

    private void restore() {
        System.setErr(stderr);
    }

    @Override
    public void close() {
        unmount();
    }
}
