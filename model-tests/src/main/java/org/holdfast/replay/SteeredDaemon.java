package org.holdfast.replay;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.holdfast.kernel.Ability;
import org.holdfast.kernel.Daemon;
import org.holdfast.kernel.DaemonKind;
import org.holdfast.kernel.Descriptors;
import org.holdfast.kernel.KernelClient;
import org.holdfast.kernel.PacketPair;
import org.holdfast.node.Policy;
import org.holdfast.os.Sys;
import org.holdfast.passthrough.Cache;
import org.holdfast.passthrough.FileSystem;
import org.holdfast.passthrough.Settings;
import org.holdfast.transport.Inherited;
import org.holdfast.transport.Metrics;
import org.holdfast.transport.Transport;

/** Our own daemon in this process, under a {@link Steering}; a thread for each request that can be in flight. */
final class SteeredDaemon implements Daemon {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int WORKERS = 6;

    private final Steering steering;
    private final Path scratch;
    private final Path workdir;
    private final PacketPair socket = PacketPair.open(PATIENCE);
    private final KernelClient client = new KernelClient(socket);
    private final FileSystem fileSystem;
    private final Transport transport;
    private boolean ended;

    private SteeredDaemon(Steering steering, Policy policy, int fds, Path export, Path scratch) {
        this.steering = steering;
        this.scratch = scratch;
        workdir = scratch.resolve("work");
        Sys sys = steering.sys();
        int end = sys.dup(socket.other());
        socket.giveAway();
        steering.session(end);
        Settings settings = new Settings(export, Optional.of(workdir), policy, fds, Cache.AUTO, false);
        fileSystem = FileSystem.open(sys, settings, steering);
        steering.cooling(fileSystem::cool);
        transport = Inherited.of(sys, end).serve(WORKERS, fileSystem::handler, new Metrics());
    }

    /** The kind of such a daemon with a policy. */
    record Kind(Policy held, int fds, Steering steering) implements DaemonKind {
        @Override
        public String name() {
            return "holdfast-" + policy().orElseThrow() + "-steered";
        }

        @Override
        public Daemon start(Path export, Path scratch) {
            return new SteeredDaemon(steering, held, fds, export, scratch);
        }

        @Override
        public boolean can(Ability ability) {
            return ability != Ability.NEGATIVE_ENTRIES;
        }

        @Override
        public Optional<String> policy() {
            return Optional.of(held.name().toLowerCase(Locale.ROOT));
        }
    }

    @Override
    public KernelClient client() {
        return client;
    }

    @Override
    public void loseNextReply() {
        throw new UnsupportedOperationException("replies are lost by steering");
    }

    /** Those of this process on what the bench holds. */
    @Override
    public Map<Integer, String> descriptors() {
        return Descriptors.ofOursBelow(scratch);
    }

    @Override
    public Path reach(int fd) {
        return Descriptors.reachOurs(fd);
    }

    @Override
    public Optional<Path> workdir() {
        return Optional.of(workdir);
    }

    @Override
    public String log() {
        return "";
    }

    @Override
    public boolean hasEnded() {
        return ended;
    }

    @Override
    public void kill() {
        unmount();
    }

    @Override
    public int unmount() {
        steering.end();
        if (!ended) {
            ended = true;
            socket.close();
            try {
                transport.awaitEnd();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            fileSystem.close();
        }
        return 0;
    }

    @Override
    public void close() {
        unmount();
    }
}
