package org.holdfast.verify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.holdfast.trace.Event;

/** A file that {@code mount --trace} wrote: reads the lines back into events. */
public final class TraceFile implements AutoCloseable {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Map<String, Kind> KINDS = Arrays.stream(Event.class.getPermittedSubclasses())
            .collect(Collectors.toMap(Class::getSimpleName, Kind::of));

    private final Path file;
    private final BufferedReader lines;
    private long number;

    /** An event's constructor, and its components in order. */
    private record Kind(Constructor<?> constructor, RecordComponent[] components) {
        static Kind of(Class<?> type) {
            RecordComponent[] components = type.getRecordComponents();
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            try {
                return new Kind(type.getDeclaredConstructor(types), components);
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(e);
            }
        }

        Event event(Map<String, Object> members) throws IOException {
            Object[] values = new Object[components.length];
            for (int i = 0; i < values.length; i++) {
                Object value = members.get(components[i].getName());
                if (value == null) {
                    throw new IOException("no member " + components[i].getName());
                }
                values[i] = components[i].getType() == int.class && value instanceof Long l
                        ? (Object) Math.toIntExact(l)
                        : value;
            }
            try {
                return (Event) constructor.newInstance(values);
            } catch (ReflectiveOperationException | IllegalArgumentException e) {
                throw new IOException("members of the wrong type", e);
            }
        }
    }

    /** Begins at the file's first line. */
    public TraceFile(Path file) throws IOException {
        this.file = file;
        lines = Files.newBufferedReader(file, StandardCharsets.UTF_8);
    }

    /** The next line, null at the end; an IOException with the line's number if it tells of no event. */
    public TraceLine next() throws IOException {
        String text = lines.readLine();
        if (text == null) {
            return null;
        }
        number++;
        try {
            return read(number, text);
        } catch (IOException e) {
            throw new IOException(file + ", line " + number + ": no event: " + e.getMessage(), e);
        }
    }

    static TraceLine read(long number, String text) throws IOException {
        Map<String, Object> members = new HashMap<>();
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("not an object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                members.put(
                        name,
                        value == JsonToken.VALUE_NUMBER_INT
                                ? (Object) json.getLongValue()
                                : value.isBoolean() ? (Object) json.getBooleanValue() : json.getText());
            }
        } catch (JsonParseException e) {
            throw new IOException(e.getOriginalMessage(), e);
        }
        Kind kind = KINDS.get(String.valueOf(members.get("event")));
        if (kind == null) {
            throw new IOException("unknown event " + members.get("event"));
        }
        return new TraceLine(number, String.valueOf(members.get("thread")), kind.event(members));
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
