package org.holdfast.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.holdfast.os.EnvironmentException;

/**
 * {@code mount --background}: the same command runs again as a child in a session of its own, which tells this process
 * over its standard output what a user has to know and when it is mounted.
 */
final class Background {
    private static final String CHILD = "HOLDFAST_BACKGROUND";
    private static final String READY = "ready";
    private static final File NULL = new File("/dev/null");

    private Background() {}

    /** Whether this process is the child. */
    static boolean isChild() {
        return System.getenv(CHILD) != null;
    }

    /** In the child: passes a line on to the user. Elsewhere: nothing. */
    static void relay(String line) {
        if (isChild()) {
            System.out.println(line);
            System.out.flush();
        }
    }

    /** In the child: lets the waiting process return. */
    static void ready() {
        relay(READY);
    }

    /** Starts the child and waits until it is mounted or has failed; returns the exit code of the command. */
    static int start(Optional<Path> logFile) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(OwnCommand.again());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put(CHILD, "1");
        builder.redirectInput(NULL);
        builder.redirectError(logFile.map(file -> ProcessBuilder.Redirect.appendTo(file.toFile()))
                .orElse(ProcessBuilder.Redirect.DISCARD));
        try {
            Process child = builder.start();
            Thread giveUp = new Thread(child::destroy);
            Runtime.getRuntime().addShutdownHook(giveUp);
            int code = await(child);
            Runtime.getRuntime().removeShutdownHook(giveUp);
            return code;
        } catch (IOException e) {
            throw new EnvironmentException("cannot start in the background: " + e.getMessage());
        }
    }

    private static int await(Process child) throws IOException, InterruptedException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
        String line;
        while ((line = lines.readLine()) != null) {
            if (line.equals(READY)) {
                return ExitCode.OK;
            }
            System.err.println(line);
        }
        return child.waitFor();
    }
}
