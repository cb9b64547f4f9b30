package org.holdfast.conform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.holdfast.posix.HostSettings;
import org.holdfast.posix.Place;
import org.holdfast.replay.Outcome;
import org.holdfast.spec.posix.Settings;
import org.holdfast.testkit.Scratch;

/** A directory and its mount by a daemon, on which programs run. The same daemon serves as long as it lives. */
final class Rig implements AutoCloseable {
    private final Peer peer;
    private final Path export;
    private final Path mountPoint;
    private final Path scratch;
    private final Place place;
    private final Settings settings;
    private MountedDaemon daemon;

    Rig(Peer peer, Scratch scratch) {
        this.peer = peer;
        this.export = scratch.directory("export");
        this.mountPoint = scratch.directory("mount");
        this.scratch = scratch.directory("beside");
        this.place = new Place(mountPoint, scratch.directory("scripts"));
        try {
            settings = HostSettings.atMountOf(export);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Settings settings() {
        return settings;
    }

    Path export() {
        return export;
    }

    /** Where the daemon shows it. */
    Path mountPoint() {
        mount();
        return mountPoint;
    }

    /** What fsop prints for each program. */
    List<List<String>> run(List<List<String>> programs) {
        mount();
        return place.run(programs);
    }

    private void mount() {
        if (daemon == null) {
            daemon = new MountedDaemon(peer.words(export, scratch, mountPoint), mountPoint, scratch.resolve("log"));
        }
    }

    /** How the daemon has ended, if it has; the next program gets another one. */
    Optional<Outcome.End> end() {
        Optional<Outcome.End> end = daemon == null ? Optional.empty() : daemon.end();
        if (end.isPresent()) {
            close();
        }
        return end;
    }

    /** Unmounts. */
    @Override
    public void close() {
        if (daemon != null) {
            daemon.close();
            daemon = null;
        }
    }
}
