package org.holdfast.posix;

import java.util.Map;
import java.util.TreeMap;
import org.holdfast.spec.posix.Result;
import org.holdfast.spec.posix.Settings;
import org.holdfast.spec.posix.World;

/**
 * Where a program may be: a world, and the attributes that it has noted.
 *
 * @param snaps what "snap NAME" has noted
 */
record Run(World world, Map<String, Result.Status> snaps) {
    static Run start(Settings settings) {
        return new Run(World.empty(settings), Map.of());
    }

    Run in(World next) {
        return new Run(next, snaps);
    }

    Run noting(String name, Result.Status status) {
        Map<String, Result.Status> noted = new TreeMap<>(snaps);
        noted.put(name, status);
        return new Run(world, Map.copyOf(noted));
    }

    /**
     * One line's result that the model allows.
     *
     * @param text as fsop prints it, or {@link #ANYTHING}
     */
    record Step(String text, Run next, String rule) {
        /** Where fsop compares with attributes that were never noted. */
        static final String ANYTHING = "(anything)";

        boolean allows(String result) {
            return text.equals(result) || text.equals(ANYTHING);
        }
    }
}
