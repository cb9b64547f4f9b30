package org.holdfast.passthrough;

/** What INIT agreed on; written once by the thread that serves INIT, before the client sends anything else. */
final class Negotiated {
    private volatile long flags;
    private volatile int maxWrite;
    private volatile boolean initialised;

    void set(long flags, int maxWrite) {
        this.flags = flags;
        this.maxWrite = maxWrite;
        initialised = true;
    }

    /** Whether an INIT was answered on this session. */
    boolean isInitialised() {
        return initialised;
    }

    boolean has(long flag) {
        return (flags & flag) != 0;
    }

    int maxWrite() {
        return maxWrite;
    }
}
