package org.holdfast.dialogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.holdfast.spec.posix.Body;
import org.holdfast.spec.posix.Kind;
import org.holdfast.spec.posix.World;

/** Where directories stand in a world. */
final class Paths {
    private Paths() {}

    /** Whether a directory stands elsewhere in another world, or something above it does. */
    static boolean isMoved(int object, World before, World after) {
        return before.at(object).is(Kind.DIRECTORY) && !of(object, before).equals(of(object, after));
    }

    /** The directories in which a directory is that has a name, without the root. */
    static List<Integer> above(int object, World world) {
        List<Integer> all = new ArrayList<>();
        if (world.at(object) == null
                || !world.at(object).is(Kind.DIRECTORY)
                || world.at(object).nlink() == 0) {
            return all;
        }
        for (int at = parent(object, world); at != World.ROOT; at = parent(at, world)) {
            all.add(at);
        }
        return all;
    }

    private static int parent(int directory, World world) {
        return ((Body.Names) world.at(directory).body()).parent();
    }

    private static String of(int directory, World world) {
        if (directory == World.ROOT) {
            return "";
        }
        int parent = parent(directory, world);
        return of(parent, world)
                + ((Body.Names) world.at(parent).body())
                        .names().entrySet().stream()
                                .filter(entry -> entry.getValue() == directory)
                                .map(Map.Entry::getKey)
                                .map("/"::concat)
                                .findFirst()
                                .orElse("/");
    }
}
