package org.holdfast.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program run to its end, with a limit of time, its output kept in files so that no reader is needed. */
public final class Program {
    /** Long enough for every program of the tests on a slow machine; a hang at the mount shows as this. */
    private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(120);

    private final ProcessBuilder builder;
    private Duration limit = DEFAULT_LIMIT;
    private String input = "";

    private Program(List<String> command) {
        builder = new ProcessBuilder(command);
        builder.environment().put("LC_ALL", "C.UTF-8");
    }

    /** A program of the search path, or by its path, with its arguments; each is passed on by its {@code toString}. */
    public static Program of(Object... command) {
        List<String> words = new ArrayList<>();
        for (Object word : command) {
            words.add(word.toString());
        }
        return new Program(words);
    }

    /** A shell script; {@code arguments} are its {@code $1}, {@code $2} and so on. */
    public static Program shell(String script, Object... arguments) {
        List<Object> words = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        words.addAll(List.of(arguments));
        return of(words.toArray());
    }

    public Program in(Path directory) {
        builder.directory(directory.toFile());
        return this;
    }

    public Program env(String name, String value) {
        builder.environment().put(name, value);
        return this;
    }

    public Program limit(Duration longest) {
        limit = longest;
        return this;
    }

    public Program input(String text) {
        input = text;
        return this;
    }

    /** Starts it and leaves it running. */
    public Running start() {
        try {
            Path out = Files.createTempFile("program", ".out");
            Path err = Files.createTempFile("program", ".err");
            builder.redirectOutput(out.toFile()).redirectError(err.toFile());
            Process process = builder.start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // It ended without reading its input; its exit code says why.
            }
            return new Running(builder.command(), process, out, err, limit);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + builder.command(), e);
        }
    }

    /** Runs it to its end, whatever that is. */
    public Result run() {
        return start().await();
    }

    /** Runs it; anything but exit code 0 is a failure that shows the output. */
    public Result mustSucceed() {
        return run().mustSucceed();
    }

    /** A program under way. */
    public record Running(List<String> command, Process process, Path out, Path err, Duration limit) {
        /** Waits for its end; a program over its limit is killed with all its children, and that is a failure. */
        public Result await() {
            boolean ended = waitFor(limit);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                waitFor(Duration.ofSeconds(5));
            }
            Result result = new Result(command, ended ? process.exitValue() : -1, take(out), take(err));
            if (!ended) {
                throw new AssertionError("did not end within " + limit.toSeconds() + " s: " + result.describe());
            }
            return result;
        }

        private boolean waitFor(Duration longest) {
            try {
                return process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        private static String take(Path file) {
            try {
                String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
                Files.delete(file);
                return text;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** How a program ended; exit codes above 128 are 128 + the signal that killed it. */
    public record Result(List<String> command, int exit, String out, String err) {
        private static final int SHOWN = 4000;

        public Result mustSucceed() {
            if (exit != 0) {
                throw new AssertionError(describe());
            }
            return this;
        }

        /** The lines of standard output, none for an empty output. */
        public List<String> lines() {
            return out.lines().toList();
        }

        /** For a failure message: command, exit code and the end of both outputs. */
        public String describe() {
            return "%s%nexit code %d%nstdout: %s%nstderr: %s".formatted(command, exit, end(out), end(err));
        }

        private static String end(String text) {
            return text.length() <= SHOWN
                    ? text.strip()
                    : "…" + text.substring(text.length() - SHOWN).strip();
        }
    }
}
