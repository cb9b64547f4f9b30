package org.holdfast.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import jnr.posix.SpawnFileAction;
import org.holdfast.testkit.Await;
import org.holdfast.testkit.Project;

/**
 * A daemon as a child process whose standard input is its client's socket. It ends with this JVM, whatever ends that: then
 * the client's end of the socket is closed.
 */
public final class ServedDaemon implements Daemon {
    /** A machine that is busy with other things may take long; a hang shows as this. */
    private static final Duration PATIENCE = Duration.ofSeconds(Integer.getInteger("holdfast.patience.seconds", 120));

    private static final int WNOHANG = 1;
    private static final int SIGKILL = 9;
    private static final int O_WRONLY_CREAT_TRUNC = 01 | 0100 | 01000;
    private static final int RUNNING = -1;

    private final POSIX posix = POSIXFactory.getNativePOSIX();
    private final PacketPair socket = PacketPair.open(PATIENCE);
    private final KernelClient client = new KernelClient(socket);
    private final Path log;
    private final Optional<Path> workdir;
    private final long pid;
    private final Thread atExit = new Thread(this::killNow);
    private int exit = RUNNING;

    private ServedDaemon(List<String> command, Path log, Optional<Path> workdir) {
        this.log = log;
        this.workdir = workdir;
        List<SpawnFileAction> actions = List.of(
                SpawnFileAction.dup(socket.other(), 0),
                SpawnFileAction.open(log.toString(), 2, O_WRONLY_CREAT_TRUNC, 0600),
                SpawnFileAction.dup(2, 1));
        List<String> environment = new ArrayList<>();
        System.getenv().forEach((name, value) -> environment.add(name + "=" + value));
        pid = posix.posix_spawnp(command.get(0), actions, command, environment);
        socket.giveAway();
        if (pid <= 0) {
            socket.close();
            throw new IllegalStateException("cannot start " + command + ": errno " + posix.errno());
        }
        Runtime.getRuntime().addShutdownHook(atExit); // one that is stuck does not notice that its client has gone
    }

    /** Starts {@code holdfast serve --fd 0 options source}; what it says goes to the file {@code log}. */
    public static ServedDaemon start(Path source, Path log, String... options) {
        List<String> command = new ArrayList<>(Project.launcher());
        command.addAll(List.of("serve", "--fd", "0"));
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
        return new ServedDaemon(command, log, workdir);
    }

    @Override
    public KernelClient client() {
        return client;
    }

    @Override
    public void loseNextReply() {
        client.lose(new LostReply(pid, 0));
    }

    @Override
    public Optional<Path> workdir() {
        return workdir;
    }

    @Override
    public String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<Integer, String> descriptors() {
        Map<Integer, String> open = new TreeMap<>();
        try (Stream<Path> fds = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path fd : fds.toList()) {
                open.put(Integer.valueOf(fd.getFileName().toString()), target(fd));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the daemon is gone. Its log:\n" + log(), e);
        }
        open.values().removeIf(String::isEmpty);
        return open;
    }

    /** One may be closed while the others are looked at. */
    private static String target(Path fd) {
        try {
            return Files.readSymbolicLink(fd).toString();
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public Path reach(int fd) {
        return Path.of("/proc", Long.toString(pid), "fd", Integer.toString(fd));
    }

    @Override
    public boolean hasEnded() {
        if (exit == RUNNING) {
            int[] status = new int[1];
            if (posix.waitpid(pid, status, WNOHANG) != 0) {
                int signal = status[0] & 0x7f;
                exit = signal == 0 ? status[0] >> 8 & 0xff : 128 + signal;
                removeHook();
            }
        }
        return exit != RUNNING;
    }

    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM is already ending; there is nothing left for the hook to kill.
        }
    }

    private void killNow() {
        if (exit == RUNNING) {
            posix.kill((int) pid, SIGKILL);
        }
    }

    @Override
    public void kill() {
        killNow();
        if (exit == RUNNING) {
            awaitEnd();
        }
        socket.close();
    }

    @Override
    public int unmount() {
        socket.close();
        return awaitEnd();
    }

    private int awaitEnd() {
        Await.until("the daemon ends", PATIENCE, this::hasEnded, () -> "Its log:\n" + log());
        return exit;
    }

    @Override
    public void close() {
        kill();
    }
}
