package org.holdfast.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts the system calls of a process by strace(1), which makes each of them many times slower. */
public final class Strace {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Calls of a JVM's own threads, most of which only wait. */
    private static final List<String> OWN = List.of(
            "futex", "restart_syscall", "sched_yield", "mprotect", "madvise", "rt_sigreturn", "clock_nanosleep");

    private Strace() {}

    /** How often which call was made by a process and its threads during the work, without those a JVM makes for itself. */
    public static Map<String, Long> count(Scratch scratch, long pid, Runnable work) {
        Path counts = scratch.directory("strace").resolve("counts");
        Program.Running strace = Program.of("strace", "-f", "-c", "-o", counts, "-p", pid)
                .limit(LIMIT)
                .start();
        Await.until("strace has attached", () -> tracedThreads(pid) > 0);
        Await.pause(Duration.ofMillis(300));
        try {
            work.run();
        } finally {
            Program.of("kill", "-INT", strace.process().pid()).run();
            strace.await();
        }
        return parse(counts);
    }

    private static long tracedThreads(long pid) {
        return Program.shell("grep -l '^TracerPid:.[1-9]' /proc/$1/task/*/status | wc -l", pid).run().lines().stream()
                .mapToLong(line -> Long.parseLong(line.strip()))
                .sum();
    }

    private static Map<String, Long> parse(Path file) {
        Map<String, Long> calls = new LinkedHashMap<>();
        for (String line : Program.of("cat", file).mustSucceed().lines()) {
            String[] fields = line.strip().split("\\s+");
            if (fields.length >= 5 && fields[0].matches("[\\d.]+") && !fields[fields.length - 1].equals("total")) {
                calls.put(fields[fields.length - 1], Long.parseLong(fields[3]));
            }
        }
        calls.keySet().removeAll(OWN);
        return calls;
    }
}
