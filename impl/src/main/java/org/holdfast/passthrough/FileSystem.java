package org.holdfast.passthrough;

import org.holdfast.fuse.RequestHandler;
import org.holdfast.os.Sys;
import org.holdfast.trace.Tracer;

/**
 * One exported tree: its nodes, open handles and work directories, shared by the handlers of all worker threads.
 */
public final class FileSystem implements AutoCloseable {
    private FileSystem() {}

    /**
     * Opens the source and makes (or takes over and sweeps) its workdir.
     *
     * @throws org.holdfast.os.EnvironmentException when source or workdir cannot be used; nothing is left behind then
     */
    public static FileSystem open(Sys sys, Settings settings, Tracer tracer) {
        throw new UnsupportedOperationException("under construction");
    }

    /** A handler for the calling thread; call it on the thread that will serve with it. */
    public RequestHandler handler() {
        throw new UnsupportedOperationException("under construction");
    }

    /** What the daemon holds just now. */
    public Counts counts() {
        throw new UnsupportedOperationException("under construction");
    }

    /** Forgets everything: removes the work links and the workdirs, closes every fd. No handler may be running. */
    @Override
    public void close() {
        throw new UnsupportedOperationException("under construction");
    }
}
