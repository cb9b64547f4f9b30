package org.holdfast.replay;

import java.util.ArrayDeque;
import java.util.Deque;
import org.holdfast.trace.Event;

/** A thread of a steered daemon, and where it stands. Guarded by its {@link Steering}. */
final class Walker {
    /** Where a thread can stand. */
    enum At {
        /** It waits for a request. */
        IDLE,
        /** It is let go, or waits for another thread. */
        RUNNING,
        /** It is held before a system call, or behind the one that brought its request. */
        GATE
    }

    final Thread thread;
    /** The lifecycle events of its request that were not asked for yet. */
    final Deque<Event> events = new ArrayDeque<>();

    At at = At.IDLE;
    boolean let;
    /** The number of its request. */
    long request;
    /** The node whose hold it releases, if it does. */
    long node;
    /** The node that its request has looked up last, 0 if none. */
    long resolved;
    /** The errno with which its next linkat fails, if it shall. */
    int linkError;
    /** The errno with which its next opening of a file handle fails, if it shall. */
    int handleError;
    /** Whether it is held before its reply. */
    boolean answers;
    /** Whether its reply does not reach the client. */
    boolean loses;

    Walker(Thread thread) {
        this.thread = thread;
    }

    /** Whether it is one of those that remove work links in the background. */
    boolean isReaper() {
        return thread.getName().startsWith("holdfast-reaper");
    }

    /** Whether it goes on only when somebody lets it. */
    boolean stands() {
        return at != At.RUNNING
                || thread.getState() == Thread.State.WAITING
                || thread.getState() == Thread.State.TIMED_WAITING
                || thread.getState() == Thread.State.TERMINATED;
    }

    @Override
    public String toString() {
        return thread.getName() + " (" + at + ", request " + request + ", " + thread.getState() + ")";
    }
}
