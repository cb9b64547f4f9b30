package org.holdfast.transport;

import org.holdfast.fuse.InitFlags;
import org.holdfast.fuse.Reply;
import org.holdfast.fuse.Request;

/** What the threads of one transport share. */
final class Session {
    /** {@code flags} in {@code struct fuse_init_in} and {@code struct fuse_init_out}, which have them at one place. */
    private static final int INIT_FLAGS_AT = 12;

    /** {@code flags2} in {@code struct fuse_init_out}. */
    private static final int INIT_OUT_FLAGS2_AT = 32;

    /** Set by the reply to INIT: SETXATTR has 16 bytes of arguments. */
    volatile boolean extendedSetxattr;
    /** No thread begins with a new request any more. */
    volatile boolean stopping;
    /** The errno for which a thread gave up reading requests, or 0. */
    volatile int readFailure;

    final Rings rings;

    Session(Rings rings) {
        this.rings = rings;
    }

    /**
     * Notes what the successful reply to INIT agrees on, and adds the rings to it where there are some and the client
     * offers to use them; whether it does.
     */
    boolean agree(Request request, Reply reply) {
        if (reply.length() <= INIT_FLAGS_AT) {
            return false;
        }
        int flags = reply.getInt32(INIT_FLAGS_AT);
        extendedSetxattr = InitFlags.has(flags, InitFlags.SETXATTR_EXT);
        if (!rings.areReady() || !InitFlags.has(flags, InitFlags.INIT_EXT) || reply.length() <= INIT_OUT_FLAGS2_AT) {
            return false;
        }
        int wanted = (int) (InitFlags.OVER_IO_URING >>> 32);
        if (request.payloadLength() < Integer.BYTES || (request.payloadInt32(0) & wanted) == 0) {
            return false;
        }
        reply.put32(INIT_OUT_FLAGS2_AT, reply.getInt32(INIT_OUT_FLAGS2_AT) | wanted);
        return true;
    }
}
