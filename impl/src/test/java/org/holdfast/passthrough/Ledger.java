package org.holdfast.passthrough;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.holdfast.fuse.Opcode;
import org.holdfast.fuse.Request;

/**
 * What a client has to give back: the lookups of every node that replies gave it (P2), and the open handles. Kept from
 * the bytes of requests and replies alone.
 */
final class Ledger {
    /** An open file or directory. */
    record Opened(long nodeid, boolean directory) {}

    private final Map<Long, Long> lookups = new LinkedHashMap<>();
    private final Map<Long, Opened> handles = new LinkedHashMap<>();

    /** Takes a request and its answer into account. */
    synchronized void note(byte[] message, Answer answer) {
        if (message.length < Request.HEADER_BYTES || answer.errno() != 0) {
            return;
        }
        ByteBuffer request = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        long nodeid = request.getLong(16);
        switch (answer.opcode()) {
            case Opcode.LOOKUP, Opcode.MKNOD, Opcode.MKDIR, Opcode.SYMLINK, Opcode.LINK -> count(answer.nodeid());
            case Opcode.CREATE, Opcode.TMPFILE -> {
                count(answer.nodeid());
                handles.put(answer.handle(), new Opened(answer.nodeid(), false));
            }
            case Opcode.OPEN -> handles.put(answer.handle(), new Opened(nodeid, false));
            case Opcode.OPENDIR -> handles.put(answer.handle(), new Opened(nodeid, true));
            case Opcode.RELEASE, Opcode.RELEASEDIR -> handles.remove(request.getLong(40));
            case Opcode.READDIRPLUS ->
                answer.listed().forEach(listed -> count(listed.entry().nodeid()));
            case Opcode.FORGET -> take(nodeid, request.getLong(40));
            case Opcode.BATCH_FORGET -> {
                long items = Math.min(request.getInt(40) & 0xffffffffL, (message.length - 48) / 16);
                for (int i = 0; i < items; i++) {
                    take(request.getLong(48 + i * 16), request.getLong(56 + i * 16));
                }
            }
            case Opcode.INIT -> {
                // A version too new is answered, but begins no session.
                if (request.getInt(40) == 7) {
                    clear();
                }
            }
            case Opcode.DESTROY -> clear();
            default -> {
                // Nothing to give back.
            }
        }
    }

    /** One lookup; 0 says that there is no such name. */
    private void count(long nodeid) {
        if (nodeid != 0) {
            lookups.merge(nodeid, 1L, Long::sum);
        }
    }

    private void take(long nodeid, long forgotten) {
        lookups.computeIfPresent(
                nodeid, (node, count) -> Long.compareUnsigned(forgotten, count) < 0 ? count - forgotten : null);
    }

    private void clear() {
        lookups.clear();
        handles.clear();
    }

    synchronized long lookups(long nodeid) {
        return lookups.getOrDefault(nodeid, 0L);
    }

    synchronized Map<Long, Long> lookups() {
        return new LinkedHashMap<>(lookups);
    }

    synchronized Map<Long, Opened> handles() {
        return new HashMap<>(handles);
    }
}
