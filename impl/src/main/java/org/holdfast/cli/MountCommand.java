package org.holdfast.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.holdfast.node.Policy;
import org.holdfast.os.EnvironmentException;
import org.holdfast.os.LinuxSys;
import org.holdfast.os.Sys;
import org.holdfast.passthrough.Cache;
import org.holdfast.passthrough.Settings;
import org.holdfast.trace.JsonLinesTracer;
import org.holdfast.trace.Tracer;
import org.holdfast.transport.MountOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast mount}: checks what it was given, then runs the {@link Daemon} or starts one in the background. */
@Command(
        name = "mount",
        header = "Mount the directory tree SRC on the directory MNT.",
        description = "Stays in the foreground until MNT is unmounted or the process gets SIGINT or SIGTERM.",
        sortOptions = false,
        footer = {"", "Example: holdfast mount --background /srv/data /mnt/data"})
final class MountCommand implements Callable<Integer> {
    private static final int MOST_WORKERS = 64;

    @Parameters(index = "0", paramLabel = "SRC", description = "The directory to export.")
    private Path source;

    @Parameters(index = "1", paramLabel = "MNT", description = "An empty directory outside SRC.")
    private Path target;

    @Option(
            names = "--workdir",
            paramLabel = "DIR",
            description = "Where the work links of SRC go, on the same mount as SRC. Default: SRC/.holdfast.")
    private Path workdir;

    @Option(
            names = "--policy",
            paramLabel = "link|fd",
            description = "What keeps an inode alive: a hard link, or a file descriptor. Default: link.")
    private Policy policy = Policy.LINK;

    @Option(
            names = "--cache",
            paramLabel = "auto|always|never",
            description = "How long the kernel may believe names and attributes: 1 s, 1 day, 0. Default: auto.")
    private Cache cache = Cache.AUTO;

    @Option(names = "--readonly", description = "Refuse every change.")
    private boolean readonly;

    @Option(names = "--workers", paramLabel = "N", description = "Threads that serve. Default: two a CPU, 4 to 16.")
    private Integer workers;

    @Option(names = "--background", description = "Return when MNT is mounted; the daemon goes on by itself.")
    private boolean background;

    @Option(names = "--log-file", paramLabel = "FILE", description = "With --background: where log lines go.")
    private Path logFile;

    @Option(
            names = "-o",
            paramLabel = "OPTS",
            description = "Options of the kernel's mount, as for mount(8): ro, noexec, suid, noatime, ...")
    private List<String> options = new ArrayList<>();

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "error, warning, info or debug. Default: warning.")
    private LogLevel logLevel = LogLevel.WARNING;

    @Option(names = "--trace", paramLabel = "FILE", description = "Write lifecycle events to FILE as JSON lines.")
    private Path trace;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    /** Binding libc takes as long as reading the command line, so both are done at once. */
    private final CompletableFuture<Sys> system = new CompletableFuture<>();

    MountCommand() {
        Thread binder = new Thread(this::bind, "holdfast-libc");
        binder.setDaemon(true);
        binder.start();
    }

    private void bind() {
        try {
            system.complete(new LinuxSys());
        } catch (Throwable e) {
            system.completeExceptionally(e);
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        StderrLogger.setLevel(logLevel.level);
        MountOptions mountOptions = mountOptions();
        int workerCount = workerCount();
        if (logFile != null && !background) {
            throw new UsageException(
                    "--log-file is for --background; in the foreground log lines go to standard error");
        }
        if (background && !Background.isChild()) {
            return Background.start(Optional.ofNullable(logFile));
        }
        Path realSource = Checks.source(source);
        Path realTarget = Checks.target(target, realSource);
        Settings settings =
                new Settings(realSource, Optional.ofNullable(workdir), policy, cache, mountOptions.isReadonly());
        try (Tracer tracer = openTrace()) {
            return new Daemon(system.join(), settings, realTarget, mountOptions, workerCount, tracer).run();
        }
    }

    private Tracer openTrace() {
        try {
            return trace == null ? Tracer.OFF : JsonLinesTracer.to(trace);
        } catch (IOException e) {
            throw new EnvironmentException("cannot write the trace " + trace + ": " + Checks.reason(e));
        }
    }

    private MountOptions mountOptions() {
        List<String> all = new ArrayList<>(options);
        if (readonly) {
            all.add("ro");
        }
        try {
            return MountOptions.parse(all);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }

    private int workerCount() {
        if (workers == null) {
            // More than CPUs: a worker that waits for the disk must not keep the others from being served.
            return Math.max(4, Math.min(16, 2 * Runtime.getRuntime().availableProcessors()));
        }
        if (workers < 1 || workers > MOST_WORKERS) {
            throw new UsageException("--workers must be 1 to " + MOST_WORKERS + ", not " + workers);
        }
        return workers;
    }
}
