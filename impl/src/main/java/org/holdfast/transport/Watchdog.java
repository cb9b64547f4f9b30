package org.holdfast.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Takes a mount away when this process dies without being able to do it itself (kill −9, out of memory), so that no
 * dead mount is left on which every access fails with "Transport endpoint is not connected".
 *
 * <p>A shell in a session of its own waits on a pipe from this process. A line on it means that the mount was ended in
 * good order; end of file without one means that this process is gone. It unmounts only the mount with the id and device
 * that it was started for, and only while that mount is the one reached at its mount point. The kernel gives both numbers
 * out again, so the mount must also be dead: statfs(2) always asks the daemon.
 */
public final class Watchdog {
    /** Arguments: mount id, device, mount point as mountinfo writes it, mount point, unmount command... */
    private static final String SCRIPT = String.join(
            "\n",
            "trap '' HUP INT TERM",
            "cd /",
            "read -r word && exit 0",
            "wanted=\"$1 $2\" point=$3 target=$4 found=",
            "shift 4",
            "while read -r id parent device root at rest; do",
            "  [ \"$at\" = \"$point\" ] && found=\"$id $device\"",
            "done < /proc/self/mountinfo",
            "[ \"$found\" = \"$wanted\" ] || exit 0",
            "stat -f \"$target\" > /dev/null && exit 0",
            "exec \"$@\" \"$target\"");

    private final Optional<Process> process;

    private Watchdog(Optional<Process> process) {
        this.process = process;
    }

    /**
     * Starts to watch over the mount, or says in the log why that cannot be; serving does not depend on it.
     *
     * @param asRoot whether umount(8) may be used rather than fusermount3
     */
    public static Watchdog over(MountEntry mount, boolean asRoot) {
        ProcessBuilder builder = new ProcessBuilder("setsid", "sh", "-c", SCRIPT, "holdfast-watchdog");
        builder.command().add(Integer.toString(mount.id()));
        builder.command().add(mount.device());
        builder.command().add(escape(mount.mountPoint()));
        builder.command().add(mount.mountPoint());
        builder.command().addAll(asRoot ? List.of("umount", "-l", "--") : List.of(Fusermount.PROGRAM, "-uz", "--"));
        builder.directory(Path.of("/").toFile());
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            return new Watchdog(Optional.of(builder.start()));
        } catch (IOException e) {
            Log.warning("no watchdog, a killed daemon would leave a dead mount: " + e.getMessage());
            return new Watchdog(Optional.empty());
        }
    }

    /** Ends the watch: the mount is gone in good order. */
    public void dismiss() {
        process.ifPresent(shell -> closePipe(shell, "over\n"));
    }

    /** Does to the pipe what the death of this process does. */
    void vanish() {
        process.ifPresent(shell -> closePipe(shell, ""));
    }

    private static void closePipe(Process shell, String lastWords) {
        try (OutputStream pipe = shell.getOutputStream()) {
            pipe.write(lastWords.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            Log.debug("the watchdog was already gone: " + e.getMessage());
        }
    }

    /** The shell, when it could be started. */
    Optional<Process> process() {
        return process;
    }

    /** The reverse of {@link MountEntry#unescape}: what the kernel escapes in mountinfo. */
    private static String escape(String path) {
        return path.replace("\\", "\\134")
                .replace(" ", "\\040")
                .replace("\t", "\\011")
                .replace("\n", "\\012");
    }
}
