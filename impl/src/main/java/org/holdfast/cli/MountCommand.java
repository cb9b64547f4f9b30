package org.holdfast.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.holdfast.os.LinuxSys;
import org.holdfast.os.Sys;
import org.holdfast.passthrough.Settings;
import org.holdfast.trace.Tracer;
import org.holdfast.transport.MountOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
    @Parameters(index = "0", paramLabel = "SRC", description = "The directory to export.")
    private Path source;

    @Parameters(index = "1", paramLabel = "MNT", description = "An empty directory outside SRC.")
    private Path target;

    @Mixin
    private ExportOptions export = new ExportOptions();

    @Option(names = "--background", description = "Return when MNT is mounted; the daemon goes on by itself.")
    private boolean background;

    @Option(names = "--log-file", paramLabel = "FILE", description = "With --background: where log lines go.")
    private Path logFile;

    @Option(
            names = "--transport",
            paramLabel = "auto|uring|dev",
            description =
                    "How requests come from the kernel: over io_uring, or by reading /dev/fuse. Default: auto, which"
                            + " is io_uring where the kernel offers it; status says which and why.")
    private TransportChoice transport = TransportChoice.AUTO;

    @Option(
            names = "--data",
            paramLabel = "daemon|kernel",
            description =
                    "Who reads and writes open files: the daemon, or the kernel itself (FUSE passthrough, Linux 6.9,"
                            + " root only), where it can. Default: daemon.")
    private DataPath data = DataPath.DAEMON;

    /** Who reads and writes open files. */
    enum DataPath {
        DAEMON,
        KERNEL
    }

    @Option(
            names = "-o",
            paramLabel = "OPTS",
            description = "Options of the kernel's mount, as for mount(8): ro, noexec, suid, noatime, ...")
    private List<String> options = new ArrayList<>();

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
        export.setLogLevel();
        MountOptions mountOptions = mountOptions();
        int workers = export.workers();
        if (logFile != null && !background) {
            throw new UsageException(
                    "--log-file is for --background; in the foreground log lines go to standard error");
        }
        if (background && !Background.isChild()) {
            return Background.start(Optional.ofNullable(logFile));
        }
        Path realSource = Checks.source(source);
        Path realTarget = Checks.target(target, realSource);
        Settings settings = export.settings(realSource, mountOptions.isReadonly());
        try (Tracer tracer = export.openTrace()) {
            Daemon daemon = new Daemon(system.join(), settings, realTarget, mountOptions, workers, transport, tracer);
            return data == DataPath.KERNEL ? daemon.withKernelData().run() : daemon.run();
        }
    }

    private MountOptions mountOptions() {
        List<String> all = new ArrayList<>(options);
        if (export.readonly()) {
            all.add("ro");
        }
        try {
            return MountOptions.parse(all);
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
    }
}
