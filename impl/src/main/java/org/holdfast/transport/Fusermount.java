package org.holdfast.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.holdfast.os.EnvironmentException;

/**
 * fusermount3(1), the setuid helper through which a user who is not root mounts. It opens /dev/fuse, mounts, and hands
 * the descriptor back over a socket ({@link DescriptorSocket}).
 */
final class Fusermount implements Mounter {
    static final String PROGRAM = "fusermount3";

    /** The first is said to users, the second to root. */
    private static final Pattern NOT_MOUNTED = Pattern.compile("not found in /etc/mtab|Invalid argument");

    @Override
    public int mount(Path source, Path target, MountOptions options) {
        requireProgram();
        List<String> list = new ArrayList<>(options.flagNames());
        list.add("fsname=" + source.toString().replace("\\", "\\\\").replace(",", "\\,"));
        list.add("subtype=holdfast");
        list.add("default_permissions");
        list.add("max_read=" + MAX_TRANSFER);
        if (options.allowsOther()) {
            list.add("allow_other");
        }
        list.addAll(options.others());
        DescriptorSocket.Result result =
                DescriptorSocket.run(PROGRAM, List.of(PROGRAM, "-o", String.join(",", list), "--", target.toString()));
        if (result.descriptor() < 0) {
            throw new MountException("cannot mount on " + target + ": " + explain(result.message()));
        }
        return result.descriptor();
    }

    private static void requireProgram() {
        String path = System.getenv("PATH");
        for (String directory : (path == null ? "/usr/bin:/bin" : path).split(":")) {
            if (Files.isExecutable(Path.of(directory, PROGRAM))) {
                return;
            }
        }
        throw new EnvironmentException(
                "mounting without root needs fusermount3, which is not on the PATH (install it: apt-get install fuse3)");
    }

    /** fusermount3's own words without its name in front; the cases whose cure it does not name get one. */
    private static String explain(String message) {
        String text = message.replace(PROGRAM + ": ", "").strip();
        if (text.isEmpty()) {
            return PROGRAM + " failed without a message";
        }
        if (text.contains("/dev/fuse: Permission denied")) {
            return text + " (users may read and write it where its mode is 0666, as is usual)";
        }
        if (text.contains("/dev/fuse")) {
            return text + " (load the kernel's module with 'modprobe fuse', or pass the device into this container)";
        }
        return text.replace("\n", "; ");
    }

    @Override
    public boolean unmount(Path target) {
        return unmount(target, "-u");
    }

    @Override
    public boolean detach(Path target) {
        return unmount(target, "-uz");
    }

    /** The kernel lets the user who mounted end the connection through a file, where that file system is mounted. */
    @Override
    public void abort(Path target) {
        MountEntry.at(target).ifPresent(entry -> {
            String minor = entry.device().substring(entry.device().indexOf(':') + 1);
            Path file = Path.of("/sys/fs/fuse/connections", minor, "abort");
            try {
                if (Files.isWritable(file)) {
                    Files.writeString(file, "1");
                }
            } catch (IOException e) {
                Log.debug("cannot write " + file + ": " + e);
            }
        });
    }

    private static boolean unmount(Path target, String flags) {
        try {
            ProcessBuilder builder = new ProcessBuilder(PROGRAM, flags, "--", target.toString());
            builder.environment().put("LC_ALL", "C");
            builder.redirectErrorStream(true);
            Process process = builder.start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() == 0 || NOT_MOUNTED.matcher(said).find()) {
                return true;
            }
            if (said.contains("busy")) {
                return false;
            }
            throw new MountException("cannot unmount " + target + ": " + explain(said));
        } catch (IOException e) {
            throw new EnvironmentException("cannot run " + PROGRAM + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MountException("interrupted while unmounting " + target);
        }
    }
}
