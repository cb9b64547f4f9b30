package org.holdfast.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import org.holdfast.os.Descriptors;
import org.holdfast.passthrough.Counts;
import org.holdfast.passthrough.Settings;
import org.holdfast.trace.Verified;
import org.holdfast.transport.Metrics;
import org.holdfast.transport.MountEntry;
import org.holdfast.transport.Transport;

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
        String transport,
        String transportReason,
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
            Transport transport,
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
                transport.name(),
                transport.reason(),
                (System.nanoTime() - begun) / 1_000_000_000L,
                Descriptors.open(),
                counts,
                metrics.requests(),
                metrics.errors(),
                metrics.latencies(),
                verified);
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
            json.writeStringField("transport", transport);
            json.writeStringField("transport_reason", transportReason);
            json.writeNumberField("uptime_s", uptimeSeconds);
            json.writeNumberField("nodes", counts.nodes());
            json.writeObjectFieldStart("holds");
            json.writeNumberField("link", counts.linkHolds());
            json.writeNumberField("fd", counts.fdHolds());
            json.writeEndObject();
            if (counts.budget() > 0) {
                json.writeObjectFieldStart("budget");
                json.writeNumberField("fds", counts.budget());
                json.writeNumberField("used", counts.budgeted());
                json.writeNumberField("cooled", counts.cooled());
                json.writeNumberField("shuttable", counts.shuttable());
                json.writeNumberField("shut", counts.shut());
                json.writeEndObject();
            }
            json.writeNumberField("draining", counts.draining());
            writeCounts(json, "fallbacks", counts.fallbacks());
            json.writeNumberField("fds", fds);
            json.writeNumberField("links", counts.links());
            json.writeNumberField("handles", counts.handles());
            json.writeObjectFieldStart("data");
            json.writeStringField("by", counts.passthrough() ? "kernel" : "daemon");
            json.writeStringField("reason", counts.passthroughReason());
            json.writeNumberField("backed", counts.backed());
            json.writeNumberField("unbacked", counts.unbacked());
            json.writeEndObject();
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
