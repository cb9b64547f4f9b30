package org.holdfast.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One JSON object, read as a whole, with typed access to its members. */
final class Json {
    private final Map<String, Object> members;

    private Json(Map<String, Object> members) {
        this.members = members;
    }

    /** Reads one object. */
    static Json parse(byte[] text) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the daemon did not answer with its status");
            }
            return new Json(object(parser));
        }
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            members.put(name, value(parser));
        }
        return members;
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_NUMBER_INT -> parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
            default -> parser.getText();
        };
    }

    private static List<Object> array(JsonParser parser) throws IOException {
        List<Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser));
        }
        return items;
    }

    String text(String name) {
        return String.valueOf(members.get(name));
    }

    /** A number; 0 when there is no such member. */
    long number(String name) {
        return members.get(name) instanceof Number number ? number.longValue() : 0;
    }

    /** A number with a fraction; 0 when there is no such member. */
    double fraction(String name) {
        return members.get(name) instanceof Number number ? number.doubleValue() : 0;
    }

    /** An inner object; empty when there is no such member. */
    Json object(String name) {
        Map<String, Object> inner = new LinkedHashMap<>();
        if (members.get(name) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> inner.put(String.valueOf(key), value));
        }
        return new Json(inner);
    }

    /** The names of all members, in the order in which they came. */
    Iterable<String> names() {
        return members.keySet();
    }

    boolean isEmpty() {
        return members.isEmpty();
    }
}
