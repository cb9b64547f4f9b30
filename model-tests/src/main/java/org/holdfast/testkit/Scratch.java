package org.holdfast.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory for mounts, images and files that is gone at the end, whatever happens: closing it, the end of the JVM, and the
 * next Scratch after a JVM that was killed all unmount what is below, end the daemons that were started there, detach the loop
 * devices and remove the files. It lies below the system property {@code holdfast.scratch}, by default the directory for
 * temporary files.
 */
public final class Scratch implements AutoCloseable {
    private static final String PREFIX = "run-";

    private final Path directory;
    private final Thread hook = new Thread(this::clean);
    private int names;

    private Scratch(Path directory) {
        this.directory = directory;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** A fresh one; also removes those of JVMs that no longer run. */
    public static Scratch create() {
        try {
            Path base = base();
            Files.createDirectories(base);
            removeAbandoned(base);
            long pid = ProcessHandle.current().pid();
            Path directory = Files.createTempDirectory(base, PREFIX + pid + "-" + startOf(pid) + "-");
            Program.of("chmod", "755", directory).mustSucceed();
            return new Scratch(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path base() throws IOException {
        String tmp = System.getProperty("java.io.tmpdir");
        Path base = Path.of(System.getProperty("holdfast.scratch", tmp + "/holdfast-tests"));
        Files.createDirectories(base);
        return base.toRealPath();
    }

    public Path path() {
        return directory;
    }

    /** A fresh directory of the given name with a number. */
    public synchronized Path directory(String name) {
        try {
            return Files.createDirectory(directory.resolve(name + "-" + ++names));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A directory in memory for the images of file systems: fast, and no test waits for a disk. */
    synchronized Path images() {
        Path images = directory.resolve("images");
        if (!Files.isDirectory(images)) {
            Program.of("mkdir", images).mustSucceed();
            Program.of("mount", "-t", "tmpfs", "-o", "size=6g", "holdfast-images", images)
                    .mustSucceed();
        }
        return images;
    }

    /** Notes a process that has to end before this directory can go. */
    void watch(long pid) {
        try {
            Files.writeString(directory.resolve("pid-" + pid), startOf(pid));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        clean();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is already ending; the hook finds nothing left to do.
        }
    }

    private synchronized void clean() {
        clean(directory);
    }

    private static void clean(Path directory) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        killWatched(directory);
        // Looked up first: without its file system an image has no path by which its device could be found.
        List<String> loops = loopsBelow(directory);
        MountTable.unmountBelow(directory);
        loops.forEach(device -> Program.of("losetup", "-d", device).run());
        Program.of("rm", "-rf", "--one-file-system", directory).run();
    }

    private static void killWatched(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.startsWith("pid-")) {
                    long pid = Long.parseLong(name.substring(4));
                    if (startOf(pid).equals(Files.readString(file))) {
                        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> loopsBelow(Path directory) {
        return Program.of("losetup", "-l", "-n", "-O", "NAME,BACK-FILE").run().lines().stream()
                .map(line -> line.strip().split("\\s+", 2))
                .filter(fields -> fields.length == 2 && fields[1].startsWith(directory + "/"))
                .map(fields -> fields[0])
                .toList();
    }

    private static void removeAbandoned(Path base) throws IOException {
        List<Path> found;
        try (Stream<Path> files = Files.list(base)) {
            found = files.toList();
        }
        for (Path directory : found) {
            String[] parts = directory.getFileName().toString().split("-");
            if (parts.length == 4
                    && PREFIX.startsWith(parts[0])
                    && !startOf(Long.parseLong(parts[1])).equals(parts[2])) {
                clean(directory);
            }
        }
    }

    /** When a process started, in clock ticks since boot (field 22 of proc_pid_stat(5)), or "gone": tells a reused pid. */
    private static String startOf(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Arrays.asList(fields).get(22 - 3);
        } catch (IOException e) {
            return "gone";
        }
    }
}
