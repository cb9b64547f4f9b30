package org.holdfast.verify;

import java.util.HashMap;
import java.util.Map;

/**
 * Which nodeids were given in this session. A nodeid is a slot (the lower half) and how often the slot was used before (the
 * upper half), so of each slot the last one says all.
 */
final class Freshness {
    private final Map<Integer, Integer> last = new HashMap<>();

    /** Notes a nodeid; false if it may have been given before. */
    boolean give(long nodeid) {
        int use = (int) (nodeid >>> 32);
        Integer before = last.put((int) nodeid, use);
        return before == null || Integer.compareUnsigned(before, use) < 0;
    }

    void clear() {
        last.clear();
    }
}
