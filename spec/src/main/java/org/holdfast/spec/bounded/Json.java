package org.holdfast.spec.bounded;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON text as maps, lists, strings, integers and booleans: as much of it as models.json needs. */
final class Json {
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** The object that the text is; an IllegalArgumentException with the place where it is not. */
    static Map<?, ?> read(String text) {
        return new Json(text).value() instanceof Map<?, ?> map ? map : Map.of();
    }

    private Object value() {
        char c = peek();
        if (c == '{') {
            Map<String, Object> map = new LinkedHashMap<>();
            at++;
            while (!closes('}')) {
                String key = string();
                expect(':');
                map.put(key, value());
            }
            return map;
        }
        if (c == '[') {
            List<Object> list = new ArrayList<>();
            at++;
            while (!closes(']')) {
                list.add(value());
            }
            return list;
        }
        return c == '"' ? string() : word();
    }

    /** Whether the collection ends here; steps over its end or over a comma. */
    private boolean closes(char end) {
        char c = peek();
        if (c == end || c == ',') {
            at++;
        }
        return c == end;
    }

    private String string() {
        expect('"');
        int end = text.indexOf('"', at);
        if (end < 0 || text.substring(at, end).indexOf('\\') >= 0) {
            throw wrong("a string without escapes");
        }
        String s = text.substring(at, end);
        at = end + 1;
        return s;
    }

    private Object word() {
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '-')) {
            at++;
        }
        String word = text.substring(start, at);
        if (word.equals("true") || word.equals("false")) {
            return word.equals("true");
        }
        try {
            return Integer.parseInt(word);
        } catch (NumberFormatException e) {
            throw wrong("a value");
        }
    }

    private void expect(char c) {
        if (peek() != c) {
            throw wrong("'" + c + "'");
        }
        at++;
    }

    private char peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            throw wrong("more");
        }
        return text.charAt(at);
    }

    private IllegalArgumentException wrong(String wanted) {
        long line = text.substring(0, Math.min(at, text.length())).lines().count();
        return new IllegalArgumentException("models.json, line " + line + ": expected " + wanted);
    }
}
