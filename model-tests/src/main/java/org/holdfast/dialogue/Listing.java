package org.holdfast.dialogue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.holdfast.spec.posix.Body;
import org.holdfast.spec.posix.Obj;
import org.holdfast.spec.posix.Time;

/**
 * How far an open directory has been read.
 *
 * @param offset where the next READDIR goes on
 * @param names what the directory held when reading began
 * @param version its mtime then: a directory that has changed since may show a name, or not
 * @param possible every name that was seen in it since
 * @param seen names that were shown
 */
record Listing(
        long offset, Map<String, Integer> names, Optional<Time> version, Set<String> possible, List<String> seen) {
    static final Listing START = new Listing(0, Map.of(), Optional.empty(), Set.of(), List.of());

    static Map<String, Integer> names(Obj directory) {
        return ((Body.Names) directory.body()).names();
    }

    /** With what the directory holds now. */
    Listing looking(Obj directory) {
        Map<String, Integer> now = names(directory);
        Set<String> more = new HashSet<>(possible);
        more.addAll(now.keySet());
        return version.isEmpty()
                ? new Listing(offset, new HashMap<>(now), Optional.of(directory.mtime()), more, seen)
                : new Listing(offset, names, version, more, seen);
    }

    /** Whether nothing has changed since reading began. */
    boolean isSteady(Obj directory) {
        return version.filter(directory.mtime()::equals).isPresent() && names.equals(names(directory));
    }

    Listing shown(long next, List<String> more) {
        List<String> all = new ArrayList<>(seen);
        all.addAll(more);
        return new Listing(next, names, version, possible, all);
    }
}
