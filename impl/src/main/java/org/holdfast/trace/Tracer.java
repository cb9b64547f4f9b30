package org.holdfast.trace;

/**
 * Receives the lifecycle events of a mount. The code that reports an event asks {@link #isOn} first, so that a mount
 * without a trace makes no event objects.
 */
public interface Tracer extends AutoCloseable {
    /** Receives nothing. */
    Tracer OFF = new Tracer() {
        @Override
        public boolean isOn() {
            return false;
        }

        @Override
        public void record(Event event) {}

        @Override
        public void close() {}
    };

    /** Whether events are wanted; constant for the life of the tracer. */
    boolean isOn();

    /** Takes one event; may be called by any thread, holding the lock that orders the event. */
    void record(Event event);

    @Override
    void close();
}
