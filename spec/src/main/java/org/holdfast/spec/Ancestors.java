package org.holdfast.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How each state was reached first: the number of the state before it and of the action, 6 bytes in all. The states
 * themselves are not kept; who takes the actions one after the other from the first state gets them again.
 */
final class Ancestors {
    private static final int BITS = 16;
    private static final int MASK = (1 << BITS) - 1;

    private final List<int[]> parents = new ArrayList<>();
    private final List<char[]> actions = new ArrayList<>();
    private int size;

    /** How many states there are; the next one gets this number. */
    int size() {
        return size;
    }

    /** Adds a state; the first one has no parent, and both its numbers are ignored. */
    void add(int parent, int action) {
        if ((size & MASK) == 0) {
            parents.add(new int[MASK + 1]);
            actions.add(new char[MASK + 1]);
        }
        parents.get(size >>> BITS)[size & MASK] = parent;
        actions.get(size >>> BITS)[size & MASK] = (char) action;
        size++;
    }

    /** The numbers of the actions from the first state to this one. */
    List<Integer> actionsTo(int state) {
        List<Integer> path = new ArrayList<>();
        for (int i = state; i > 0; i = parents.get(i >>> BITS)[i & MASK]) {
            path.add((int) actions.get(i >>> BITS)[i & MASK]);
        }
        Collections.reverse(path);
        return path;
    }

    /** What it takes of the heap. */
    long bytes() {
        return parents.size() * (MASK + 1L) * (Integer.BYTES + Character.BYTES);
    }
}
