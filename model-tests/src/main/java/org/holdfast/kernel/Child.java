package org.holdfast.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import jnr.posix.SpawnFileAction;
import org.holdfast.testkit.Await;

/** A process of this one, which ends at the latest when this JVM ends. */
final class Child {
    private static final int WNOHANG = 1;
    private static final int SIGKILL = 9;
    private static final int O_WRONLY_CREAT_TRUNC = 01 | 0100 | 01000;
    private static final int RUNNING = -1;
    private static final int SIGNALS_FROM = 128;

    private final POSIX posix = POSIXFactory.getNativePOSIX();
    private final Path log;
    private final long pid;
    private final Thread atExit = new Thread(this::killNow);
    private int exit = RUNNING;

    /**
     * Starts it.
     *
     * @param input becomes its standard input
     * @param log where what it says goes
     * @throws IllegalStateException if it cannot be started
     */
    Child(List<String> command, SpawnFileAction input, Path log) {
        this.log = log;
        List<SpawnFileAction> actions = List.of(
                input, SpawnFileAction.open(log.toString(), 2, O_WRONLY_CREAT_TRUNC, 0600), SpawnFileAction.dup(2, 1));
        List<String> environment = new ArrayList<>();
        System.getenv().forEach((name, value) -> environment.add(name + "=" + value));
        pid = posix.posix_spawnp(command.get(0), actions, command, environment);
        if (pid <= 0) {
            throw new IllegalStateException("cannot start " + command + ": errno " + posix.errno());
        }
        Runtime.getRuntime().addShutdownHook(atExit); // one that is stuck does not notice that its client has gone
    }

    long pid() {
        return pid;
    }

    /** All that it has said. */
    String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its open file descriptors, and what they are open on as /proc tells it. */
    Map<Integer, String> descriptors() {
        try {
            return Descriptors.of(pid);
        } catch (IOException e) {
            throw new UncheckedIOException("the daemon is gone. Its log:\n" + log(), e);
        }
    }

    boolean hasEnded() {
        if (exit == RUNNING) {
            int[] status = new int[1];
            if (posix.waitpid(pid, status, WNOHANG) != 0) {
                int signal = status[0] & 0x7f;
                exit = signal == 0 ? status[0] >> 8 & 0xff : SIGNALS_FROM + signal;
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

    /** kill -9, and waits for its end. */
    void kill(Duration patience) {
        killNow();
        awaitEnd(patience);
    }

    /** Its exit code, or 128 + the signal that ended it. */
    int awaitEnd(Duration patience) {
        Await.until("the daemon ends", patience, this::hasEnded, () -> "Its log:\n" + log());
        return exit;
    }
}
