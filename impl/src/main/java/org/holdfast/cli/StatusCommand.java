package org.holdfast.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.holdfast.os.EnvironmentException;
import org.holdfast.transport.MountEntry;
import org.holdfast.transport.MountException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast status}: what the daemon of a mount holds and has served. Never touches the mount itself. */
@Command(
        name = "status",
        header = "Show what the daemon of MNT holds and what it has served.",
        footer = {"", "Example: holdfast status --json /mnt/data"})
final class StatusCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MNT", description = "A mount point of holdfast.")
    private Path target;

    @Option(names = "--json", description = "One JSON object, for programs.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Override
    public Integer call() throws IOException {
        byte[] status = ask(target);
        if (json) {
            System.out.write(status);
            System.out.flush();
        } else {
            System.out.print(StatusTable.render(Json.parse(status)));
        }
        return ExitCode.OK;
    }

    /** The status of the mount at {@code target} as JSON. */
    static byte[] ask(Path target) throws IOException {
        MountEntry mount = Checks.mountAt(target)
                .filter(MountEntry::isHoldfast)
                .orElseThrow(() -> new MountException(target + " is not a mount of holdfast"));
        try (ControlClient client = ControlClient.connect(mount).orElseThrow(() -> noDaemon(target, mount))) {
            return client.status();
        }
    }

    private static RuntimeException noDaemon(Path target, MountEntry mount) {
        boolean mine = mount.option("user_id").orElse("0").equals(Integer.toString(ControlAddress.currentUser()));
        if (!mine && ControlAddress.currentUser() != 0) {
            return new EnvironmentException(target + " was mounted by another user; ask as that user, or as root");
        }
        return new MountException("no daemon answers for " + target
                + "; if the mount is dead, remove it with 'holdfast umount " + target + "'");
    }
}
