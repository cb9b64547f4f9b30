package org.holdfast.transport;

/** What the threads of one transport share. */
final class Session {
    /** Set by the reply to INIT: SETXATTR has 16 bytes of arguments. */
    volatile boolean extendedSetxattr;
    /** No thread begins with a new request any more. */
    volatile boolean stopping;
    /** The errno for which a thread gave up reading requests, or 0. */
    volatile int readFailure;
}
