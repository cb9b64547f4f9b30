package org.holdfast.mount;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.holdfast.testkit.DaemonProcess;
import org.holdfast.testkit.FsKind;
import org.holdfast.testkit.LoopFs;
import org.holdfast.testkit.Mounted;
import org.holdfast.testkit.Scratch;
import org.holdfast.testkit.Subject;

/**
 * A fresh file system with three directories: {@code source}, which is mounted on {@code client}; {@code bare} beside it for
 * doing the same without a daemon.
 */
final class Fixture implements AutoCloseable {
    private final Scratch scratch = Scratch.create();
    private final Path root;
    private final Path source;
    private final Path bare;
    private final Path client;
    private Mounted mounted;

    private Fixture(FsKind kind) {
        try {
            root = LoopFs.mount(scratch, kind);
            source = Files.createDirectory(root.resolve("source"));
            bare = Files.createDirectory(root.resolve("bare"));
            client = scratch.directory("client");
        } catch (IOException e) {
            scratch.close();
            throw new UncheckedIOException(e);
        } catch (AssertionError e) {
            scratch.close();
            throw e;
        }
    }

    /** The file system alone. */
    static Fixture of(FsKind kind) {
        return new Fixture(kind);
    }

    /** The file system, and source mounted on client with the daemon's options. */
    static Fixture mounted(FsKind kind, String... options) {
        Fixture fixture = new Fixture(kind);
        try {
            fixture.mount(options);
        } catch (AssertionError | RuntimeException e) {
            fixture.scratch.close();
            throw e;
        }
        return fixture;
    }

    void mount(String... options) {
        mounted = Subject.mount(scratch, source, client, options);
    }

    Scratch scratch() {
        return scratch;
    }

    /** Root of the file system, above source and bare. */
    Path root() {
        return root;
    }

    Path source() {
        return source;
    }

    Path bare() {
        return bare;
    }

    Path client() {
        return client;
    }

    Mounted mounted() {
        return mounted;
    }

    /** The daemon; only in tests that need it. */
    DaemonProcess daemon() {
        return mounted.daemon().orElseThrow();
    }

    /** Unmounts, which must go cleanly, and removes everything in any case. */
    @Override
    public void close() {
        try {
            if (mounted != null) {
                mounted.close();
            }
        } finally {
            scratch.close();
        }
    }
}
