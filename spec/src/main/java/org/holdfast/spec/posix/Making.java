package org.holdfast.spec.posix;

import java.util.Set;
import org.holdfast.spec.posix.Lookup.Last;
import org.holdfast.spec.posix.Lookup.Place;

/** Calls that make an object under a new name. */
public final class Making {
    private Making() {}

    /** mkdir(2). */
    public record Mkdir(String path, int mode) implements Call {
        @Override
        public Set<Outcome> in(World world) {
            return make(Verdict.in(world), world, path, mode, Body.Names.none(World.ROOT), "mkdir(2)");
        }
    }

    /**
     * mknod(2).
     *
     * @param major of the device; a device 0,0 is a whiteout, which everybody may make
     */
    public record Mknod(String path, Kind kind, int mode, int major, int minor) implements Call {
        @Override
        public Set<Outcome> in(World world) {
            boolean isDevice = kind == Kind.CHARACTER || kind == Kind.BLOCK;
            boolean isWhiteout = kind == Kind.CHARACTER && major == 0 && minor == 0;
            Verdict verdict = Verdict.in(world)
                    .fails(
                            isDevice && !isWhiteout && !world.caller().isRoot(),
                            Errno.EPERM,
                            "mknod(2): a device needs CAP_MKNOD");
            return make(verdict, world, path, mode, Body.special(kind, major, minor), "mknod(2)");
        }
    }

    /** symlink(2). */
    public record Symlink(String target, String path) implements Call {
        private static final int PATH_MAX = 4096;

        @Override
        public Set<Outcome> in(World world) {
            Verdict verdict = Verdict.in(world)
                    .fails(target.isEmpty(), Errno.ENOENT, "symlink(2): the target is empty")
                    .fails(target.length() >= PATH_MAX, Errno.ENAMETOOLONG, "symlink(2): the target is too long");
            return make(verdict, world, path, 0777, new Body.Target(target), "symlink(2)");
        }
    }

    /** What every call that makes a name checks of it. */
    static Verdict fresh(Verdict verdict, Place place, boolean directory, String call) {
        verdict.fails(place.exists(), Errno.EEXIST, call + ": the name exists, even if it is a dangling symlink")
                .fails(
                        !place.exists() && place.slash() && !directory,
                        Errno.ENOENT,
                        call + ": a slash after a name that does not exist, which only mkdir(2) takes");
        return verdict.mayChange(place.directory());
    }

    private static Set<Outcome> make(Verdict verdict, World world, String path, int mode, Body body, String call) {
        Lookup.Found found = Lookup.find(world, path, Last.NAME);
        verdict.resolves(found);
        if (!(found instanceof Place place)) {
            return verdict.failures();
        }
        return fresh(verdict, place, body.kind() == Kind.DIRECTORY, call).otherwise(now -> {
            int mine = Mode.created(now.caller(), now.at(place.directory()), body.kind(), mode);
            World made = now.make(place.directory(), body, mine);
            return Outcome.done(made.enter(place.directory(), place.name(), made.objectsMade()), call);
        });
    }
}
