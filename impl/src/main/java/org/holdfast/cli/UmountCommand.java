package org.holdfast.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.holdfast.os.LinuxSys;
import org.holdfast.transport.MountEntry;
import org.holdfast.transport.MountException;
import org.holdfast.transport.Mounter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code holdfast umount}: unmounts, and waits until the daemon has removed its work links and is gone. */
@Command(
        name = "umount",
        header = "Unmount MNT and wait until its daemon has cleaned up.",
        description = "A dead mount, whose daemon is gone, is removed.",
        footer = {"", "Example: holdfast umount /mnt/data"})
final class UmountCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MNT", description = "A mount point of holdfast.")
    private Path target;

    @Option(
            names = "--lazy",
            description = "Free the mount point now, even if programs use files below it; they keep them until they"
                    + " close them, and so long the daemon stays.")
    private boolean lazy;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Override
    public Integer call() throws IOException {
        MountEntry mount = Checks.mountAt(target).orElseThrow(() -> new MountException(target + " is not mounted"));
        if (!mount.isHoldfast()) {
            throw new MountException(target + " is a mount of type " + mount.type() + ", not of holdfast");
        }
        Mounter mounter = Mounter.forThisUser(new LinuxSys());
        Path place = Path.of(mount.mountPoint());
        Optional<ControlClient> daemon = ControlClient.connect(mount);
        if (lazy || daemon.isEmpty() && Checks.isDead(place)) {
            mounter.detach(place);
            return ExitCode.OK;
        }
        if (daemon.isPresent()) {
            daemon.get().announceWait();
        }
        if (!mounter.unmount(place)) {
            throw new MountException(target + " is busy: close the files and leave the directories that programs use"
                    + " there ('fuser -vm " + target + "' lists them), or use --lazy");
        }
        if (daemon.isPresent()) {
            daemon.get().awaitEnd();
        }
        return ExitCode.OK;
    }
}
