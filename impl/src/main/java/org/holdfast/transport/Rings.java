package org.holdfast.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.holdfast.os.Cpus;
import org.holdfast.os.EnvironmentException;
import org.holdfast.os.Errno;
import org.holdfast.os.Sys;

/**
 * The rings of a mount (FUSE over io_uring, Linux 6.14; Documentation/filesystems/fuse/fuse-io-uring.rst), and what became
 * of them.
 *
 * <p>The kernel has a queue for each CPU that may ever run, and puts a request into that of the CPU on which it arises. It
 * begins when every queue has an entry. Each CPU that runs has threads of its own, pinned to it, so that a request is
 * served where its caller waits. They are several, and each has a ring with one entry: a thread that waits for the disk
 * then holds nothing but its own request, and the kernel gives the next one to another thread, without a hand-over in the
 * daemon. Only when all threads of a CPU wait at once do later requests from that CPU wait too. The kernel prefers the thread
 * that was served last, so the others cost nothing while they are not needed. The CPUs that do not run now share one
 * thread.
 *
 * <p>Everything is made before INIT is answered: from a daemon that has agreed to rings the kernel waits for them.
 */
public final class Rings {
    private static final Path PARAMETER = Path.of("/sys/module/fuse/parameters/enable_uring");
    /** Threads for each CPU: as many as the mount has workers, but not more than these, nor more than these in all. */
    private static final int MOST_EACH = 4;

    private static final int MOST_THREADS = 64;
    /** Where there are many CPUs. */
    private static final int LEAST_EACH = 2;

    private final List<ThreadRing> threads;
    private final String reason;
    private final AtomicIntegerArray registered;
    private final CountDownLatch decision = new CountDownLatch(1);
    private volatile boolean agreed;
    private volatile int refusal;

    private Rings(List<ThreadRing> threads, int queues, String reason) {
        this.threads = threads;
        this.reason = reason;
        registered = new AtomicIntegerArray(queues);
    }

    /** No rings, because of {@code reason}. */
    public static Rings none(String reason) {
        return new Rings(List.of(), 0, reason);
    }

    /**
     * Makes rings for as many threads for each CPU as {@code workers} and the number of CPUs suggest.
     *
     * @throws EnvironmentException when there can be none, with the reason; nothing is left behind then
     */
    public static Rings open(Sys sys, int workers) {
        requireParameter();
        int queues = Cpus.possible().cardinality();
        BitSet online = Cpus.online();
        BitSet allowed = Cpus.allowed(sys);
        BitSet idle = new BitSet();
        idle.set(0, queues);
        idle.andNot(online);
        int each = Math.min(workers, Math.max(LEAST_EACH, Math.min(MOST_EACH, MOST_THREADS / queues)));
        List<ThreadRing> threads = new ArrayList<>();
        try {
            for (int cpu = online.nextSetBit(0); cpu >= 0 && cpu < queues; cpu = online.nextSetBit(cpu + 1)) {
                BitSet own = new BitSet();
                own.set(cpu);
                for (int i = 0; i < each; i++) {
                    threads.add(new ThreadRing(sys, own, allowed.get(cpu) ? own : new BitSet()));
                }
            }
            if (!idle.isEmpty()) {
                threads.add(new ThreadRing(sys, idle, new BitSet()));
            }
        } catch (EnvironmentException e) {
            threads.forEach(ThreadRing::close);
            throw e;
        }
        return new Rings(threads, queues, "");
    }

    private static void requireParameter() {
        try {
            String value = Files.readString(PARAMETER).strip();
            if (!value.equals("Y")) {
                throw new EnvironmentException(PARAMETER + " is " + value + "; root can write Y to it");
            }
        } catch (IOException e) {
            throw new EnvironmentException("there is no " + PARAMETER + ": FUSE over io_uring needs Linux 6.14");
        }
    }

    List<ThreadRing> threads() {
        return threads;
    }

    /** Whether there are rings to agree on. */
    boolean areReady() {
        return !threads.isEmpty();
    }

    /** The reply to INIT is written, and says whether rings are used; or there will be none. Only the first call counts. */
    void decide(boolean uses) {
        if (decision.getCount() > 0) {
            agreed = uses;
            decision.countDown();
        }
    }

    /** Waits until it is decided whether rings are used. */
    boolean awaitDecision() {
        try {
            decision.await();
            return agreed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The kernel has taken an entry of {@code queue}. */
    void registered(int queue) {
        registered.incrementAndGet(queue);
    }

    /** The kernel has refused an entry. */
    void refused(int errno) {
        refusal = errno;
    }

    /** Whether requests come through the rings. */
    boolean run() {
        for (int queue = 0; queue < registered.length(); queue++) {
            if (registered.get(queue) == 0) {
                return false;
            }
        }
        return registered.length() > 0;
    }

    /** Why requests come through the rings, or why not. */
    String reason() {
        if (run()) {
            return registered.length() + " queues, " + threads.size() + " threads";
        }
        if (threads.isEmpty()) {
            return reason;
        }
        if (refusal != 0) {
            return "the kernel refused a queue: " + Errno.describe(refusal);
        }
        return decision.getCount() > 0 || agreed ? "not yet ready" : "the kernel does not offer it";
    }

    /** Every thread must have ended. */
    void close() {
        threads.forEach(ThreadRing::close);
    }
}
