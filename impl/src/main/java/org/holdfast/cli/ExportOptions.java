package org.holdfast.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import org.holdfast.node.Policy;
import org.holdfast.os.Descriptors;
import org.holdfast.os.EnvironmentException;
import org.holdfast.passthrough.Cache;
import org.holdfast.passthrough.Settings;
import org.holdfast.trace.JsonLinesTracer;
import org.holdfast.trace.TraceVerifier;
import org.holdfast.trace.Tracer;
import picocli.CommandLine.Option;

/** What {@code mount} and {@code serve} can be told alike: how the tree is served, whoever the client is. */
final class ExportOptions {
    private static final int MOST_WORKERS = 64;

    @Option(
            names = "--workdir",
            paramLabel = "DIR",
            description = "Where the work links of SRC go, on the same mount as SRC. Default: SRC/.holdfast.")
    private Path workdir;

    @Option(
            names = "--policy",
            paramLabel = "link|fd|adaptive|handle",
            description =
                    "What keeps an inode alive: a hard link, a file descriptor, or a descriptor while the budget of --fds"
                            + " lasts and else a link, or of a directory a file handle; with handle a file handle of"
                            + " everything, which makes no links and needs CAP_DAC_READ_SEARCH. Default: adaptive.")
    private Policy policy = Policy.ADAPTIVE;

    @Option(
            names = "--fds",
            paramLabel = "N",
            description = "With --policy adaptive: how many files that could have a link may have a descriptor, and how"
                    + " many directories keep one. With --policy handle: how many inodes keep one. Default: half of what"
                    + " the process may open.")
    private Integer fds;

    @Option(
            names = "--cache",
            paramLabel = "auto|always|never",
            description = "How long the kernel may believe names and attributes: 1 s, 1 day, 0. Default: auto.")
    private Cache cache = Cache.AUTO;

    @Option(names = "--readonly", description = "Refuse every change.")
    private boolean readonly;

    @Option(names = "--workers", paramLabel = "N", description = "Threads that serve. Default: two a CPU, 4 to 16.")
    private Integer workers;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "error, warning, info or debug. Default: warning.")
    private LogLevel logLevel = LogLevel.WARNING;

    @Option(names = "--trace", paramLabel = "FILE", description = "Write lifecycle events to FILE as JSON lines.")
    private Path trace;

    @Option(
            names = "--verify",
            description =
                    "Hold the lifecycle events against the specification while serving. The first one that it does not"
                            + " allow is logged with the steps that led to it, which are written to a file; the exit code is 4"
                            + " then.")
    private boolean verify;

    @Option(
            names = "--at-divergence",
            paramLabel = "keep|stop",
            description = "With --verify: keep serving then, or stop. Default: keep.")
    private AtDivergence atDivergence = AtDivergence.KEEP;

    /** What to do at a divergence. */
    enum AtDivergence {
        KEEP,
        STOP
    }

    /** From here on the log says as much as was asked for. */
    void setLogLevel() {
        StderrLogger.setLevel(logLevel.level);
    }

    boolean readonly() {
        return readonly;
    }

    /** How to serve {@code source}, which {@link Checks#source} returned. */
    Settings settings(Path source, boolean readonly) {
        return new Settings(source, Optional.ofNullable(workdir), policy, fds(), cache, readonly);
    }

    private int fds() {
        if (fds == null) {
            return policy.hasBudget() ? Descriptors.limit() / 2 : 0;
        }
        if (!policy.hasBudget()) {
            throw new UsageException("--fds is for --policy adaptive and handle");
        }
        if (fds < 1) {
            throw new UsageException("--fds must be at least 1, not " + fds);
        }
        return fds;
    }

    /** Begins the file of {@code --trace}, and {@code --verify}; {@link Tracer#OFF} without them. */
    Tracer openTrace() {
        try {
            if (verify) {
                return ServiceLoader.load(TraceVerifier.class)
                        .findFirst()
                        .orElseThrow(() -> new EnvironmentException(
                                "--verify needs the specification: start it with the script holdfast of a source tree"))
                        .start(Optional.ofNullable(trace), this::diverged);
            }
            return trace == null ? Tracer.OFF : JsonLinesTracer.to(trace);
        } catch (IOException e) {
            throw new EnvironmentException("cannot write the trace " + trace + ": " + Checks.reason(e));
        }
    }

    /** Ends the daemon as a signal would, but for the exit code. */
    private void diverged() {
        if (atDivergence == AtDivergence.STOP) {
            new Thread(() -> System.exit(ExitCode.DIVERGED), "holdfast-diverged").start();
        }
    }

    int workers() {
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
