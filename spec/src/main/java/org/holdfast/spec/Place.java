package org.holdfast.spec;

/**
 * Where a name can stand; TLA+: an element of Places.
 *
 * @param dir the directory: an object, or the top of a file system
 * @param name the name in it
 */
public record Place(int dir, String name) implements Comparable<Place> {

    /** The top directory of a file system; TLA+: Top(fs). */
    public static int top(int fs) {
        return -fs;
    }

    @Override
    public int compareTo(Place o) {
        return dir != o.dir ? Integer.compare(dir, o.dir) : name.compareTo(o.name);
    }

    @Override
    public String toString() {
        return dir + "/" + name;
    }
}
