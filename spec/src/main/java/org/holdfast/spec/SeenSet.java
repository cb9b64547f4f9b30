package org.holdfast.spec;

/**
 * Fingerprints that have been seen: open addressing in arrays of longs, 11 to 22 bytes for each. It consists of shards, so
 * that several threads can add at once, each to shards of its own, and that only one small part is copied when it grows.
 * Nobody may look while somebody adds.
 */
final class SeenSet {
    /** How many shards there are. */
    static final int SHARDS = 64;

    private static final int FIRST = 64;

    private final long[][] slots = new long[SHARDS][FIRST]; // 0 is a free slot; a length is a power of two
    private final int[] size = new int[SHARDS];

    /** The shard that a fingerprint belongs to. */
    static int shard(long fingerprint) {
        return (int) (fingerprint >>> 58);
    }

    boolean contains(long fingerprint) {
        long[] shard = slots[shard(fingerprint)];
        return shard[slot(shard, fingerprint)] != 0;
    }

    /** Whether it is new. */
    boolean add(long fingerprint) {
        int shard = shard(fingerprint);
        int slot = slot(slots[shard], fingerprint);
        if (slots[shard][slot] != 0) {
            return false;
        }
        slots[shard][slot] = fingerprint;
        size[shard]++;
        if (size[shard] > slots[shard].length / 4L * 3) {
            grow(shard);
        }
        return true;
    }

    /** What it takes of the heap. */
    long bytes() {
        long bytes = 0;
        for (long[] shard : slots) {
            bytes += 8L * shard.length;
        }
        return bytes;
    }

    private void grow(int shard) {
        long[] old = slots[shard];
        if (old.length == 1 << 30) {
            throw new IllegalStateException("more than " + SHARDS * (long) size[shard] + " states");
        }
        long[] larger = new long[2 * old.length];
        for (long fingerprint : old) {
            if (fingerprint != 0) {
                larger[slot(larger, fingerprint)] = fingerprint;
            }
        }
        slots[shard] = larger;
    }

    /** Where the fingerprint is, or the free slot where it belongs. */
    private static int slot(long[] shard, long fingerprint) {
        int mask = shard.length - 1;
        int slot = (int) fingerprint & mask;
        while (shard[slot] != 0 && shard[slot] != fingerprint) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
