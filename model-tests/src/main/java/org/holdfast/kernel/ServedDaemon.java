package org.holdfast.kernel;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jnr.posix.SpawnFileAction;
import org.holdfast.os.LinuxSys;
import org.holdfast.testkit.Await;
import org.holdfast.testkit.Project;

/** A daemon as a child process. It ends with this JVM, whatever ends that. */
public final class ServedDaemon implements Daemon {
    /** A machine that is busy with other things may take long; a hang shows as this. */
    static final Duration PATIENCE = Duration.ofSeconds(Integer.getInteger("holdfast.patience.seconds", 120));

    private static final int NONE = -1;

    private final Child child;
    private final Channel channel;
    private final KernelClient client;
    private final Optional<Path> workdir;

    private ServedDaemon(Child child, Channel channel, Optional<Path> workdir) {
        this.child = child;
        this.channel = channel;
        this.client = new KernelClient(channel);
        this.workdir = workdir;
    }

    /**
     * Starts {@code holdfast serve --fd 0 options source}, with policy link where the options do not choose one; what it says
     * goes to the file {@code log}.
     */
    public static ServedDaemon start(Path source, Path log, String... options) {
        List<String> command = new ArrayList<>(Project.launcher());
        command.addAll(List.of("serve", "--fd", "0"));
        if (!List.of(options).contains("--policy")) {
            command.addAll(List.of("--policy", "link"));
        }
        command.addAll(List.of(options));
        command.add(source.toString());
        return start(command, log, Optional.empty());
    }

    /**
     * Starts any daemon, which takes standard input for /dev/fuse and stays in the foreground.
     *
     * @param command with all its words: a daemon of libfuse takes /dev/fd/0 for its mount point
     * @param log where what it says goes
     * @param workdir where its work links are, if it keeps any
     */
    public static ServedDaemon start(List<String> command, Path log, Optional<Path> workdir) {
        return start(command, log, workdir, PATIENCE);
    }

    /** The same; {@code patience} is how long a reply may take, in whole seconds. */
    static ServedDaemon start(List<String> command, Path log, Optional<Path> workdir, Duration patience) {
        PacketPair socket = PacketPair.open(patience);
        try {
            Child child = new Child(command, SpawnFileAction.dup(socket.other(), 0), log);
            socket.giveAway();
            return new ServedDaemon(child, socket, workdir);
        } catch (IllegalStateException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Starts a daemon that waits at a unix socket for one vhost-user front-end, and connects to it.
     *
     * @param command with all its words; it stays in the foreground
     * @param socket where the daemon comes to listen; if {@code listening}, it has a socket that listens there as standard
     *     input
     * @throws IllegalStateException if it does not come to listen, or refuses what a front-end must tell
     */
    public static ServedDaemon startVhostUser(List<String> command, Path socket, boolean listening, Path log) {
        int listener = listening ? VhostSocket.listen(socket) : NONE;
        Child child;
        try {
            SpawnFileAction input =
                    listening ? SpawnFileAction.dup(listener, 0) : SpawnFileAction.open("/dev/null", 0, 0, 0);
            child = new Child(command, input, log);
        } finally {
            if (listening) {
                new LinuxSys().close(listener);
            }
        }
        try {
            return new ServedDaemon(child, new VhostUser(connect(socket, child), PATIENCE), Optional.empty());
        } catch (IllegalStateException | AssertionError e) {
            child.kill(PATIENCE);
            throw new IllegalStateException(
                    "cannot start " + command + ": " + e.getMessage() + ". Its log:\n" + child.log(), e);
        }
    }

    private static VhostSocket connect(Path socket, Child child) {
        List<VhostSocket> connected = new ArrayList<>();
        Await.until(
                "a daemon listens at " + socket,
                PATIENCE,
                () -> {
                    VhostSocket.connect(socket, PATIENCE).ifPresent(connected::add);
                    return !connected.isEmpty() || child.hasEnded();
                },
                child::log);
        if (connected.isEmpty()) {
            throw new IllegalStateException("the daemon has ended");
        }
        return connected.get(0);
    }

    @Override
    public KernelClient client() {
        return client;
    }

    @Override
    public void loseNextReply() {
        if (!(channel instanceof PacketPair pair)) {
            throw new UnsupportedOperationException("a reply in shared memory cannot be lost");
        }
        client.lose(new LostReply(child.pid(), 0, pair));
    }

    @Override
    public Optional<Path> workdir() {
        return workdir;
    }

    @Override
    public String log() {
        return child.log();
    }

    @Override
    public Map<Integer, String> descriptors() {
        return child.descriptors();
    }

    @Override
    public Path reach(int fd) {
        return Path.of("/proc", Long.toString(child.pid()), "fd", Integer.toString(fd));
    }

    @Override
    public boolean hasEnded() {
        return child.hasEnded();
    }

    @Override
    public void kill() {
        child.kill(PATIENCE);
        channel.close();
    }

    @Override
    public int unmount() {
        channel.close();
        return child.awaitEnd(PATIENCE);
    }

    @Override
    public void close() {
        kill();
    }
}
