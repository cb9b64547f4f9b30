package org.holdfast.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.holdfast.os.EnvironmentException;

/** How this program was started, so that it can start itself again with the same Java and the same flags. */
final class OwnCommand {
    private static List<String> arguments = List.of();

    private OwnCommand() {}

    /** Must be told the arguments of main, which are the last ones of the process. */
    static void remember(String[] args) {
        arguments = List.of(args);
    }

    /** The command that this process runs. */
    static List<String> again() {
        return with(arguments);
    }

    /** The command that runs Holdfast with {@code others} as arguments. */
    static List<String> with(List<String> others) {
        try {
            String line = new String(Files.readAllBytes(Path.of("/proc/self/cmdline")), StandardCharsets.UTF_8);
            List<String> words = List.of(line.split("\0", -1));
            int end = words.size() - 1 - arguments.size();
            List<String> command = new ArrayList<>(words.subList(0, end));
            command.addAll(others);
            return command;
        } catch (IOException e) {
            throw new EnvironmentException("cannot read /proc/self/cmdline: " + e.getMessage());
        }
    }
}
