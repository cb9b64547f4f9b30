package org.holdfast.spec.sequence;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.holdfast.spec.Model;
import org.holdfast.spec.Rule;

/** The bounds of a model as text: {@code names=a,b policy=link ...}, a word for each component of {@link Model}. */
final class Bounds {
    private static final Map<Type, Function<String, Object>> SCALARS = Map.of(
            int.class, Integer::valueOf,
            Integer.class, Integer::valueOf,
            boolean.class, Bounds::truth,
            String.class, word -> word,
            Rule.class, Rule::valueOf);

    private Bounds() {}

    /** The text, in the order of the components. */
    static String text(Model m) {
        return Records.values(m).entrySet().stream()
                .map(e -> e.getKey() + "=" + text(e.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String text(Object value) {
        if (!(value instanceof Collection<?> many)) {
            return value.toString();
        }
        Stream<String> words = many.stream().map(Object::toString);
        return (many instanceof Set ? words.sorted() : words).collect(Collectors.joining(","));
    }

    /** The model with these bounds; an IllegalArgumentException if one is missing, unknown or not of its type. */
    static Model model(String text) {
        Map<String, String> words = new LinkedHashMap<>();
        for (String word : text.split(" +")) {
            int at = word.indexOf('=');
            if (at < 0 || words.put(word.substring(0, at), word.substring(at + 1)) != null) {
                throw new IllegalArgumentException("no bound, or one given twice: " + word);
            }
        }
        RecordComponent[] components = Records.components(Model.class);
        Object[] values = Arrays.stream(components).map(c -> value(c, words)).toArray();
        if (!words.isEmpty()) {
            throw new IllegalArgumentException("no bounds of a model: " + words.keySet());
        }
        return Records.of(Model.class, values);
    }

    private static Object value(RecordComponent c, Map<String, String> words) {
        String text = words.remove(c.getName());
        if (text == null) {
            throw new IllegalArgumentException("the bound " + c.getName() + " is missing");
        }
        try {
            if (!(c.getGenericType() instanceof ParameterizedType many)) {
                return scalar(c.getGenericType(), text);
            }
            List<Object> all = Arrays.stream(text.split(","))
                    .filter(word -> !word.isEmpty())
                    .map(word -> scalar(many.getActualTypeArguments()[0], word))
                    .toList();
            return many.getRawType() == Set.class ? Set.copyOf(all) : all;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the bound " + c.getName() + " cannot be " + text, e);
        }
    }

    private static Object scalar(Type type, String word) {
        return Objects.requireNonNull(SCALARS.get(type), type::toString).apply(word);
    }

    private static Boolean truth(String word) {
        if (!word.equals("true") && !word.equals("false")) {
            throw new IllegalArgumentException(word);
        }
        return Boolean.valueOf(word);
    }
}
