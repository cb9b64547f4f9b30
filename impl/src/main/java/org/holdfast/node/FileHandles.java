package org.holdfast.node;

import java.util.Arrays;

/**
 * The file handles that the nodes of one shard were given, by number from 1, each perhaps with a {@link Place}. A node keeps
 * its own until it is forgotten, with an fd or without.
 *
 * <p>Not thread-safe: guarded by its {@link Shard}.
 */
final class FileHandles {
    private byte[][] handles = new byte[4][];
    private Place[] places = new Place[4];
    private int[] free = new int[4];
    private int frees;
    private int last;

    /** Keeps one; returns its number. */
    int put(byte[] handle) {
        int number = frees > 0 ? free[--frees] : ++last;
        if (number >= handles.length) {
            handles = Arrays.copyOf(handles, handles.length * 2);
            places = Arrays.copyOf(places, handles.length);
        }
        handles[number] = handle;
        return number;
    }

    byte[] get(int number) {
        return handles[number];
    }

    /** The place that goes with a handle, null for none. */
    Place place(int number) {
        return places[number];
    }

    void setPlace(int number, Place place) {
        places[number] = place;
    }

    void remove(int number) {
        handles[number] = null;
        places[number] = null;
        if (frees == free.length) {
            free = Arrays.copyOf(free, frees * 2);
        }
        free[frees++] = number;
    }
}
