package org.holdfast.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.holdfast.trace.Event;
import org.holdfast.trace.JsonLinesTracer;
import org.holdfast.trace.TraceVerifier;
import org.holdfast.trace.Tracer;
import org.holdfast.trace.Verified;

/**
 * Checks the events of a running daemon on a thread of its own, not far behind: threads that record wait when too much is
 * queued. The same thread writes the trace. After a divergence nothing is recorded any more.
 */
final class LockStep implements Tracer {
    private static final System.Logger LOG = System.getLogger("holdfast");
    private static final int MOST_QUEUED = 1 << 16;
    private static final int BATCH = 1 << 10;

    /** {@code mount --verify} finds it. */
    public static final class Service implements TraceVerifier {
        @Override
        public Tracer start(Optional<Path> trace, Runnable diverged) throws IOException {
            Path file = trace.isPresent() ? trace.get() : Files.createTempFile("holdfast-verify-", ".trace");
            LockStep step = new LockStep(file, trace.isEmpty(), diverged);
            step.thread.setDaemon(true);
            step.thread.start();
            return step;
        }
    }

    private record Recorded(long nanos, String thread, Event event) {}

    private static final Recorded END = new Recorded(0, "", null);

    private final Path file;
    private final boolean temporary;
    private final Runnable diverged;
    private final JsonLinesTracer trace;
    private final BlockingQueue<Recorded> queue = new ArrayBlockingQueue<>(MOST_QUEUED);
    private final Checker checker = new Checker();
    private final Thread thread = new Thread(this::work, "holdfast-verify");
    private volatile Thread teller;
    private volatile long events;
    private volatile Divergence divergence;

    private LockStep(Path file, boolean temporary, Runnable diverged) throws IOException {
        this.file = file;
        this.temporary = temporary;
        this.diverged = diverged;
        trace = JsonLinesTracer.to(file);
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public void record(Event event) {
        if (divergence == null) {
            put(new Recorded(System.nanoTime(), Thread.currentThread().getName(), event));
        }
    }

    /** What is queued after a divergence is taken and thrown away, so that nobody waits for ever. */
    private void put(Recorded recorded) {
        try {
            queue.put(recorded);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        List<Recorded> batch = new ArrayList<>(BATCH);
        try {
            while (true) {
                batch.add(queue.take());
                queue.drainTo(batch, BATCH - 1);
                for (Recorded next : batch) {
                    if (next == END) {
                        end();
                        return;
                    }
                    take(next);
                }
                batch.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(Recorded next) {
        if (divergence != null) {
            return;
        }
        trace.record(next.nanos(), next.thread(), next.event());
        Optional<Divergence> found = checker.take(new TraceLine(events + 1, next.thread(), next.event()));
        if (found.isPresent()) {
            diverge(found.get());
        } else {
            events++;
        }
    }

    private void end() {
        if (divergence != null) {
            return;
        }
        Optional<Divergence> found = checker.end();
        if (found.isPresent()) {
            diverge(found.get());
            return;
        }
        trace.close();
        if (temporary) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "the trace " + file + " stays: " + e.getMessage());
            }
        }
    }

    /** Tells in a thread of its own: to find what matters takes a while, and meanwhile the queue must not fill. */
    private void diverge(Divergence found) {
        divergence = found;
        trace.close();
        teller = new Thread(() -> tell(found), "holdfast-divergence");
        teller.start();
    }

    private void tell(Divergence found) {
        try {
            Verification again = Verification.of(file);
            Path shortest = file.resolveSibling(file.getFileName() + ".shortest");
            again.write(shortest);
            LOG.log(
                    System.Logger.Level.ERROR,
                    "what the daemon did is not what the specification allows\n" + again.text()
                            + "the trace up to there is in " + file + ", the "
                            + again.shortest().size()
                            + " lines that matter in " + shortest
                            + "; ./holdfast trace verify shows them again; no event is checked from here on");
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "what the daemon did is not what the specification allows\n" + found.text() + "\nthe trace is in "
                            + file + "; what matters of it could not be found: " + e);
        } finally {
            diverged.run();
        }
    }

    @Override
    public Optional<Verified> verified() {
        return Optional.of(new Verified(
                events, Optional.ofNullable(divergence).map(d -> d.text().replace('\n', ' '))));
    }

    @Override
    public void close() {
        put(END);
        try {
            thread.join();
            if (teller != null) {
                teller.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
