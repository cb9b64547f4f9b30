package org.holdfast.mount;

import java.time.Duration;
import org.holdfast.testkit.Await;
import org.holdfast.testkit.DaemonProcess;

/** Counts the daemon's descriptors again and again while something else is done, and keeps the largest number. */
final class FdSampler implements AutoCloseable {
    private static final Duration STEP = Duration.ofMillis(20);

    private final DaemonProcess daemon;
    private final Thread thread = new Thread(this::sample, "fd-sampler");
    private volatile boolean running = true;
    private volatile int largest;
    private volatile int samples;

    FdSampler(DaemonProcess daemon) {
        this.daemon = daemon;
        thread.setDaemon(true);
        thread.start();
    }

    private void sample() {
        while (running) {
            largest = Math.max(largest, daemon.fds());
            samples++;
            Await.pause(STEP);
        }
    }

    int largest() {
        return largest;
    }

    int samples() {
        return samples;
    }

    @Override
    public void close() {
        running = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
