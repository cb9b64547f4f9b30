package org.holdfast.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** A report as JSON: for each setting, phase and subject the speed, ratio, latencies and the daemon's processor time. */
public final class JsonReport {
    private static final String[] PERCENTILES = {"p50", "p90", "p99", "p99.9", "max"};

    private final Report report;
    private final JsonGenerator json;

    private JsonReport(Report report, JsonGenerator json) {
        this.report = report;
        this.json = json;
    }

    /** The whole of it. */
    public static String of(Report report) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            new JsonReport(report, json).write();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text + "\n";
    }

    private void write() throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, String> fact : report.machine().entrySet()) {
            json.writeStringField(fact.getKey(), fact.getValue());
        }
        json.writeStringField("base", report.base());
        json.writeObjectFieldStart("leftOut");
        for (Map.Entry<String, String> why : report.leftOut().entrySet()) {
            json.writeStringField(why.getKey(), why.getValue());
        }
        json.writeEndObject();
        json.writeArrayFieldStart("speeds");
        for (Setting setting : report.results().settings()) {
            for (Phase phase : report.results().phases()) {
                for (String subject : report.results().subjects()) {
                    speed(setting, phase, subject);
                }
            }
        }
        json.writeEndArray();
        json.writeArrayFieldStart("costs");
        for (Cost cost : report.costs()) {
            cost(cost);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void speed(Setting setting, Phase phase, String subject) throws IOException {
        Results results = report.results();
        json.writeStartObject();
        json.writeStringField("fs", setting.fs().word());
        json.writeNumberField("clients", setting.clients());
        json.writeBooleanField("pinned", setting.pinned());
        json.writeStringField("phase", phase.word());
        json.writeStringField("subject", subject);
        spread(phase.isSequential() ? "mebibytesPerSecond" : "stepsPerSecond", results.speed(setting, phase, subject));
        spread("ratio", results.ratio(setting, phase, subject, report.base()));
        spread("daemonMicrosPerStep", results.daemonMicros(setting, phase, subject));
        json.writeObjectFieldStart("nanosPerStep");
        for (int i = 0; i < PERCENTILES.length; i++) {
            spread(PERCENTILES[i], results.took(setting, phase, subject, i));
        }
        json.writeEndObject();
        String error = results.error(setting, phase, subject).orElse("");
        if (!error.isEmpty()) {
            json.writeStringField("error", error);
        }
        json.writeEndObject();
    }

    private void spread(String name, Spread spread) throws IOException {
        if (!spread.isNone()) {
            json.writeObjectFieldStart(name);
            json.writeNumberField("median", spread.median());
            json.writeNumberField("least", spread.least());
            json.writeNumberField("most", spread.most());
            json.writeNumberField("rounds", spread.count());
            json.writeEndObject();
        }
    }

    private void cost(Cost cost) throws IOException {
        json.writeStartObject();
        json.writeStringField("subject", cost.subject());
        spread("secondsToFirstAnswer", cost.start());
        json.writeArrayFieldStart("remembered");
        for (Cost.Held held : cost.held()) {
            json.writeStartObject();
            json.writeNumberField("wanted", held.wanted());
            json.writeNumberField("files", held.files());
            json.writeNumberField("errno", held.error());
            json.writeNumberField("rss", held.resident());
            json.writeNumberField("fds", held.descriptors());
            json.writeObjectFieldStart("pinned");
            for (Map.Entry<String, Long> cache : held.kernel().entrySet()) {
                json.writeNumberField(cache.getKey(), cache.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectFieldStart("systemCallsPerStep");
        for (Map.Entry<Phase, Map<String, Double>> calls : cost.calls().entrySet()) {
            json.writeObjectFieldStart(calls.getKey().word());
            for (Map.Entry<String, Double> call : calls.getValue().entrySet()) {
                json.writeNumberField(call.getKey(), call.getValue());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
