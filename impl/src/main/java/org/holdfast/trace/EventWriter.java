package org.holdfast.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Turns an event record into a line of JSON: its class name becomes "event", its components become members of the same
 * names. Numbers and booleans stay what they are, byte arrays are names in ISO 8859-1, an empty Optional is left out,
 * everything else is written as text. Not thread-safe.
 */
final class EventWriter {
    private final JsonFactory factory = new JsonFactory();
    private final Map<Class<?>, RecordComponent[]> components = new HashMap<>();

    /** Appends the line. */
    void write(ByteArrayOutputStream out, long nanos, String thread, Event event) {
        try (JsonGenerator json = factory.createGenerator(out)) {
            json.setRootValueSeparator(new SerializedString(""));
            json.writeStartObject();
            json.writeNumberField("t", nanos);
            json.writeStringField("thread", thread);
            json.writeStringField("event", event.getClass().getSimpleName());
            for (RecordComponent component : componentsOf(event)) {
                writeMember(json, component.getName(), component.getAccessor().invoke(event));
            }
            json.writeEndObject();
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read the components of " + event.getClass(), e);
        }
    }

    private RecordComponent[] componentsOf(Event event) {
        return components.computeIfAbsent(event.getClass(), type -> {
            RecordComponent[] found = type.getRecordComponents();
            for (RecordComponent component : found) {
                component.getAccessor().setAccessible(true);
            }
            return found;
        });
    }

    private static void writeMember(JsonGenerator json, String name, Object value) throws IOException {
        if (value instanceof Optional<?> optional) {
            if (optional.isPresent()) {
                writeMember(json, name, optional.get());
            }
        } else if (value instanceof Long || value instanceof Integer || value instanceof Short) {
            json.writeNumberField(name, ((Number) value).longValue());
        } else if (value instanceof Boolean flag) {
            json.writeBooleanField(name, flag);
        } else if (value instanceof byte[] bytes) {
            json.writeStringField(name, new String(bytes, StandardCharsets.ISO_8859_1));
        } else if (value != null) {
            json.writeStringField(name, value.toString());
        }
    }
}
