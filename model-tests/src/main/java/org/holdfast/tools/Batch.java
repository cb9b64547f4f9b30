package org.holdfast.tools;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.holdfast.spec.bounded.ModelFile;

/** Models that are checked a few at a time, the longest first: nothing long is left over for one processor at the end. */
final class Batch {
    /** About how much longer it takes to visit a state if liveness is checked as well. */
    private static final int LIVE = 3;

    private Batch() {}

    /** What is done with each model. */
    interface Check {
        /** May run at the same time as the check of another one. */
        void check(ModelFile.Entry e) throws IOException, InterruptedException;
    }

    /** Checks all of them. After the first failure no other one is begun, and it is thrown when those at work are done. */
    static void run(List<ModelFile.Entry> models, int atATime, Check check) throws IOException, InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(atATime);
        try {
            CompletionService<Void> checks = new ExecutorCompletionService<>(pool);
            for (ModelFile.Entry e : longestFirst(models)) {
                checks.submit(() -> {
                    check.check(e);
                    return null;
                });
            }
            for (int i = 0; i < models.size(); i++) {
                checks.take().get();
            }
        } catch (ExecutionException e) {
            rethrow(e.getCause());
        } finally {
            pool.shutdownNow();
            pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        }
    }

    private static void rethrow(Throwable t) throws IOException, InterruptedException {
        if (t instanceof IOException e) {
            throw e;
        }
        if (t instanceof InterruptedException e) {
            throw e;
        }
        throw new IllegalStateException(t);
    }

    static List<ModelFile.Entry> longestFirst(List<ModelFile.Entry> models) {
        return models.stream()
                .sorted(Comparator.comparingLong(Batch::work).reversed())
                .toList();
    }

    /** How long it takes, in no unit: by the states that it has, or the length of the counterexample. */
    private static long work(ModelFile.Entry e) {
        return e.holds()
                ? (long) e.states() * (e.isLive() ? LIVE : 1)
                : e.depth().orElse(0);
    }
}
