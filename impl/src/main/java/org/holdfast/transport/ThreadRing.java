package org.holdfast.transport;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.holdfast.os.EnvironmentException;
import org.holdfast.os.Mapping;
import org.holdfast.os.Ring;
import org.holdfast.os.Sys;

/** What one thread serves: a ring of its own, with one entry of each of its queues. */
final class ThreadRing implements AutoCloseable {
    private final Ring ring;
    private final Mapping aside;
    private final List<RingEntry> entries = new ArrayList<>();
    private final BitSet cpus;

    /**
     * A ring for one entry of each of {@code queues}, to be served on {@code cpus}.
     *
     * @throws EnvironmentException when the kernel refuses it
     */
    ThreadRing(Sys sys, BitSet queues, BitSet cpus) {
        this.cpus = cpus;
        ring = Ring.open(sys, queues.cardinality());
        Mapping memory = null;
        try {
            memory = Mapping.anonymous(sys, Mounter.MAX_TRANSFER);
            for (int queue = queues.nextSetBit(0); queue >= 0; queue = queues.nextSetBit(queue + 1)) {
                entries.add(new RingEntry(sys, queue, memory.memory()));
            }
        } catch (EnvironmentException e) {
            ring.close();
            entries.forEach(RingEntry::close);
            if (memory != null) {
                memory.close();
            }
            throw e;
        }
        aside = memory;
    }

    Ring ring() {
        return ring;
    }

    List<RingEntry> entries() {
        return entries;
    }

    /** Where its thread shall run; empty: anywhere. */
    BitSet cpus() {
        return cpus;
    }

    /** Its thread must have ended. */
    @Override
    public void close() {
        ring.close();
        entries.forEach(RingEntry::close);
        aside.close();
    }
}
