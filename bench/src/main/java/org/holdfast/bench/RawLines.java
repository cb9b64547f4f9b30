package org.holdfast.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.function.Consumer;

/** Writes each sample as a line of JSON when it is there: every number of a report can be computed from these. */
final class RawLines implements Consumer<Sample>, AutoCloseable {
    private static final JsonFactory JSON = new JsonFactory();

    private final Writer out;

    RawLines(Writer out) {
        this.out = out;
    }

    @Override
    public void accept(Sample s) {
        try {
            JsonGenerator json = JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            json.writeStringField("fs", s.setting().fs().word());
            json.writeNumberField("clients", s.setting().clients());
            json.writeBooleanField("pinned", s.setting().pinned());
            json.writeNumberField("round", s.round());
            json.writeStringField("phase", s.phase().word());
            json.writeStringField("subject", s.subject());
            if (s.outcome().isGood()) {
                json.writeNumberField("steps", s.outcome().steps());
                json.writeNumberField("bytes", s.outcome().bytes());
                json.writeNumberField("seconds", s.outcome().seconds());
                json.writeNumberField("daemonSeconds", s.outcome().daemonSeconds());
                json.writeFieldName("nanos");
                json.writeArray(s.outcome().took(), 0, s.outcome().took().length);
            } else {
                json.writeStringField("error", s.outcome().error());
            }
            json.writeEndObject();
            json.close();
            out.write('\n');
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
