package org.holdfast.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.holdfast.testkit.CTools;
import org.holdfast.testkit.FsKind;
import org.holdfast.testkit.Program;
import org.holdfast.testkit.Project;
import org.holdfast.testkit.Strace;
import org.junit.jupiter.api.Test;

/** How many system calls the daemon spends on common requests: a table in target/syscalls.txt, with bounds on the sums. */
@MountTest
final class SystemCallsTest {
    private static final int COUNT = 2000;
    private static final Path REPORT = Project.top().resolve("model-tests/target/syscalls.txt");

    /** One row: what the client does, whether it starts without cached names, and the most system calls it may cost each time. */
    private enum Work {
        STAT("stat, first lookup", "each . %d stat", true, 12),
        FORGET("forget", "drop\nsleep 1000", false, 6),
        STAT_AGAIN("stat, forgotten before", "each . %d stat", false, 12),
        STAT_CACHED("stat, known to the kernel", "each . %d stat", false, 0.2),
        OPEN_CLOSE("open and close", "each . %d open", false, 14),
        CREATE("create and close", "mkdir new\neach new %d create", false, 24),
        UNLINK("unlink", "each new %d unlink", false, 14),
        READDIR("readdir, an entry", "run ls -U . > /dev/null", true, 12);

        private final String title;
        private final String script;
        private final boolean cold;
        private final double bound;

        Work(String title, String script, boolean cold, double bound) {
            this.title = title;
            this.script = script.formatted(COUNT) + "\n";
            this.cold = cold;
            this.bound = bound;
        }
    }

    @Test
    void systemCallsOfEachRequest() {
        Map<Work, Map<String, Long>> table = new LinkedHashMap<>();
        try (Fixture fixture = Fixture.of(FsKind.EXT4)) {
            run(fixture.source(), "each . " + COUNT + " create\n");
            // A long cache time keeps revalidations out of the counts.
            fixture.mount("--cache", "always");
            run(fixture.client(), Work.STAT.script);
            for (Work work : Work.values()) {
                if (work.cold) {
                    fixture.daemon().awaitIdle();
                }
                table.put(work, measure(fixture, work));
            }
        }
        write(table);
        table.forEach((work, calls) -> assertThat(total(calls) / (double) COUNT)
                .as("system calls for each of: %s. In %d: %s", work.title, COUNT, calls)
                .isLessThanOrEqualTo(work.bound));
    }

    private static void run(Path directory, String script) {
        assertThat(Program.of(CTools.fsop(), directory, directory)
                        .input(script)
                        .mustSucceed()
                        .out())
                .doesNotContain("=> E")
                .doesNotContainPattern("=> [1-9]\\d* failed");
    }

    private static Map<String, Long> measure(Fixture fixture, Work work) {
        return Strace.count(fixture.scratch(), fixture.daemon().pid(), () -> run(fixture.client(), work.script));
    }

    private static long total(Map<String, Long> calls) {
        return calls.values().stream().mapToLong(Long::longValue).sum();
    }

    private static void write(Map<Work, Map<String, Long>> table) {
        List<String> lines = new ArrayList<>(
                List.of("System calls of the daemon for each operation of the client, mean of " + COUNT));
        table.forEach((work, calls) -> lines.add("%-26s %6.2f  %s"
                .formatted(
                        work.title,
                        total(calls) / (double) COUNT,
                        calls.entrySet().stream()
                                .filter(call -> call.getValue() * 100 >= COUNT)
                                .map(call -> "%s %.2f".formatted(call.getKey(), call.getValue() / (double) COUNT))
                                .collect(Collectors.joining(", ")))));
        lines.forEach(System.out::println);
        try {
            Files.createDirectories(REPORT.getParent());
            Files.write(REPORT, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
