package org.holdfast.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast sweep}. */
@Command(name = "sweep", header = "Show, or remove, what a crash left in a workdir.")
final class SweepCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "WORKDIR", description = "A workdir of holdfast.")
    private Path workdir;

    @Option(names = "--remove", description = "Remove the links that the daemon made, and nothing else.")
    private boolean remove;

    @Override
    public Integer call() {
        throw new UsageException("sweep is under construction");
    }
}
