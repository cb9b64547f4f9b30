package org.holdfast.tools;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.holdfast.modelfs.ModelFs;
import org.holdfast.spec.posix.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Mounts the name-space model until it is interrupted. */
@Command(
        name = "model",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = Tools.USAGE,
        exitCodeOnExecutionException = Tools.ENVIRONMENT,
        description = {
            "Mounts the model of what programs must see at a mount, in the foreground: an empty tree in memory, in which",
            "every system call does what the model allows. Ctrl-C unmounts. Needs root."
        },
        footer = {"", "Example: holdfast model /mnt"})
final class ModelCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MNT", description = "The mount point, a directory.")
    private Path mountPoint;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws InterruptedException {
        Path at = Tools.file(mountPoint);
        if (!Files.isDirectory(at)) {
            throw new ParameterException(command.commandLine(), mountPoint + " is not a directory");
        }
        try (ModelFs model = new ModelFs(Settings.LINUX)) {
            model.mount(at);
            System.err.println("mounted the model on " + at);
            new CountDownLatch(1).await(); // a signal ends the JVM, and its end unmounts
        }
        return 0;
    }
}
