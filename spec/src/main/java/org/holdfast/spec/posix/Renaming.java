package org.holdfast.spec.posix;

import java.util.LinkedHashSet;
import java.util.Set;
import org.holdfast.spec.posix.Lookup.Last;
import org.holdfast.spec.posix.Lookup.Place;

/** rename(2) and renameat2(2). */
public final class Renaming {
    private Renaming() {}

    /** Moves a name, or exchanges two. */
    public record Rename(String from, String to, Set<RenameFlag> flags) implements Call {
        @Override
        public Set<Outcome> in(World world) {
            Lookup.Found foundOld = Lookup.find(world, from, Last.NAME);
            Lookup.Found foundNew = Lookup.find(world, to, Last.NAME);
            Verdict verdict = Verdict.in(world)
                    .fails(
                            exchanges() && (has(RenameFlag.NOREPLACE) || has(RenameFlag.WHITEOUT)),
                            Errno.EINVAL,
                            "rename(2): RENAME_EXCHANGE goes with no other flag")
                    .resolves(foundOld)
                    .resolves(foundNew);
            boolean missing = foundOld instanceof Place place && !place.exists();
            verdict.fails(missing, Errno.ENOENT, "rename(2): the old name does not exist")
                    .fails(!isName(foundOld) || !isName(foundNew), Errno.EBUSY, "rename(2): \".\", \"..\" or the root")
                    .fails(!isName(foundNew) && has(RenameFlag.NOREPLACE), Errno.EEXIST, "rename(2): RENAME_NOREPLACE");
            if (foundNew instanceof Place to) {
                names(verdict, to);
            }
            if (!(foundOld instanceof Place from) || !(foundNew instanceof Place to) || verdict.hasFailed()) {
                return verdict.failures();
            }
            shapes(verdict, world, from, to);
            if (from.object() == to.object()) {
                return verdict.otherwise(
                        now -> Outcome.done(now, "POSIX rename(): two names of one object stay as they are"));
            }
            kinds(verdict, world, from, to);
            permissions(verdict, world, from, to);
            return verdict.otherwise(now -> {
                if (has(RenameFlag.WHITEOUT)) {
                    return leaveWhiteout(move(now, from, to), from, to);
                }
                return Outcome.done(exchanges() ? exchange(now, from, to) : move(now, from, to), "rename(2)");
            });
        }

        private boolean has(RenameFlag flag) {
            return flags.contains(flag);
        }

        private boolean exchanges() {
            return has(RenameFlag.EXCHANGE);
        }

        private static boolean isName(Lookup.Found found) {
            return !(found instanceof Place place) || place.isName();
        }

        private void names(Verdict verdict, Place to) {
            verdict.fails(to.exists() && has(RenameFlag.NOREPLACE), Errno.EEXIST, "rename(2): RENAME_NOREPLACE")
                    .fails(!to.exists() && exchanges(), Errno.ENOENT, "rename(2): RENAME_EXCHANGE wants both names");
        }

        /** Both names of an exchange exist here. Slashes, and directories that would come to lie in themselves. */
        private void shapes(Verdict verdict, World world, Place from, Place to) {
            boolean isDirectory = world.at(from.object()).isDirectory();
            verdict.fails(
                            !isDirectory && (from.slash() || to.slash() && !exchanges()),
                            Errno.ENOTDIR,
                            "rename(2): a slash after what is no directory")
                    .fails(
                            exchanges() && to.slash() && !world.at(to.object()).isDirectory(),
                            Errno.ENOTDIR,
                            "rename(2): a slash after what is no directory")
                    .fails(
                            isDirectory && isAbove(world, from.object(), to.directory()),
                            Errno.EINVAL,
                            "POSIX rename(): a directory cannot move below itself")
                    .fails(
                            exchanges() && isAbove(world, to.object(), from.directory()),
                            Errno.EINVAL,
                            "rename(2): a directory cannot be exchanged with what lies below it");
        }

        private void kinds(Verdict verdict, World world, Place from, Place to) {
            if (!to.exists() || exchanges()) {
                return;
            }
            boolean isDirectory = world.at(from.object()).isDirectory();
            Obj replaced = world.at(to.object());
            verdict.fails(
                            isDirectory && !replaced.isDirectory(),
                            Errno.ENOTDIR,
                            "rename(2): a directory replaces a directory only")
                    .fails(
                            !isDirectory && replaced.isDirectory(),
                            Errno.EISDIR,
                            "rename(2): a directory is replaced by a directory only");
            boolean tooFull = isDirectory || isAbove(world, to.object(), from.directory());
            if (tooFull) {
                Removing.notEmpty(verdict, replaced, "rename(2)");
            }
        }

        private void permissions(Verdict verdict, World world, Place from, Place to) {
            Removing.mayRemove(verdict, world, from);
            verdict.mayChange(to.directory());
            if (to.exists()) {
                Removing.mayRemove(verdict, world, to);
            }
            if (from.directory() != to.directory()) {
                mayMove(verdict, world, from);
                if (exchanges()) {
                    mayMove(verdict, world, to);
                }
            }
        }

        private static void mayMove(Verdict verdict, World world, Place place) {
            Obj object = world.at(place.object());
            verdict.fails(
                    object.isDirectory() && !Access.may(world.caller(), object, Mode.W),
                    Errno.EACCES,
                    "rename(2): a directory that moves must be writable, since its \"..\" changes");
        }

        private static World move(World now, Place from, Place to) {
            World free = to.exists() ? now.leave(to.directory(), to.name()).buried(to.object()) : now;
            World moved = free.leave(from.directory(), from.name()).enter(to.directory(), to.name(), from.object());
            return asBefore(now, moved, from.object());
        }

        /** The whiteout inherits like a new name in the old directory, or, on xfs, in the new one: no page says. */
        private static Set<Outcome> leaveWhiteout(World moved, Place from, Place to) {
            Set<Outcome> allowed = new LinkedHashSet<>();
            for (int directory : new int[] {from.directory(), to.directory()}) {
                World made = moved.make(directory, Body.Device.WHITEOUT, 0);
                World left = made.enter(from.directory(), from.name(), made.objectsMade());
                allowed.addAll(Outcome.done(left, "rename(2): RENAME_WHITEOUT"));
            }
            return allowed;
        }

        private static World exchange(World now, Place from, Place to) {
            World exchanged = now.leave(from.directory(), from.name())
                    .leave(to.directory(), to.name())
                    .enter(from.directory(), from.name(), to.object())
                    .enter(to.directory(), to.name(), from.object());
            World timed = asBefore(now, asBefore(now, exchanged, from.object()), to.object());
            return from.directory() == to.directory()
                    ? timed
                    : perhapsModified(perhapsModified(timed, from.object()), to.object());
        }

        /** A directory whose ".." changes may count as modified (xfs) or not (ext4): no page says. */
        private static World perhapsModified(World world, int object) {
            return world.at(object).isDirectory()
                    ? world.change(object, o -> o.withMtime(o.mtime().or(world.now())))
                    : world;
        }

        /** POSIX rename(): some systems show a rename in the object's own ctime, some do not. */
        private static World asBefore(World before, World after, int object) {
            Time ctime = before.at(object).ctime();
            return after.change(object, o -> o.withCtime(o.ctime().or(ctime)));
        }

        /** Whether a directory is that one or above it. */
        private static boolean isAbove(World world, int upper, int directory) {
            for (int at = directory; ; at = world.at(at).parent()) {
                if (at == upper) {
                    return true;
                }
                if (at == World.ROOT) {
                    return false;
                }
            }
        }
    }
}
