package org.holdfast.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.holdfast.conform.MountedDaemon;
import org.holdfast.testkit.Await;

/** A subject at work: its own source directory, and its mount if it is a daemon. */
final class Place implements AutoCloseable {
    private static final Duration STILL = Duration.ofMillis(30);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Subject subject;
    private final Path source;
    private final Path directory;
    private final Optional<MountedDaemon> daemon;

    /** Starts the daemon behind the words {@code before}, and waits for its mount at {@code mountPoint}. */
    Place(Subject subject, List<String> before, Path source, Path mountPoint, Path log) {
        this.subject = subject;
        this.source = source;
        if (subject.isNative()) {
            directory = source;
            daemon = Optional.empty();
            return;
        }
        directory = mountPoint;
        List<String> command = new ArrayList<>(before);
        command.addAll(subject.commandFor(source.toString(), mountPoint.toString()));
        daemon = Optional.of(new MountedDaemon(command, mountPoint, log));
    }

    String subject() {
        return subject.name();
    }

    /** As the host sees the files. */
    Path source() {
        return source;
    }

    /** As the client sees them. */
    Path directory() {
        return directory;
    }

    /** The daemon's process. */
    Optional<Long> pid() {
        return daemon.map(MountedDaemon::pid);
    }

    /** Waits until no daemon uses processor time for a while: what it was told to forget has been forgotten. */
    static void awaitStillness(List<Place> places) {
        Await.until(
                "the daemons have nothing to do",
                PATIENCE,
                () -> {
                    long earlier = ticks(places);
                    Await.pause(STILL);
                    return ticks(places) == earlier;
                },
                () -> "");
    }

    private static long ticks(List<Place> places) {
        return places.stream()
                .flatMap(place -> place.pid().stream())
                .mapToLong(Usage::ticks)
                .sum();
    }

    @Override
    public void close() {
        daemon.ifPresent(MountedDaemon::close);
    }
}
