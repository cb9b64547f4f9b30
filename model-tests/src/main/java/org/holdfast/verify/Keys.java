package org.holdfast.verify;

import java.lang.reflect.RecordComponent;
import org.holdfast.trace.Event;

/** The numbers in an event, by the names of its components. */
final class Keys {
    /** Says that an event has no such number. */
    static final long NONE = -1;

    private static final ClassValue<Columns> COLUMNS = new ClassValue<>() {
        @Override
        protected Columns computeValue(Class<?> type) {
            return new Columns(component(type, "request"), component(type, "nodeid"), component(type, "parent"));
        }
    };

    private record Columns(RecordComponent request, RecordComponent nodeid, RecordComponent parent) {}

    private Keys() {}

    /** The request's unique number. */
    static long request(Event e) {
        return number(e, COLUMNS.get(e.getClass()).request());
    }

    /** The node that the event is about; of one that is about a name the directory. */
    static long nodeid(Event e) {
        Columns of = COLUMNS.get(e.getClass());
        return number(e, of.nodeid() != null ? of.nodeid() : of.parent());
    }

    private static long number(Event e, RecordComponent component) {
        try {
            return component == null ? NONE : (long) component.getAccessor().invoke(e);
        } catch (ReflectiveOperationException failed) {
            throw new IllegalStateException("cannot read " + component + " of " + e, failed);
        }
    }

    private static RecordComponent component(Class<?> type, String name) {
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getName().equals(name)) {
                return component;
            }
        }
        return null;
    }
}
