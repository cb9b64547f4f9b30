package org.holdfast.spec.posix;

import java.util.Set;
import java.util.TreeMap;
import org.holdfast.spec.posix.Lookup.Last;
import org.holdfast.spec.posix.Lookup.Place;

/** Calls that look and change nothing but times of access. */
public final class Looking {
    private Looking() {}

    /** stat(2), lstat(2). */
    public record Stat(String path, boolean follow) implements Call {
        @Override
        public Set<Outcome> in(World world) {
            Lookup.Found found = Lookup.find(world, path, follow ? Last.FOLLOWED : Last.ITSELF);
            Verdict verdict = Verdict.in(world).resolves(found);
            if (!(found instanceof Place place)) {
                return verdict.failures();
            }
            return verdict.fails(!place.exists(), Errno.ENOENT, "stat(2): the name does not exist")
                    .otherwise(now -> Outcome.only(status(world, place.object()), world, "stat(2)"));
        }
    }

    /** fstat(2): an object without a name has nlink 0. */
    public record Fstat(String handle) implements Call {
        @Override
        public Set<Outcome> in(World world) {
            Handle open = world.handles().get(handle);
            return Verdict.in(world)
                    .fails(open == null, Errno.EBADF, "fstat(2): not an open handle")
                    .otherwise(now -> Outcome.only(status(world, open.object()), world, "fstat(2)"));
        }
    }

    /** Whoever follows a symlink may set its time of access. */
    private static Result status(World world, int number) {
        Obj found = world.at(number);
        Obj object = found.is(Kind.SYMLINK) ? found.withAtime(found.atime().or(world.now())) : found;
        boolean counted = !object.isDirectory() || world.settings().directoriesCounted() || object.nlink() == 0;
        return new Result.Status(number, object, counted ? object.nlink() : 1);
    }

    /** readlink(2). */
    public record Readlink(String path) implements Call {
        @Override
        public Set<Outcome> in(World world) {
            Lookup.Found found = Lookup.find(world, path, Last.ITSELF);
            Verdict verdict = Verdict.in(world).resolves(found);
            if (!(found instanceof Place place)) {
                return verdict.failures();
            }
            verdict.fails(!place.exists(), Errno.ENOENT, "readlink(2): the name does not exist");
            if (!place.exists() || !(world.at(place.object()).body() instanceof Body.Target target)) {
                return verdict.fails(place.exists(), Errno.EINVAL, "readlink(2): not a symlink")
                        .failures();
            }
            return verdict.otherwise(now -> Outcome.only(
                    new Result.Bytes(target.path()),
                    now.change(place.object(), o -> o.withAtime(o.atime().or(now.now()))),
                    "readlink(2)"));
        }
    }

    /** opendir(3), readdir(3) to the end, closedir(3). */
    public record Readdir(String path) implements Call {
        @Override
        public Set<Outcome> in(World world) {
            Lookup.Found found = Lookup.find(world, path, Last.FOLLOWED);
            Verdict verdict = Verdict.in(world).resolves(found);
            if (!(found instanceof Place place)) {
                return verdict.failures();
            }
            if (!place.exists()) {
                return verdict.fails(true, Errno.ENOENT, "opendir(3): the name does not exist")
                        .failures();
            }
            Obj object = world.at(place.object());
            return verdict.fails(!object.isDirectory(), Errno.ENOTDIR, "opendir(3): not a directory")
                    .fails(!Access.may(world.caller(), object, Mode.R), Errno.EACCES, "opendir(3): not readable")
                    .otherwise(now -> list(now, place.object()));
        }
    }

    /** readdir(3) from the start to the end of an open directory. */
    public record ReaddirHandle(String handle) implements Call {
        @Override
        public Set<Outcome> in(World world) {
            Handle open = world.handles().get(handle);
            if (open == null) {
                return Verdict.in(world)
                        .fails(true, Errno.EBADF, "getdents(2): not an open handle")
                        .failures();
            }
            return Verdict.in(world)
                    .fails(open.isPathOnly(), Errno.EBADF, "getdents(2): O_PATH")
                    .fails(!world.at(open.object()).isDirectory(), Errno.ENOTDIR, "getdents(2): not a directory")
                    .otherwise(now -> list(now, open.object()));
        }
    }

    /** A removed directory has no entries. */
    private static Set<Outcome> list(World now, int directory) {
        TreeMap<String, Kind> entries = new TreeMap<>();
        now.at(directory)
                .names()
                .forEach((name, object) -> entries.put(name, now.at(object).kind()));
        World next = now.change(directory, o -> o.withAtime(o.atime().or(now.now())));
        return Outcome.only(new Result.Entries(entries), next, "readdir(3)");
    }

    /**
     * faccessat(2) with AT_EACCESS.
     *
     * @param wanted the sum of 4 for reading, 2 for writing and 1 for executing or searching
     */
    public record Accessible(String path, int wanted) implements Call {
        @Override
        public Set<Outcome> in(World world) {
            Lookup.Found found = Lookup.find(world, path, Last.FOLLOWED);
            Verdict verdict = Verdict.in(world).resolves(found);
            if (!(found instanceof Place place)) {
                return verdict.failures();
            }
            return verdict.fails(!place.exists(), Errno.ENOENT, "access(2): the name does not exist")
                    .fails(
                            place.exists() && !Access.may(world.caller(), world.at(place.object()), wanted),
                            Errno.EACCES,
                            "access(2): the access would be denied")
                    .otherwise(now -> Outcome.done(world, "access(2)"));
        }
    }
}
