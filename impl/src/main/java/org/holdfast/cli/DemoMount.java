package org.holdfast.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.holdfast.os.LinuxSys;
import org.holdfast.transport.MountEntry;
import org.holdfast.transport.MountException;
import org.holdfast.transport.Mounter;

/** A daemon that the demo runs as a child, under a limit of open files. */
final class DemoMount implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;

    private final Path source;
    private final Path target;
    private final Process process;

    private DemoMount(Path source, Path target, Process process) {
        this.source = source;
        this.target = target;
        this.process = process;
    }

    /** Starts a daemon with {@code ulimit -n fdLimit}; returns when it has mounted {@code source} on {@code target}. */
    static DemoMount start(Path source, Path target, String policy, int fdLimit) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n " + fdLimit + " && exec \"$@\"", "sh"));
        command.addAll(OwnCommand.with(
                List.of("mount", "--policy", policy, "--log-level", "error", source.toString(), target.toString())));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader errors =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        String line = errors.readLine();
        if (line == null || !line.startsWith("mounted ")) {
            process.destroy();
            throw new MountException(
                    line == null ? "the daemon ended before it mounted" : line.replace("holdfast: ", ""));
        }
        Thread reader = new Thread(() -> errors.lines().forEach(ignored -> {}), "demo-stderr");
        reader.setDaemon(true);
        reader.start();
        return new DemoMount(source, target, process);
    }

    /** What the client sees as the root of the tree. */
    Path client() {
        return target;
    }

    /** The same tree on the host. */
    Path host() {
        return source;
    }

    Json status() throws IOException {
        return Json.parse(StatusCommand.ask(target));
    }

    /** Open descriptors of the daemon, counted from outside. */
    long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return open.count();
        }
    }

    /** Files in the workdir, counted on the host. */
    long workLinks() throws IOException {
        Path workdir = source.resolve(".holdfast");
        if (!Files.isDirectory(workdir)) {
            return 0;
        }
        try (Stream<Path> files = Files.find(workdir, 2, (path, attributes) -> !attributes.isDirectory())) {
            return files.filter(path -> !path.getParent().equals(workdir)).count();
        }
    }

    /** Unmounts and waits for the daemon's end; by force when it does not come. */
    @Override
    public void close() {
        if (MountEntry.at(target).filter(MountEntry::isHoldfast).isPresent()) {
            Mounter mounter = Mounter.forThisUser(new LinuxSys());
            if (!mounter.unmount(target)) {
                process.destroy();
            }
        }
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
