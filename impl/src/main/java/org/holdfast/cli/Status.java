package org.holdfast.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.holdfast.passthrough.Counts;
import org.holdfast.passthrough.Settings;
import org.holdfast.trace.Verified;
import org.holdfast.transport.Metrics;
import org.holdfast.transport.MountEntry;

/**
 * What {@code holdfast status} tells of a mount.
 *
 * @param fds open file descriptors of the daemon's process; -1 when they could not be counted
 */
record Status(
        String mount,
        String source,
        String workdir,
        long pid,
        String policy,
        String cache,
        boolean readonly,
        int workers,
        long uptimeSeconds,
        long fds,
        Counts counts,
        Map<String, Long> requests,
        Map<String, Map<String, Long>> errors,
        Map<String, Metrics.Latency> latencies,
        Optional<Verified> verified) {

    /** Takes it now; {@code begun} as {@link System#nanoTime} told it then. */
    static Status of(
            MountEntry mount,
            Settings settings,
            String workdir,
            int workers,
            long begun,
            Counts counts,
            Metrics metrics,
            Optional<Verified> verified) {
        return new Status(
                mount.mountPoint(),
                settings.source().toString(),
                workdir,
                ProcessHandle.current().pid(),
                Daemon.lower(settings.policy()),
                Daemon.lower(settings.cache()),
                settings.readonly(),
                workers,
                (System.nanoTime() - begun) / 1_000_000_000L,
                openDescriptors(),
                counts,
                metrics.requests(),
                metrics.errors(),
                metrics.latencies(),
                verified);
    }

    /**
     * The size of the directory is their number since Linux 6.2, and asking for it takes none; before, the directory has
     * to be listed, and the descriptor that takes is left out. -1 when there is none left for that.
     */
    private static long openDescriptors() {
        Path directory = Path.of("/proc/self/fd");
        try {
            long size = Files.size(directory);
            if (size > 0) {
                return size;
            }
            try (Stream<Path> open = Files.list(directory)) {
                return open.count() - 1;
            }
        } catch (IOException e) {
            return -1;
        }
    }

    /** Writes one JSON object; does not close {@code out}. */
    void writeJson(OutputStream out) throws IOException {
        try (JsonGenerator json = new JsonFactory()
                .createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeStringField("mount", mount);
            json.writeStringField("source", source);
            json.writeStringField("workdir", workdir);
            json.writeNumberField("pid", pid);
            json.writeStringField("policy", policy);
            json.writeStringField("cache", cache);
            json.writeBooleanField("readonly", readonly);
            json.writeNumberField("workers", workers);
            json.writeNumberField("uptime_s", uptimeSeconds);
            json.writeNumberField("nodes", counts.nodes());
            json.writeObjectFieldStart("holds");
            json.writeNumberField("link", counts.linkHolds());
            json.writeNumberField("fd", counts.fdHolds());
            json.writeEndObject();
            json.writeNumberField("draining", counts.draining());
            writeCounts(json, "fallbacks", counts.fallbacks());
            json.writeNumberField("fds", fds);
            json.writeNumberField("links", counts.links());
            json.writeNumberField("handles", counts.handles());
            writeCounts(json, "requests", requests);
            json.writeObjectFieldStart("errors");
            for (Map.Entry<String, Map<String, Long>> kind : errors.entrySet()) {
                writeCounts(json, kind.getKey(), kind.getValue());
            }
            json.writeEndObject();
            writeLatencies(json);
            if (verified.isPresent()) {
                json.writeObjectFieldStart("verified");
                json.writeNumberField("events", verified.get().events());
                json.writeStringField("divergence", verified.get().divergence().orElse(""));
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private static void writeCounts(JsonGenerator json, String name, Map<String, Long> counts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            json.writeNumberField(count.getKey(), count.getValue());
        }
        json.writeEndObject();
    }

    private void writeLatencies(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("latency_us");
        for (Map.Entry<String, Metrics.Latency> kind : latencies.entrySet()) {
            json.writeObjectFieldStart(kind.getKey());
            json.writeNumberField("p50", kind.getValue().p50());
            json.writeNumberField("p99", kind.getValue().p99());
            json.writeNumberField("max", kind.getValue().max());
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
