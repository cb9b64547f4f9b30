package org.holdfast.passthrough;

import org.holdfast.fuse.Request;
import org.holdfast.os.Errno;

/**
 * Checks the names that a client sends before they reach a system call: one path component, not "." or "..", ended by
 * NUL. What is not is never sent by a kernel, so EINVAL says enough.
 */
final class Names {
    private Names() {}

    /** 0 when the payload is exactly one name that starts at {@code from}, else -EINVAL. */
    static int checkLast(Request request, int from) {
        int length = request.stringLength(from);
        boolean ends = length >= 0 && from + length + 1 == request.payloadLength() - request.extensionBytes();
        return ends && isComponent(request, from, length) ? 0 : -Errno.EINVAL;
    }

    /** Length of the name at {@code from} when more follows it, else -EINVAL. */
    static int checkFirst(Request request, int from) {
        int length = request.stringLength(from);
        return length >= 0 && isComponent(request, from, length) ? length : -Errno.EINVAL;
    }

    private static boolean isComponent(Request request, int from, int length) {
        if (length == 0 || length <= 2 && request.payloadByte(from) == '.' && isDot(request, from + length - 1)) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (request.payloadByte(from + i) == '/') {
                return false;
            }
        }
        return true;
    }

    private static boolean isDot(Request request, int at) {
        return request.payloadByte(at) == '.';
    }
}
