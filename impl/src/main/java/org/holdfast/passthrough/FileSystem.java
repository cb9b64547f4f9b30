package org.holdfast.passthrough;

import java.util.Optional;
import org.holdfast.fuse.RequestHandler;
import org.holdfast.node.Nodes;
import org.holdfast.node.Progress;
import org.holdfast.node.TableCounts;
import org.holdfast.os.Descriptors;
import org.holdfast.os.EnvironmentException;
import org.holdfast.os.Errno;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.OpenFlags;
import org.holdfast.os.Sys;
import org.holdfast.trace.Tracer;

/** One exported tree: its nodes, open handles and work directories, shared by the handlers of all worker threads. */
public final class FileSystem implements AutoCloseable {
    private final Shared shared;
    private final int root;

    private FileSystem(Shared shared, int root) {
        this.shared = shared;
        this.root = root;
    }

    /**
     * Opens the source and makes (or takes over and sweeps) its workdir.
     *
     * @throws EnvironmentException when source or workdir cannot be used; nothing is left behind then
     */
    public static FileSystem open(Sys sys, Settings settings, Tracer tracer) {
        String source = settings.source().toAbsolutePath().toString();
        int flags = OpenFlags.O_PATH | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
        int root = sys.openat(Sys.AT_FDCWD, NativeBuffer.string(source).address(), flags, 0);
        if (root < 0) {
            throw new EnvironmentException("cannot open " + settings.source() + ": " + Errno.describe(-root));
        }
        try {
            Nodes nodes = Nodes.open(
                    sys, settings.policy(), settings.fds(), root, settings.source(), settings.workdir(), tracer);
            Backings backings = new Backings(sys);
            Handles handles = new Handles(sys, backings);
            return new FileSystem(new Shared(sys, nodes, handles, backings, settings, new Negotiated()), root);
        } catch (EnvironmentException e) {
            sys.close(root);
            throw e;
        }
    }

    /** A handler for the calling thread; call it on the thread that will serve with it. */
    public RequestHandler handler() {
        return new Dispatcher(shared);
    }

    /**
     * Lets the kernel read and write open files itself, where it can (FUSE passthrough); before INIT.
     *
     * @param device the descriptor of /dev/fuse from which requests come
     */
    public void offerPassthrough(int device) {
        if (shared.settings().cache() == Cache.NEVER) {
            shared.backings().decline("with --cache never every read and write is the daemon's");
        } else if (shared.sys().geteuid() != 0) {
            shared.backings().decline("FUSE passthrough is only for root (CAP_SYS_ADMIN)");
        } else {
            shared.backings().offer(device);
        }
    }

    /** Begins to cool or shut nodes in the background, if the policy has a budget. Until then only {@link #cool} does. */
    public void startCooling() {
        shared.nodes().startCooling(Descriptors.open(), shared.handles()::count);
    }

    /** Takes its fd from a node that can do without now; false when it has none, or needs it. */
    public boolean cool(long nodeid) {
        return shared.nodes().cool(nodeid);
    }

    /** What the daemon holds just now. */
    public Counts counts() {
        TableCounts table = shared.nodes().counts();
        return new Counts(
                table.live,
                table.links,
                table.fds,
                table.draining,
                table.links,
                shared.handles().count(),
                table.budgeted,
                shared.nodes().shuttable(),
                table.shut,
                shared.nodes().budget(),
                shared.nodes().cooled(),
                shared.backings().count(),
                shared.backings().refused(),
                shared.backings().isOn(),
                shared.backings().reason(),
                shared.nodes().fallbacks());
    }

    /** Where the work links of the source's own mount are; empty when its nodes are held by fds. */
    public Optional<String> workdir() {
        return shared.nodes().mounts().rootWorkdir();
    }

    /** Forgets everything: removes the work links and the workdirs, closes every fd. No handler may be running. */
    @Override
    public void close() {
        shared.handles().closeAll();
        shared.backings().close();
        shared.nodes().close(Progress.SILENT);
        shared.sys().close(root);
    }
}
