package org.holdfast.node;

import java.util.function.IntPredicate;
import java.util.function.LongToIntFunction;

/**
 * Nodes in a ring with a hand: who was referenced since the hand came by last is passed over once more (the CLOCK
 * algorithm). A node that does not belong there any more stays until the hand comes by, or until the ring is full.
 *
 * <p>Not thread-safe: guarded by its {@link Shard}.
 */
final class Clock {
    private final Slots slots;
    private final LongToIntFunction rowOf;
    private long[] ring = new long[4];
    private int head;
    private int size;

    /** {@code rowOf} a nodeid: its row, or {@link Slots#NONE} where it does not belong here any more. */
    Clock(Slots slots, LongToIntFunction rowOf) {
        this.slots = slots;
        this.rowOf = rowOf;
    }

    void add(long nodeid) {
        if (size == ring.length) {
            dropOthers();
            if (size > ring.length / 2) {
                grow();
            }
        }
        push(nodeid);
    }

    /**
     * Takes out the next row that nobody uses, that was not referenced lately, and of which {@code free} says that it can be
     * taken; {@link Slots#NONE} after one turn without one.
     */
    int takeCold(IntPredicate free) {
        for (int left = size; left > 0; left--) {
            long nodeid = pop();
            int row = rowOf.applyAsInt(nodeid);
            if (row == Slots.NONE) {
                continue;
            }
            boolean referenced = slots.has(row, Slots.REFERENCED);
            slots.lower(row, Slots.REFERENCED);
            if (!referenced && slots.pins(row) == 0 && free.test(row)) {
                return row;
            }
            push(nodeid);
        }
        return Slots.NONE;
    }

    private void push(long nodeid) {
        ring[head + size & ring.length - 1] = nodeid;
        size++;
    }

    private long pop() {
        long nodeid = ring[head];
        head = head + 1 & ring.length - 1;
        size--;
        return nodeid;
    }

    private void dropOthers() {
        for (int left = size; left > 0; left--) {
            long nodeid = pop();
            if (rowOf.applyAsInt(nodeid) != Slots.NONE) {
                push(nodeid);
            }
        }
    }

    private void grow() {
        long[] larger = new long[ring.length * 2];
        for (int i = 0; i < size; i++) {
            larger[i] = ring[head + i & ring.length - 1];
        }
        ring = larger;
        head = 0;
    }
}
