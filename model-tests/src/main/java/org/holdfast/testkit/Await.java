package org.holdfast.testkit;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for what comes about by itself, with a limit and without guessing how long it takes. */
public final class Await {
    private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(10);
    private static final long STEP_MILLIS = 20;

    private Await() {}

    public static void until(String what, BooleanSupplier holds) {
        until(what, DEFAULT_LIMIT, holds, () -> "");
    }

    /** Waits until it holds; past the limit that is a failure saying what was awaited and how things stand. */
    public static void until(String what, Duration limit, BooleanSupplier holds, Supplier<String> state) {
        long end = System.nanoTime() + limit.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + limit.toSeconds() + " s: " + what + ". " + state.get());
            }
            pause(Duration.ofMillis(STEP_MILLIS));
        }
    }

    public static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
