package org.holdfast.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class JsonLinesTracerTest {
    @TempDir
    Path directory;

    @Test
    void writesOneLineForEachEvent() throws IOException {
        Path file = directory.resolve("trace");
        try (JsonLinesTracer tracer = JsonLinesTracer.to(file)) {
            tracer.record(new Event.Release(5, true));
            tracer.record(new Event.Restart("link", 0));
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .matches("\\{\"t\":\\d+,\"thread\":\"" + Thread.currentThread().getName()
                        + "\",\"event\":\"Release\",\"nodeid\":5,\"link\":true}");
        assertThat(lines.get(1)).endsWith("\"event\":\"Restart\",\"policy\":\"link\",\"budget\":0}");
    }

    @Test
    void losesNoneOfManyWriters() throws IOException {
        Path file = directory.resolve("trace");
        try (JsonLinesTracer tracer = JsonLinesTracer.to(file)) {
            IntStream.range(0, 50_000).parallel().forEach(i -> tracer.record(new Event.Drop(i)));
        }
        assertThat(Files.readAllLines(file)).hasSize(50_000).allMatch(line -> line.endsWith("}"));
    }

    @Test
    @EnabledIf("hasFullDevice")
    void aFullDiskEndsTheTraceAndNothingElse() throws IOException {
        try (JsonLinesTracer tracer = JsonLinesTracer.to(Path.of("/dev/full"))) {
            for (int i = 0; i < 500_000; i++) {
                tracer.record(new Event.Drop(i));
            }
        }
    }

    static boolean hasFullDevice() {
        return Files.isWritable(Path.of("/dev/full"));
    }
}
