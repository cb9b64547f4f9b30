package org.holdfast.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Threads that do numbered tasks together; the one that asks for them helps. */
final class Crew implements AutoCloseable {
    private final int threads;
    private final ExecutorService others;

    /** A crew of so many threads, the caller's among them. */
    Crew(int threads) {
        this.threads = threads;
        others = Executors.newCachedThreadPool(task -> {
            Thread t = new Thread(task, "explorer");
            t.setDaemon(true);
            return t;
        });
    }

    int threads() {
        return threads;
    }

    /** Does the tasks 0 to n - 1, each once, and returns when all are done. */
    void each(int n, IntConsumer task) {
        AtomicInteger next = new AtomicInteger();
        Runnable work = () -> {
            for (int i = next.getAndIncrement(); i < n; i = next.getAndIncrement()) {
                task.accept(i);
            }
        };
        List<CompletableFuture<Void>> helpers = new ArrayList<>();
        for (int i = 1; i < Math.min(threads, n); i++) {
            helpers.add(CompletableFuture.runAsync(work, others));
        }
        try {
            work.run();
        } finally {
            helpers.forEach(CompletableFuture::join);
        }
    }

    @Override
    public void close() {
        others.shutdown();
    }
}
