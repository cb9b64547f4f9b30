package org.holdfast.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.holdfast.os.Sys;
import org.holdfast.passthrough.FileSystem;
import org.holdfast.passthrough.Settings;
import org.holdfast.trace.Tracer;
import org.holdfast.trace.Verified;
import org.holdfast.transport.DevFuse;
import org.holdfast.transport.FuseMount;
import org.holdfast.transport.Metrics;
import org.holdfast.transport.MountOptions;
import org.holdfast.transport.Rings;
import org.holdfast.transport.Transport;
import org.holdfast.transport.Watchdog;

/** One mount from its beginning to its end, however it ends: unmounted by somebody, stopped by a signal, aborted. */
final class Daemon {
    /** How long requests in hand may take to finish after a signal. */
    private static final long PATIENCE_MILLIS = 2_000;

    private final Sys sys;
    private final Settings settings;
    private final Path target;
    private final MountOptions options;
    private final int workers;
    private final TransportChoice choice;
    private final Tracer tracer;
    private final Metrics metrics = new Metrics();
    private final long begun = System.nanoTime();
    private FileSystem fileSystem;
    private FuseMount mount;
    private Transport transport;
    private Watchdog watchdog;
    private ControlServer control;
    private boolean kernelData;
    private boolean ended;
    private int exitCode = ExitCode.OK;

    Daemon(
            Sys sys,
            Settings settings,
            Path target,
            MountOptions options,
            int workers,
            TransportChoice choice,
            Tracer tracer) {
        this.sys = sys;
        this.settings = settings;
        this.target = target;
        this.options = options;
        this.workers = workers;
        this.choice = choice;
        this.tracer = tracer;
    }

    /** The kernel shall read and write open files itself, where it can. */
    Daemon withKernelData() {
        kernelData = true;
        return this;
    }

    /** Mounts, serves until the mount is gone, cleans up. Returns the exit code. */
    int run() throws InterruptedException {
        start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopBySignal, "holdfast-stop"));
        String line = "mounted " + settings.source() + " on " + target + " (policy " + lower(settings.policy()) + ", "
                + workers + (workers == 1 ? " worker" : " workers") + ", workdir " + workdir() + ")";
        System.err.println(line);
        Background.relay(line);
        Background.ready();
        transport.awaitEnd();
        return end(true);
    }

    private void start() {
        Rings rings = choice.open(sys, workers);
        fileSystem = FileSystem.open(sys, settings, tracer);
        fileSystem.startCooling();
        try {
            mount = FuseMount.mount(sys, settings.source(), target, options);
            if (kernelData) {
                fileSystem.offerPassthrough(mount.fd());
            }
            transport = DevFuse.serve(sys, mount.fd(), workers, rings, fileSystem::handler, metrics);
        } catch (RuntimeException e) {
            if (mount != null) {
                mount.detach();
            }
            fileSystem.close();
            throw e;
        }
        CompletableFuture<Watchdog> starting =
                CompletableFuture.supplyAsync(() -> Watchdog.over(mount.entry(), sys.geteuid() == 0));
        control = ControlServer.open(mount.entry(), this::status);
        watchdog = starting.join();
    }

    private String workdir() {
        return fileSystem.workdir().orElse("none");
    }

    /** SIGINT, SIGTERM or SIGHUP: the process ends when this returns, and with this exit code. */
    private void stopBySignal() {
        synchronized (this) {
            if (ended) {
                return;
            }
        }
        try {
            Runtime.getRuntime().halt(stop());
        } catch (Throwable e) {
            System.err.println("holdfast: stopping failed: " + e);
            Runtime.getRuntime().halt(ExitCode.ENVIRONMENT);
        }
    }

    /**
     * Unmounts; where the mount is busy, finishes the requests in hand, ends the connection and takes the mount away
     * from its name.
     */
    private int stop() throws InterruptedException {
        if (mount.unmount()) {
            return end(transport.awaitEnd(PATIENCE_MILLIS));
        }
        int left = transport.seal(PATIENCE_MILLIS);
        mount.abort();
        mount.detach();
        if (left > 0) {
            System.err.println("holdfast: warning: " + left + " requests did not finish within "
                    + PATIENCE_MILLIS / 1000 + " s; the next mount of " + settings.source() + " sweeps what they held");
        }
        return end(left == 0);
    }

    /** Cleans up once; {@code idle}: no handler runs any more. */
    private synchronized int end(boolean idle) {
        if (ended) {
            return exitCode;
        }
        ended = true;
        mount.detach();
        watchdog.dismiss();
        if (idle) {
            try {
                fileSystem.close();
            } catch (RuntimeException e) {
                System.err.println("holdfast: cleaning up " + workdir() + " failed: " + e);
                exitCode = ExitCode.ENVIRONMENT;
            }
        }
        tracer.close();
        if (tracer.verified().flatMap(Verified::divergence).isPresent()) {
            exitCode = ExitCode.DIVERGED;
        }
        System.err.println(totals());
        control.close();
        return exitCode;
    }

    private String totals() {
        long requests = sum(metrics.requests());
        long errors = metrics.errors().values().stream().mapToLong(Daemon::sum).sum();
        long seconds = (System.nanoTime() - begun) / 1_000_000_000L;
        return String.format(
                Locale.ROOT,
                "unmounted %s after %,d s: %,d requests, %,d answered with an error",
                target,
                seconds,
                requests,
                errors);
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private Status status() {
        return Status.of(
                mount.entry(),
                settings,
                workdir(),
                workers,
                transport,
                begun,
                fileSystem.counts(),
                metrics,
                tracer.verified());
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
