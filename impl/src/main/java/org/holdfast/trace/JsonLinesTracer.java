package org.holdfast.trace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes each event as one line of JSON, in the order in which {@link #record} was called:
 * {@code {"t":…,"thread":"holdfast-0","event":"Release","nodeid":5}}, t in nanoseconds of the monotonic clock.
 *
 * <p>Lines are collected in memory and written by a thread of their own, at least every second, so that the file's disk
 * does not slow down serving. When it cannot be written (a full disk) the trace ends there, with one line in the log;
 * the file then ends at the end of a write and may miss the end of its last line.
 */
public final class JsonLinesTracer implements Tracer {
    private static final int WRITE_AT_BYTES = 1 << 16;
    /** Writers wait for the disk when this much is pending, rather than lose events. */
    private static final int MOST_PENDING_BYTES = 8 << 20;

    private static final long FLUSH_MILLIS = 1000;

    private final Path file;
    private final OutputStream out;
    private final EventWriter writer = new EventWriter();
    private final Thread flusher = new Thread(this::flushUntilClosed, "holdfast-trace");
    private ByteArrayOutputStream pending = new ByteArrayOutputStream(WRITE_AT_BYTES);
    private boolean closed;
    private volatile boolean broken;

    private JsonLinesTracer(Path file, OutputStream out) {
        this.file = file;
        this.out = out;
    }

    /** Starts a trace in {@code file}, which is replaced. */
    public static JsonLinesTracer to(Path file) throws IOException {
        JsonLinesTracer tracer = new JsonLinesTracer(file, Files.newOutputStream(file));
        tracer.flusher.setDaemon(true);
        tracer.flusher.start();
        return tracer;
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public void record(Event event) {
        record(System.nanoTime(), Thread.currentThread().getName(), event);
    }

    /** Takes an event that another thread recorded, at a time of the monotonic clock in nanoseconds. */
    public void record(long now, String thread, Event event) {
        if (broken) {
            return;
        }
        synchronized (this) {
            while (pending.size() >= MOST_PENDING_BYTES && !broken && !closed) {
                waitHere(FLUSH_MILLIS);
            }
            if (broken || closed) {
                return;
            }
            writer.write(pending, now, thread, event);
            if (pending.size() >= WRITE_AT_BYTES) {
                notifyAll();
            }
        }
    }

    private void flushUntilClosed() {
        ByteArrayOutputStream spare = new ByteArrayOutputStream(WRITE_AT_BYTES);
        boolean last = false;
        while (!last) {
            ByteArrayOutputStream full;
            synchronized (this) {
                if (pending.size() < WRITE_AT_BYTES && !closed) {
                    waitHere(FLUSH_MILLIS);
                }
                last = closed;
                full = pending;
                pending = spare;
                notifyAll();
            }
            writeOut(full);
            full.reset();
            spare = full;
        }
    }

    private void writeOut(ByteArrayOutputStream lines) {
        if (broken) {
            return;
        }
        try {
            lines.writeTo(out);
        } catch (IOException e) {
            broken = true;
            System.getLogger("org.holdfast.trace")
                    .log(System.Logger.Level.WARNING, "the trace in " + file + " ends here: " + e.getMessage());
        }
    }

    /** Only called with the lock, in a loop or where waking too early does no harm. */
    private void waitHere(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            broken = true;
        }
    }

    /** Writes what is pending; later events are ignored. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            flusher.join();
            out.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            System.getLogger("org.holdfast.trace")
                    .log(System.Logger.Level.WARNING, "closing the trace " + file + ": " + e.getMessage());
        }
    }
}
