package org.holdfast.spec.posix;

import java.util.Set;
import org.holdfast.spec.posix.Lookup.Last;
import org.holdfast.spec.posix.Lookup.Place;

/** Calls that take a name away. */
public final class Removing {
    private Removing() {}

    /** unlink(2): the object lives on under its other names and handles. */
    public record Unlink(String path) implements Call {
        @Override
        public Set<Outcome> in(World world) {
            Lookup.Found found = Lookup.find(world, path, Last.NAME);
            Verdict verdict = Verdict.in(world).resolves(found);
            if (!(found instanceof Place place)) {
                return verdict.failures();
            }
            verdict.fails(!place.exists(), Errno.ENOENT, "unlink(2): the name does not exist");
            if (place.exists()) {
                boolean isDirectory = world.at(place.object()).isDirectory();
                verdict.fails(isDirectory, Errno.EISDIR, "unlink(2): Linux says EISDIR of a directory")
                        .fails(
                                !isDirectory && place.slash(),
                                Errno.ENOTDIR,
                                "unlink(2): a slash after what is no directory");
                mayRemove(verdict, world, place);
            }
            return verdict.otherwise(now -> Outcome.done(now.leave(place.directory(), place.name()), "unlink(2)"));
        }
    }

    /** rmdir(2): a removed directory that is open stays, empty, with nlink 0. */
    public record Rmdir(String path) implements Call {
        @Override
        public Set<Outcome> in(World world) {
            Lookup.Found found = Lookup.find(world, path, Last.NAME);
            Verdict verdict = Verdict.in(world).resolves(found);
            if (!(found instanceof Place place)) {
                return verdict.failures();
            }
            if (!place.isName()) {
                return verdict.fails(place.name().equals("."), Errno.EINVAL, "rmdir(2): \".\" in the last place")
                        .fails(place.name().equals(".."), Errno.ENOTEMPTY, "rmdir(2): \"..\" in the last place")
                        .fails(place.name().equals("/"), Errno.EBUSY, "rmdir(2): the root is in use")
                        .failures();
            }
            verdict.fails(!place.exists(), Errno.ENOENT, "rmdir(2): the name does not exist");
            if (place.exists()) {
                Obj object = world.at(place.object());
                verdict.fails(!object.isDirectory(), Errno.ENOTDIR, "rmdir(2): not a directory");
                notEmpty(verdict, object, "rmdir(2)");
                mayRemove(verdict, world, place);
            }
            return verdict.otherwise(now ->
                    Outcome.done(now.leave(place.directory(), place.name()).buried(place.object()), "rmdir(2)"));
        }
    }

    /** A directory that holds something cannot go. */
    static void notEmpty(Verdict verdict, Obj object, String call) {
        boolean holds = object.isDirectory() && !object.names().isEmpty();
        verdict.fails(holds, Errno.ENOTEMPTY, call + ": the directory holds something")
                .fails(holds, Errno.EEXIST, "POSIX " + call.replace("(2)", "()") + ": EEXIST or ENOTEMPTY");
    }

    /** Taking a name that exists out of its directory: the directory's permissions and its sticky bit. */
    static void mayRemove(Verdict verdict, World world, Place place) {
        Obj directory = world.at(place.directory());
        verdict.mayChange(place.directory())
                .fails(
                        Access.isStickyAgainst(world.caller(), directory, world.at(place.object())),
                        Errno.EPERM,
                        "unlink(2): the directory is sticky and neither it nor the object is the caller's");
    }
}
