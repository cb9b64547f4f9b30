package org.holdfast.modelfs;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Objects whose name is gone while they are open. libfuse, which asks by path, renames such a file to a name of its own
 * ({@code .fuse_hidden...}) instead of unlinking it. Here the name is gone, and the other one stands for a handle.
 */
final class Hidden {
    private static final String PREFIX = ".fuse_hidden";

    private final Map<String, Integer> objects = new ConcurrentHashMap<>();

    /** Whether it is a name by which libfuse keeps what is open. */
    static boolean isName(String path) {
        return path.substring(path.lastIndexOf('/') + 1).startsWith(PREFIX);
    }

    void put(String path, int object) {
        objects.put(path, object);
    }

    /** The object that the path stands for. */
    Optional<Integer> object(String path) {
        return Optional.ofNullable(objects.get(path));
    }

    /** True if it stood for one. */
    boolean remove(String path) {
        return objects.remove(path) != null;
    }
}
