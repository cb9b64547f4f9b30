package org.holdfast.trace;

import java.util.Optional;

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

    /** What has come of checking the events; empty if nobody checks them. May be asked by any thread. */
    default Optional<Verified> verified() {
        return Optional.empty();
    }

    /** Takes one event; may be called by any thread, holding the lock that orders the event. */
    void record(Event event);

    /** A thread is about to release a node's work link: called under no lock, so that a test can hold the thread there. */
    default void releasing(long nodeid) {}

    @Override
    void close();
}
