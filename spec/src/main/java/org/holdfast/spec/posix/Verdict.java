package org.holdfast.spec.posix;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;

/**
 * Collects the errors that apply to a call. If any does, the call fails with one of them and changes nothing; if none does, it
 * succeeds.
 */
final class Verdict {
    private final World world;
    private final Set<Outcome> failures = new LinkedHashSet<>();

    private Verdict(World world) {
        this.world = world;
    }

    static Verdict in(World world) {
        return new Verdict(world);
    }

    Verdict fails(boolean applies, Errno errno, String rule) {
        if (applies) {
            failures.add(Outcome.failed(world, errno, rule));
        }
        return this;
    }

    /** Adds the error of a path that does not resolve. */
    Verdict resolves(Lookup.Found found) {
        if (found instanceof Lookup.Nowhere nowhere) {
            failures.add(Outcome.failed(world, nowhere.errno(), nowhere.rule()));
        }
        return this;
    }

    /** Creating, removing and renaming a name write and search the directory: path_resolution(7). */
    Verdict mayChange(int directory) {
        return fails(
                !Access.may(world.caller(), world.at(directory), Mode.W | Mode.X),
                Errno.EACCES,
                "path_resolution(7): changing a directory needs write and search permission on it");
    }

    boolean hasFailed() {
        return !failures.isEmpty();
    }

    Set<Outcome> failures() {
        return failures;
    }

    /** The failures; if there are none, what the call does in a world whose clock has moved on. */
    Set<Outcome> otherwise(Function<World, Set<Outcome>> success) {
        return hasFailed() ? failures : success.apply(world.ticked());
    }
}
