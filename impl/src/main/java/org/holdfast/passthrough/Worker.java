package org.holdfast.passthrough;

import org.holdfast.fuse.Reply;
import org.holdfast.fuse.Request;
import org.holdfast.node.HoldPath;
import org.holdfast.node.Nodes;
import org.holdfast.node.Pin;
import org.holdfast.node.Visit;
import org.holdfast.os.Credentials;
import org.holdfast.os.Errno;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.OpenFlags;
import org.holdfast.os.Sys;

/**
 * What one thread needs to serve requests: the shared state, and scratch of its own. The operations of a thread share
 * one Worker.
 */
final class Worker {
    /** Handle of a directory that the client has not opened, where it was told that it need not. */
    static final long NO_HANDLE = 0;

    /** Bytes of {@link #scratch}. */
    static final int SCRATCH = 64 * 1024;

    final Shared shared;
    final Sys sys;
    final Nodes nodes;
    final Handles handles;
    final Credentials credentials;
    final AttributeWriter attributes;
    /** The parent directory of a request, or the node that it names. */
    final Visit subject = new Visit();
    /** The entry that a request replies with, or the second parent. */
    final Visit entry = new Visit();

    /** What a request removes a name of … */
    final Visit victim = new Visit();
    /** … and what it moves. */
    final Visit moved = new Visit();

    final NativeBuffer scratch = NativeBuffer.allocate(SCRATCH);
    final HoldPath path = HoldPath.create();

    Worker(Shared shared) {
        this.shared = shared;
        sys = shared.sys();
        nodes = shared.nodes();
        handles = shared.handles();
        credentials = new Credentials(sys);
        attributes = new AttributeWriter(shared.settings().cache());
    }

    /** Pins the node that a request is for; answers with ESTALE and returns false when there is none. */
    boolean pinSubject(Request request, Reply reply) {
        int error = nodes.pin(request.nodeid(), subject.pin());
        return !failed(reply, error);
    }

    /** Pins the directory that a request names something in; answers and returns false when it is none. */
    boolean pinParent(Request request, Reply reply) {
        if (!pinSubject(request, reply)) {
            return false;
        }
        if (subject.pin().kind() == Pin.DIRECTORY) {
            return true;
        }
        nodes.unpin(subject.pin());
        reply.error(Errno.ENOTDIR);
        return false;
    }

    /**
     * Starts to use a handle: its fd, or a negated errno. Without one the pinned subject is a directory that is opened for
     * this use. {@link #release} must follow a success.
     */
    int acquire(long fh) {
        return fh == NO_HANDLE
                ? sys.openat(
                        subject.pin().fd(),
                        Paths.DOT.address(),
                        OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC,
                        0)
                : handles.acquire(fh);
    }

    void release(long fh, int fd) {
        if (fh == NO_HANDLE) {
            sys.close(fd);
        } else {
            handles.release(fh);
        }
    }

    /** Answers with the errno when {@code result} is a negated one. */
    static boolean failed(Reply reply, long result) {
        if (result < 0) {
            reply.error((int) -result);
        }
        return result < 0;
    }

    /** Replies with the entry of {@link #entry}, which is counted and pinned, and unpins it. */
    void replyEntry(Reply reply) {
        reply.ok(attributes.entry(reply, 0, entry));
        nodes.replied(entry.pin());
        nodes.unpin(entry.pin());
    }
}
