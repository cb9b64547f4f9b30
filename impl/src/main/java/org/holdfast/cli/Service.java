package org.holdfast.cli;

import org.holdfast.os.Errno;
import org.holdfast.os.Sys;
import org.holdfast.passthrough.FileSystem;
import org.holdfast.passthrough.Settings;
import org.holdfast.trace.Tracer;
import org.holdfast.trace.Verified;
import org.holdfast.transport.Inherited;
import org.holdfast.transport.Metrics;
import org.holdfast.transport.Transport;

/** A tree served to one client, from its beginning to its end: the client goes, or a signal comes. */
final class Service {
    /** How long requests in hand may take to finish after a signal. */
    private static final long PATIENCE_MILLIS = 2_000;

    private final Sys sys;
    private final Settings settings;
    private final Inherited client;
    private final int workers;
    private final Tracer tracer;
    private FileSystem fileSystem;
    private Transport transport;
    private boolean ended;
    private int exitCode = ExitCode.OK;

    Service(Sys sys, Settings settings, Inherited client, int workers, Tracer tracer) {
        this.sys = sys;
        this.settings = settings;
        this.client = client;
        this.workers = workers;
        this.tracer = tracer;
    }

    /** Serves until the client is gone, cleans up. Returns the exit code. */
    int run() throws InterruptedException {
        fileSystem = FileSystem.open(sys, settings, tracer);
        fileSystem.startCooling();
        try {
            transport = client.serve(workers, fileSystem::handler, new Metrics());
        } catch (RuntimeException e) {
            fileSystem.close();
            throw e;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopBySignal, "holdfast-stop"));
        System.err.println("serving " + settings.source() + " on " + client + " (policy "
                + Daemon.lower(settings.policy()) + ", " + workers + (workers == 1 ? " worker" : " workers")
                + ", workdir " + fileSystem.workdir().orElse("none") + ")");
        transport.awaitEnd();
        return end(true);
    }

    /** SIGINT, SIGTERM or SIGHUP: the process ends when this returns, and with this exit code. */
    private void stopBySignal() {
        synchronized (this) {
            if (ended) {
                return;
            }
        }
        int left = transport.seal(PATIENCE_MILLIS);
        if (left > 0) {
            System.err.println("holdfast: warning: " + left + " requests did not finish within "
                    + PATIENCE_MILLIS / 1000 + " s; the next daemon of " + settings.source()
                    + " sweeps what they held");
        }
        Runtime.getRuntime().halt(end(left == 0));
    }

    /** Cleans up once; {@code idle}: no handler runs any more. */
    private synchronized int end(boolean idle) {
        if (ended) {
            return exitCode;
        }
        ended = true;
        transport.readFailure().ifPresent(errno -> {
            System.err.println("holdfast: cannot read requests from " + client + ": " + Errno.describe(errno));
            exitCode = ExitCode.ENVIRONMENT;
        });
        if (idle) {
            try {
                fileSystem.close();
            } catch (RuntimeException e) {
                System.err.println("holdfast: cleaning up failed: " + e);
                exitCode = ExitCode.ENVIRONMENT;
            }
        }
        tracer.close();
        if (tracer.verified().flatMap(Verified::divergence).isPresent()) {
            exitCode = ExitCode.DIVERGED;
        }
        return exitCode;
    }
}
