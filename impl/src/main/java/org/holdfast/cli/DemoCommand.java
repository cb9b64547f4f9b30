package org.holdfast.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code holdfast demo}. */
@Command(name = "demo", header = "Show the life of inodes under holdfast in a scratch directory.")
final class DemoCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new UsageException("demo is under construction");
    }
}
