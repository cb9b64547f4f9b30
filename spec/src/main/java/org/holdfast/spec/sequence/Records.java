package org.holdfast.spec.sequence;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Records of any type by the names of their components: a new action or bound needs nothing new here. */
final class Records {
    private static final ClassValue<RecordComponent[]> COMPONENTS = new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
            RecordComponent[] all = type.getRecordComponents();
            Arrays.stream(all).forEach(c -> c.getAccessor().setAccessible(true));
            return all;
        }
    };

    private Records() {}

    /** The components of a record type. */
    static RecordComponent[] components(Class<?> type) {
        return COMPONENTS.get(type);
    }

    /** The value of the component of that name, null if there is none. */
    static Object value(Object record, String name) {
        for (RecordComponent c : components(record.getClass())) {
            if (c.getName().equals(name)) {
                return value(record, c);
            }
        }
        return null;
    }

    /** The values of a record by name, in the order of its components. */
    static Map<String, Object> values(Object record) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (RecordComponent c : components(record.getClass())) {
            values.put(c.getName(), value(record, c));
        }
        return values;
    }

    /** The values without their names, those of records within them as well. */
    static String words(Object value) {
        if (value instanceof Record) {
            return values(value).values().stream().map(Records::words).collect(Collectors.joining(" "));
        }
        return value instanceof Enum<?> e ? e.name().toLowerCase(Locale.ROOT) : value.toString();
    }

    private static Object value(Object record, RecordComponent c) {
        try {
            return c.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(record.toString(), e);
        }
    }

    /** The record with these values, in the order of its components. */
    static <T> T of(Class<T> type, Object[] values) {
        Class<?>[] types =
                Arrays.stream(components(type)).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("no " + type.getSimpleName() + " of " + Arrays.toString(values), e);
        }
    }
}
