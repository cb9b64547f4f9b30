package org.holdfast.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.holdfast.os.LinuxSys;
import org.holdfast.os.Sys;
import org.holdfast.trace.Tracer;
import org.holdfast.transport.Inherited;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast serve}: checks what it was given, then runs a {@link Service}. */
@Command(
        name = "serve",
        header = "Serve the directory tree SRC to the client at an inherited file descriptor.",
        description = {
            "The descriptor is a sequenced-packet unix socket, on which one message is one FUSE request or reply, or"
                    + " /dev/fuse, opened and mounted by the caller.",
            "Ends, with everything cleaned up, when the client closes its end or unmounts, or at SIGINT or SIGTERM."
        },
        sortOptions = false,
        footer = {"", "Example: holdfast serve --fd 3 /srv/data"})
final class ServeCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "SRC", description = "The directory to export.")
    private Path source;

    @Option(names = "--fd", paramLabel = "N", required = true, description = "The number of the descriptor.")
    private int fd;

    @Mixin
    private ExportOptions export = new ExportOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Override
    public Integer call() throws InterruptedException {
        export.setLogLevel();
        int workers = export.workers();
        if (fd < 0) {
            throw new UsageException("--fd must be the number of an open descriptor, not " + fd);
        }
        Sys sys = new LinuxSys();
        Inherited client = Inherited.of(sys, fd);
        Path realSource = Checks.source(source);
        try (Tracer tracer = export.openTrace()) {
            return new Service(sys, export.settings(realSource, export.readonly()), client, workers, tracer).run();
        }
    }
}
