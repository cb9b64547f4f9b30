package org.holdfast.passthrough;

import org.holdfast.fuse.Request;
import org.holdfast.os.Credentials;
import org.holdfast.os.Errno;

/**
 * The identity under which something is created: uid, gid and umask of the request's caller, and the supplementary groups
 * that the request names. Used as {@code begin, do { call } while (retries), end}.
 */
final class Creation implements Credentials.GroupList {
    /** The host was faster: what was made, or was there already, is gone or something else. To be tried again. */
    static final int GONE_AGAIN = Integer.MIN_VALUE;

    /** How often; ESTALE then has the client's kernel try as often again. */
    static final int TRIES = 100;

    private static final int EXT_GROUPS = 32;
    private static final int EXT_HEADER_BYTES = 8;

    private final Credentials credentials;
    private Request request;
    private int groupsAt;
    private boolean overridden;

    Creation(Credentials credentials) {
        this.credentials = credentials;
    }

    /** Takes on the caller's identity; 0 or a negated errno. {@link #end} must follow in every case. */
    int begin(Request request, int umask) {
        this.request = request;
        overridden = false;
        credentials.setUmask(umask & 0777);
        return credentials.assume(request.uid(), request.gid(), groupCount(), this);
    }

    /**
     * Whether the system call that gave {@code result} is to be made once more, with the daemon's access rights: the
     * client's kernel has allowed it through a group that only it knows.
     */
    boolean retries(int result) {
        if (result != -Errno.EACCES || overridden || !credentials.isAssumed()) {
            return false;
        }
        overridden = true;
        credentials.overrideAccess();
        return true;
    }

    /** Back to the daemon's own identity. */
    void end() {
        credentials.restore();
    }

    /** Finds {@code struct fuse_supp_groups} among the request's extensions; the number of groups in it. */
    private int groupCount() {
        int at = request.payloadLength() - request.extensionBytes();
        while (at >= 0 && at + EXT_HEADER_BYTES <= request.payloadLength()) {
            int size = request.payloadInt32(at);
            if (size < EXT_HEADER_BYTES || size > request.payloadLength() - at) {
                return 0;
            }
            if (request.payloadInt32(at + 4) == EXT_GROUPS && size >= EXT_HEADER_BYTES + 4) {
                groupsAt = at + EXT_HEADER_BYTES + 4;
                int fit = (size - EXT_HEADER_BYTES - 4) / 4;
                return (int) Math.min(request.payloadInt32(at + EXT_HEADER_BYTES) & 0xffffffffL, fit);
            }
            at += size;
        }
        return 0;
    }

    @Override
    public int gid(int index) {
        return request.payloadInt32(groupsAt + index * 4);
    }
}
