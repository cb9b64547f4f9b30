package org.holdfast.kernel;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** How often the daemon has shown each node to the client, less what the client has forgotten: what it still owes. */
public final class LookupCounts {
    private final Map<Long, Long> counts = new HashMap<>();

    /** A reply with an entry has arrived. The root and nodeid 0 (no such name) are not counted. */
    void shown(long nodeid) {
        if (nodeid > KernelClient.ROOT) {
            counts.merge(nodeid, 1L, Long::sum);
        }
    }

    /** A FORGET of {@code lookups} was sent, perhaps of more than there are. */
    void forgotten(long nodeid, long lookups) {
        counts.computeIfPresent(nodeid, (node, count) -> count > lookups ? count - lookups : null);
    }

    /** The session begins anew. */
    void clear() {
        counts.clear();
    }

    /** What a FORGET of all of a node has to say. */
    public long of(long nodeid) {
        return counts.getOrDefault(nodeid, 0L);
    }

    /** The nodes that the client remembers, without the root. */
    public Set<Long> nodes() {
        return Set.copyOf(counts.keySet());
    }
}
