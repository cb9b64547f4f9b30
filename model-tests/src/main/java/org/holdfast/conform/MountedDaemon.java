package org.holdfast.conform;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.holdfast.replay.Outcome;
import org.holdfast.testkit.Await;
import org.holdfast.testkit.MountTable;

/** A daemon in the foreground with the mount that it makes. A watcher beside it unmounts if this JVM is killed. */
public final class MountedDaemon implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(Integer.getInteger("holdfast.patience.seconds", 120));

    /** When its input ends this JVM has gone, or has come to the end with the daemon; then there is nothing left to do. */
    private static final String WATCH = "trap '' INT TERM HUP; cat >/dev/null;"
            + " if mountpoint -q \"$1\"; then umount \"$1\" 2>/dev/null || umount -l \"$1\"; kill -9 \"$2\"; fi";

    private final Path mountPoint;
    private final Path log;
    private final Process process;
    private final Process watcher;

    /**
     * Starts it and waits until it is mounted.
     *
     * @throws IllegalStateException if it does not come to that
     */
    public MountedDaemon(List<String> command, Path mountPoint, Path log) {
        this.mountPoint = mountPoint;
        this.log = log;
        try {
            process = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            watcher = new ProcessBuilder("sh", "-c", WATCH, "sh", mountPoint.toString(), "" + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException("cannot start " + command + ": " + e.getMessage(), e);
        }
        try {
            Await.until("mounted", PATIENCE, () -> isMounted() || !process.isAlive(), this::log);
        } catch (AssertionError e) {
            close();
            throw new IllegalStateException(command + " does not mount: " + e.getMessage(), e);
        }
        if (!isMounted()) {
            close();
            throw new IllegalStateException(command + " does not mount. Its log:\n" + log());
        }
    }

    /** Process id of the command, which is the daemon's if the command becomes the daemon. */
    public long pid() {
        return process.pid();
    }

    private boolean isMounted() {
        return MountTable.isMountPoint(mountPoint);
    }

    /** How it has ended, if it has of its own accord. */
    Optional<Outcome.End> end() {
        return process.isAlive() ? Optional.empty() : Optional.of(new Outcome.End(process.exitValue(), log()));
    }

    private String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Unmounts, and ends the daemon if that does not. */
    @Override
    public void close() {
        MountTable.unmountBelow(mountPoint);
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            watcher.getOutputStream().close();
            watcher.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
