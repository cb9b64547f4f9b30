package org.holdfast.conform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A scorecard as JSON. */
public final class JsonReport {
    private JsonReport() {}

    /** The whole of it: lines of properties and zoo, reasons, and the shortest failures with their steps. */
    public static String of(Scorecard card) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeStringField("daemon", card.daemon());
            json.writeStringField("version", card.version());
            json.writeStringField("remark", card.remark());
            json.writeNumberField("tried", card.played());
            lines(json, "properties", card.properties());
            lines(json, "zoo", card.zoo());
            json.writeObjectFieldStart("leftOut");
            for (Map.Entry<String, Integer> e : card.left().entrySet()) {
                json.writeNumberField(e.getKey(), e.getValue());
            }
            json.writeEndObject();
            json.writeArrayFieldStart("failures");
            for (Failure failure : card.shortest()) {
                failure(json, failure);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text + "\n";
    }

    private static void lines(JsonGenerator json, String name, List<Scorecard.Line> lines) throws IOException {
        json.writeArrayFieldStart(name);
        for (Scorecard.Line line : lines) {
            json.writeStartObject();
            json.writeStringField("id", line.id());
            json.writeStringField("mark", line.mark().word());
            json.writeNumberField("passed", line.passed());
            json.writeNumberField("failed", line.failed());
            if (!line.why().isEmpty()) {
                json.writeStringField("why", line.why());
            }
            if (line.shortest().isPresent()) {
                json.writeStringField("shortest", line.shortest().get().trial());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void failure(JsonGenerator json, Failure failure) throws IOException {
        json.writeStartObject();
        json.writeStringField("property", failure.property().name());
        json.writeStringField("trial", failure.trial());
        if (failure.end().isPresent()) {
            json.writeStringField("end", Failure.ending(failure.end().get()));
        }
        json.writeArrayFieldStart("steps");
        for (Exchange e : failure.exchanges()) {
            json.writeStartObject();
            json.writeStringField(e.actor().name().toLowerCase(Locale.ROOT), e.says());
            if (e.wrong()) {
                json.writeStringField("mustBe", e.note());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
