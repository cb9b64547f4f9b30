package org.holdfast.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.holdfast.fuse.RequestHandler;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.Sys;

/**
 * Serves a mount through /dev/fuse with several threads ("holdfast-0", …), each with a descriptor, a buffer for requests
 * and a buffer for replies of its own: one blocking read and one write for each request, nothing allocated.
 *
 * <p>The descriptors are clones of the mount's (FUSE_DEV_IOC_CLONE), so that the kernel keeps the requests that each
 * thread has taken apart; where /dev/fuse may not be opened again all threads share one.
 */
public final class DevFuse {
    /** {@code _IOR(229, 0, uint32_t)}, linux/fuse.h. */
    private static final long FUSE_DEV_IOC_CLONE = 0x8004e500L;

    private static final long POLL_MILLIS = 1;

    private final Sys sys;
    private final List<DevFuseWorker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Integer> descriptors = new ArrayList<>();
    private final Session session = new Session();

    /** What the threads of one transport share. */
    static final class Session {
        /** Set by the reply to INIT: SETXATTR has 16 bytes of arguments. */
        volatile boolean extendedSetxattr;
        /** No thread begins with a new request any more. */
        volatile boolean stopping;
    }

    private DevFuse(Sys sys) {
        this.sys = sys;
    }

    /**
     * Starts {@code count} threads on the mount's descriptor {@code fd}. Each calls {@code handlers} once, on itself,
     * before its first request; when one of these calls throws, its exception is thrown here and nothing is served.
     */
    public static DevFuse serve(Sys sys, int fd, int count, Supplier<RequestHandler> handlers, Metrics metrics) {
        DevFuse transport = new DevFuse(sys);
        CountDownLatch ready = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            int own = i == 0 ? fd : transport.cloneOf(fd);
            if (i == 0 || own != fd) {
                transport.descriptors.add(own);
            }
            DevFuseWorker worker =
                    new DevFuseWorker(sys, own, handlers, metrics.forWorker(), transport.session, ready::countDown);
            Thread thread = new Thread(worker, "holdfast-" + i);
            thread.setDaemon(true);
            transport.workers.add(worker);
            transport.threads.add(thread);
        }
        transport.threads.forEach(Thread::start);
        transport.awaitReady(ready);
        return transport;
    }

    private int cloneOf(int fd) {
        int clone = RootMounter.openDevice(sys);
        if (clone < 0) {
            return fd;
        }
        NativeBuffer argument = NativeBuffer.allocate(Integer.BYTES);
        argument.putInt(0, fd);
        int result = sys.ioctl(clone, FUSE_DEV_IOC_CLONE, argument.address());
        if (result < 0) {
            sys.close(clone);
            return fd;
        }
        return clone;
    }

    private void awaitReady(CountDownLatch ready) {
        try {
            ready.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (DevFuseWorker worker : workers) {
            RuntimeException failure = worker.startFailure();
            if (failure != null) {
                seal(0);
                throw failure;
            }
        }
    }

    /** Waits until every thread has ended, which is when the mount is gone; then the descriptors are closed. */
    public void awaitEnd() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        close();
    }

    /** As {@link #awaitEnd()}, for {@code millis} at most; false when threads are left then. */
    public boolean awaitEnd(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (Thread thread : threads) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            thread.join(Math.max(1, left));
            if (thread.isAlive()) {
                return false;
            }
        }
        close();
        return true;
    }

    /**
     * Lets the requests that are being handled finish and get their replies, and begins no other: what arrives later is
     * answered ENOTCONN. Waits {@code millis} at most; returns the number of requests still being handled then. When it
     * is 0, no handler runs any more, nor ever will.
     */
    public int seal(long millis) {
        session.stopping = true;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (true) {
            int busy = 0;
            for (DevFuseWorker worker : workers) {
                busy += worker.seal() ? 0 : 1;
            }
            if (busy == 0 || System.nanoTime() >= deadline) {
                return busy;
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void close() {
        descriptors.forEach(sys::close);
        descriptors.clear();
    }
}
