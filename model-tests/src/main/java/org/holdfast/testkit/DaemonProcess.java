package org.holdfast.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A Holdfast daemon in the foreground as a child process, with what can be seen of it from outside. */
public final class DaemonProcess implements Mounted {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    /** Five seconds are the promise; more only where other work takes the processors away. */
    private static final Duration IDLE_LIMIT = Duration.ofSeconds(Integer.getInteger("holdfast.idle.seconds", 5));

    private static final Duration DROP_AGAIN = Duration.ofSeconds(1);

    private final Path source;
    private final Path mountPoint;
    private final Path workdir;
    private final Path log;
    private final Process process;
    private final long pid;

    private DaemonProcess(DaemonStart start, Path log, Process process) {
        this.source = start.source();
        this.mountPoint = start.mountPoint();
        this.workdir = start.workdir();
        this.log = log;
        this.process = process;
        awaitMounted();
        this.pid = javaProcess();
    }

    /** The way to start one. */
    public static DaemonStart on(Scratch scratch, Path source, Path mountPoint) {
        return new DaemonStart(scratch, source, mountPoint);
    }

    static DaemonProcess start(DaemonStart start) {
        try {
            Path log = start.scratch().directory("log").resolve("stderr");
            ProcessBuilder builder = new ProcessBuilder(start.command());
            builder.redirectErrorStream(true).redirectOutput(log.toFile());
            Process process = builder.start();
            start.scratch().watch(process.pid());
            DaemonProcess daemon = new DaemonProcess(start, log, process);
            start.scratch().watch(daemon.pid);
            return daemon;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitMounted() {
        try {
            Await.until(
                    "the daemon says that it is mounted",
                    START_LIMIT,
                    () -> log().contains("mounted ") || !process.isAlive(),
                    this::describe);
        } catch (AssertionError e) {
            process.destroyForcibly();
            throw e;
        }
        if (!process.isAlive()) {
            throw new AssertionError("the daemon ended with exit code " + process.exitValue() + ". " + describe());
        }
    }

    /** The launcher may replace itself by Java or stay and wait for it. */
    private long javaProcess() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .filter(handle -> nameOf(handle.pid()).equals("java"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no Java process below " + process.pid()))
                .pid();
    }

    private static String nameOf(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/comm")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public Path source() {
        return source;
    }

    @Override
    public Path mountPoint() {
        return mountPoint;
    }

    @Override
    public Optional<DaemonProcess> daemon() {
        return Optional.of(this);
    }

    /** Process id of the JVM. */
    public long pid() {
        return pid;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** All that it has said. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Open file descriptors of the JVM. */
    public int fds() {
        try (Stream<Path> fds = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return (int) fds.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Resident memory of the JVM in KiB. */
    public int memory() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToInt(Integer::parseInt)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the work links of the source's own mount are. */
    public Path workdir() {
        return workdir;
    }

    /** Work links in the source's workdir: the names in its shards; none where there is no workdir. */
    public List<Path> links() {
        return links(workdir);
    }

    public static List<Path> links(Path workdir) {
        List<Path> links = new ArrayList<>();
        if (!Files.isDirectory(workdir)) {
            return links;
        }
        try (Stream<Path> shards = Files.list(workdir)) {
            for (Path shard : shards.filter(Files::isDirectory).toList()) {
                try (Stream<Path> names = Files.list(shard)) {
                    names.forEach(links::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return links;
    }

    private boolean hasLinks() {
        return Program.shell("find \"$1\" -mindepth 2 -print -quit 2>/dev/null | grep -q .", workdir)
                        .run()
                        .exit()
                == 0;
    }

    public Status status() {
        List<Object> command = new ArrayList<>(Project.launcher());
        command.addAll(List.of("status", mountPoint, "--json"));
        return Status.parse(Program.of(command.toArray()).mustSucceed().out());
    }

    /**
     * Drops the caches, and again each second, until no work link is left; the time counts from the moment at which the kernel
     * has dropped them. A link that stays is a failure.
     */
    public void awaitIdle() {
        awaitIdle(IDLE_LIMIT);
    }

    /** The same with a limit; returns how long it took. */
    public Duration awaitIdle(Duration limit) {
        return awaitIdle(limit, Integer.MAX_VALUE);
    }

    /** The same until it also has no more than {@code most} file descriptors: those of nodes go as they are forgotten. */
    public Duration awaitIdle(Duration limit, int most) {
        Kernel.dropCaches();
        long dropped = System.nanoTime();
        Await.until(
                "no work link and no node's descriptor is left after the kernel's caches were dropped",
                limit,
                new BooleanSupplier() {
                    private long next = System.nanoTime() + DROP_AGAIN.toNanos();

                    @Override
                    public boolean getAsBoolean() {
                        if (System.nanoTime() > next) {
                            Kernel.dropCaches();
                            next = System.nanoTime() + DROP_AGAIN.toNanos();
                        }
                        return !hasLinks() && fds() <= most;
                    }
                },
                () -> links().size() + " links left, such as "
                        + links().stream().limit(3).toList() + "; descriptors: " + fds() + ", at most " + most + ". "
                        + describe());
        return Duration.ofNanos(System.nanoTime() - dropped);
    }

    /** Drops the caches until the daemon remembers no more than {@code most} nodes. */
    public void awaitNodes(long most) {
        Await.until(
                "no more than " + most + " nodes",
                IDLE_LIMIT,
                () -> {
                    Kernel.dropCaches();
                    return status().number("nodes") <= most;
                },
                () -> status().toString());
    }

    /** SIGTERM; it must unmount and end with exit code 0. */
    public void stop() {
        int exit = terminate();
        if (exit != 0) {
            throw new AssertionError("after SIGTERM the daemon ended with exit code " + exit + ". " + describe());
        }
        if (MountTable.isMountPoint(mountPoint)) {
            throw new AssertionError("the daemon ended and left its mount at " + mountPoint + ". " + describe());
        }
    }

    /** SIGTERM, without an opinion on the exit code. */
    public int terminate() {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        return awaitEnd();
    }

    /** SIGKILL to the daemon and before that to all its children: nobody is left who could take the dead mount away. */
    public void killWithChildren() {
        ProcessHandle.of(pid).ifPresent(daemon -> daemon.descendants().forEach(ProcessHandle::destroyForcibly));
        kill();
    }

    /** SIGKILL to the daemon. */
    public void kill() {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        awaitEnd();
    }

    private int awaitEnd() {
        Await.until("the daemon ends", STOP_LIMIT, () -> !process.isAlive(), this::describe);
        return process.exitValue();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            stop();
        }
    }

    private String describe() {
        return "Its log:\n" + log();
    }
}
