package org.holdfast.tools;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** Makes Ctrl-C an interrupt of the thread at work, which has a few seconds to come to its end. */
public final class Interrupts {
    private static final int PATIENCE = 5; // seconds

    private Interrupts() {}

    /** Does the work. */
    public static int during(IntSupplier work) {
        Thread worker = Thread.currentThread();
        CountDownLatch done = new CountDownLatch(1);
        Thread atExit = new Thread(() -> {
            worker.interrupt();
            try {
                done.await(PATIENCE, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            return work.getAsInt();
        } finally {
            done.countDown();
            try {
                Runtime.getRuntime().removeShutdownHook(atExit);
            } catch (IllegalStateException e) {
                Thread.interrupted(); // it is that which has interrupted
            }
        }
    }
}
