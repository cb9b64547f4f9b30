package org.holdfast.conform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Pieces of HTML from a resource, in which {{word}} stands for a text and {{{word}}} for HTML made from another piece. */
public final class Template {
    private static final Pattern PIECE =
            Pattern.compile("<!-- piece (\\w+) -->\n(.*?)(?=<!-- piece |\\z)", Pattern.DOTALL);
    private static final Pattern FIELD = Pattern.compile("\\{\\{(\\{?)(\\w+)}}}?");

    private final Map<String, String> pieces = new HashMap<>();

    private Template(String text) {
        Matcher piece = PIECE.matcher(text);
        while (piece.find()) {
            pieces.put(piece.group(1), piece.group(2));
        }
    }

    /** The pieces of a resource, beside this class if its name has no slash in front; each begins with {@code <!-- piece name -->} on a line of its own. */
    public static Template of(String resource) {
        try (InputStream in = Template.class.getResourceAsStream(resource)) {
            return new Template(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A piece with its fields filled in: each must be there. */
    public String fill(String piece, Map<String, ?> values) {
        return FIELD.matcher(pieces.get(piece)).replaceAll(field -> {
            Object value = values.get(field.group(2));
            if (value == null) {
                throw new IllegalArgumentException("piece " + piece + " wants " + field.group(2));
            }
            return Matcher.quoteReplacement(field.group(1).isEmpty() ? escape(value.toString()) : value.toString());
        });
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
