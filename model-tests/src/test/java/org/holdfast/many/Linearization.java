package org.holdfast.many;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for an order of operations, each at one moment between its request and its answer, in which all answers are right:
 * the search of Wing and Gong, which leaves out what it has tried (the same operations done, the same names).
 */
final class Linearization {
    private final List<Operation> history;
    private final Set<Tried> tried = new HashSet<>();

    private record Tried(BitSet done, Map<String, String> names) {}

    private Linearization(List<Operation> history) {
        this.history = history;
    }

    /** Whether there is one, from no names at all. */
    static boolean exists(List<Operation> history) {
        return new Linearization(history).from(new BitSet(), Map.of());
    }

    private boolean from(BitSet done, Map<String, String> names) {
        if (done.cardinality() == history.size()) {
            return true;
        }
        if (!tried.add(new Tried((BitSet) done.clone(), names))) {
            return false;
        }
        int firstAnswer = Integer.MAX_VALUE;
        for (int i = done.nextClearBit(0); i < history.size(); i = done.nextClearBit(i + 1)) {
            firstAnswer = Math.min(firstAnswer, history.get(i).seen());
        }
        for (int i = done.nextClearBit(0); i < history.size(); i = done.nextClearBit(i + 1)) {
            Optional<Map<String, String>> next =
                    history.get(i).sent() < firstAnswer ? history.get(i).after(names) : Optional.empty();
            if (next.isPresent()) {
                done.set(i);
                if (from(done, next.get())) {
                    return true;
                }
                done.clear(i);
            }
        }
        return false;
    }
}
