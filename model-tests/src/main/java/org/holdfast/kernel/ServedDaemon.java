package org.holdfast.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import jnr.posix.SpawnFileAction;
import org.holdfast.testkit.Await;
import org.holdfast.testkit.Project;

/**
 * {@code holdfast serve} as a child process whose standard input is its client's socket. It ends with this JVM, whatever
 * ends that: then the client's end of the socket is closed.
 */
public final class ServedDaemon implements AutoCloseable {
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
    private final long pid;
    private int exit = RUNNING;

    private ServedDaemon(Path log, List<String> command) {
        this.log = log;
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
    }

    /** Starts {@code holdfast serve --fd 0 options source}; what it says goes to the file {@code log}. */
    public static ServedDaemon start(Path source, Path log, String... options) {
        List<String> command = new ArrayList<>(Project.launcher());
        command.addAll(List.of("serve", "--fd", "0"));
        command.addAll(List.of(options));
        command.add(source.toString());
        return new ServedDaemon(log, command);
    }

    /** The kernel's side. */
    public KernelClient client() {
        return client;
    }

    /** The next request that the client sends and waits for gets no reply. The daemon must have one worker. */
    public void loseNextReply() {
        client.lose(new LostReply(pid, 0));
    }

    /** All that it has said. */
    public String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its open file descriptors, and what they are open on as /proc tells it. */
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

    /** A path that reaches what descriptor {@code fd} is open on. */
    public Path reach(int fd) {
        return Path.of("/proc", Long.toString(pid), "fd", Integer.toString(fd));
    }

    /** kill -9. */
    public void kill() {
        if (exit == RUNNING) {
            posix.kill((int) pid, SIGKILL);
            awaitEnd();
        }
        socket.close();
    }

    /** Closes the client's end, which is the unmount; returns the exit code, or 128 + the signal that ended it. */
    public int unmount() {
        socket.close();
        return awaitEnd();
    }

    private int awaitEnd() {
        int[] status = new int[1];
        Await.until(
                "the daemon ends",
                PATIENCE,
                () -> exit != RUNNING || posix.waitpid(pid, status, WNOHANG) != 0,
                () -> "Its log:\n" + log());
        if (exit == RUNNING) {
            int signal = status[0] & 0x7f;
            exit = signal == 0 ? status[0] >> 8 & 0xff : 128 + signal;
        }
        return exit;
    }

    /** Whatever state it is in, it is gone afterwards. */
    @Override
    public void close() {
        kill();
    }
}
