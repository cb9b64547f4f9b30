package org.holdfast.spec.posix;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BiFunction;
import org.holdfast.spec.posix.Lookup.Last;
import org.holdfast.spec.posix.Lookup.Place;

/** Calls that change attributes, each by a path or by a handle. */
public final class Attributes {
    private Attributes() {}

    /** What a call means. */
    public sealed interface Subject {}

    /** By a path, whose last symlink may be followed. */
    public record Path(String path, boolean follow) implements Subject {}

    /** By a handle. */
    public record Opened(String handle) implements Subject {}

    /** chmod(2), fchmod(2). */
    public record Chmod(Subject subject, int mode) implements Call {
        @Override
        public Set<Outcome> in(World world) {
            return on(world, subject, "chmod(2)", (verdict, number) -> {
                Obj object = world.at(number);
                boolean keepsSetgid = world.caller().mayKeepSetgid(object.gid());
                int set = mode & Mode.ALL & (keepsSetgid ? ~0 : ~Mode.SETGID);
                return verdict.fails(!world.caller().owns(object), Errno.EPERM, "chmod(2): not the owner")
                        .fails(object.is(Kind.SYMLINK), Errno.EOPNOTSUPP, "chmod(2): a symlink's mode stays")
                        .otherwise(now -> Outcome.done(
                                now.change(number, o -> o.withMode(set).withCtime(now.now())),
                                "chmod(2): setgid goes if the caller is not in the group"));
            });
        }
    }

    /**
     * chown(2), lchown(2), fchown(2).
     *
     * @param uid or {@link #SAME}
     * @param gid or {@link #SAME}
     */
    public record Chown(Subject subject, int uid, int gid) implements Call {
        /** Leaves the user or the group as it is. */
        public static final int SAME = -1;

        @Override
        public Set<Outcome> in(World world) {
            return on(world, subject, "chown(2)", (verdict, number) -> {
                Set<Outcome> allowed = new LinkedHashSet<>(change(verdict, world, number));
                if (uid == SAME && gid == SAME) {
                    allowed.addAll(Outcome.done(world, "POSIX chown(): with -1 for both, nothing needs to change"));
                }
                return allowed;
            });
        }

        private Set<Outcome> change(Verdict verdict, World world, int number) {
            Obj object = world.at(number);
            boolean kills = !object.isDirectory() && Mode.killed(world.caller(), object) != object.mode();
            boolean owns = world.caller().uid() == object.uid();
            return verdict.fails(
                            !world.caller().isRoot() && uid != SAME && !(owns && uid == object.uid()),
                            Errno.EPERM,
                            "chown(2): only CAP_CHOWN changes the user")
                    .fails(
                            !world.caller().isRoot()
                                    && gid != SAME
                                    && !(owns && (world.caller().isIn(gid) || gid == object.gid())),
                            Errno.EPERM,
                            "chown(2): the owner may choose among the own groups")
                    .fails(
                            kills && !world.caller().owns(object),
                            Errno.EPERM,
                            "chown(2): it would take setuid or setgid from what is not the caller's")
                    .otherwise(now -> Outcome.done(now.change(number, o -> owned(now, o)), "chown(2)"));
        }

        private Obj owned(World now, Obj object) {
            int mode = object.isDirectory() ? object.mode() : Mode.killed(now.caller(), object);
            return object.withMode(mode)
                    .withOwner(uid == SAME ? object.uid() : uid, gid == SAME ? object.gid() : gid)
                    .withCtime(now.now());
        }
    }

    /** A time for utimensat(2). */
    public sealed interface NewTime {}

    /** UTIME_NOW. */
    public record Now() implements NewTime {}

    /** UTIME_OMIT. */
    public record Omit() implements NewTime {}

    /** That time. */
    public record Exactly(long seconds, int nanoseconds) implements NewTime {}

    /** utimensat(2), futimens(3). */
    public record Utimens(Subject subject, NewTime atime, NewTime mtime) implements Call {
        @Override
        public Set<Outcome> in(World world) {
            if (atime instanceof Omit && mtime instanceof Omit) {
                return omitted(world);
            }
            return on(world, subject, "utimensat(2)", (verdict, number) -> {
                Obj object = world.at(number);
                boolean owns = world.caller().owns(object);
                boolean bothNow = atime instanceof Now && mtime instanceof Now;
                return verdict.fails(
                                bothNow && !owns && !Access.may(world.caller(), object, Mode.W),
                                Errno.EACCES,
                                "utimensat(2): setting both to now is for the owner and who may write")
                        .fails(
                                !bothNow && !owns,
                                Errno.EPERM,
                                "utimensat(2): anything but setting both to now is for the owner")
                        .otherwise(now -> Outcome.done(
                                now.change(number, o -> o.withAtime(time(now, o.atime(), atime))
                                        .withMtime(time(now, o.mtime(), mtime))
                                        .withCtime(now.now())),
                                "utimensat(2)"));
            });
        }

        private Set<Outcome> omitted(World world) {
            Set<Outcome> allowed =
                    new LinkedHashSet<>(Outcome.done(world, "utimensat(2): nothing to do, and nothing is looked at"));
            if (subject instanceof Opened opened && !world.handles().containsKey(opened.handle())) {
                allowed.add(Outcome.failed(world, Errno.EBADF, "futimens(3): the library may look at the descriptor"));
            }
            return allowed;
        }

        private static Time time(World now, Time old, NewTime wanted) {
            if (wanted instanceof Exactly exactly) {
                return Time.given(exactly.seconds(), exactly.nanoseconds());
            }
            return wanted instanceof Omit ? old : now.now();
        }
    }

    /** Finds the object that a call means. */
    static Set<Outcome> on(
            World world, Subject subject, String call, BiFunction<Verdict, Integer, Set<Outcome>> change) {
        return on(Verdict.in(world), world, subject, call, change);
    }

    /** The same, with a verdict that has looked at the other arguments. */
    static Set<Outcome> on(
            Verdict verdict,
            World world,
            Subject subject,
            String call,
            BiFunction<Verdict, Integer, Set<Outcome>> change) {
        if (subject instanceof Opened opened) {
            Handle open = world.handles().get(opened.handle());
            return open == null || open.isPathOnly()
                    ? verdict.fails(true, Errno.EBADF, call + ": not an open handle, or O_PATH")
                            .failures()
                    : change.apply(verdict, open.object());
        }
        Path path = (Path) subject;
        Lookup.Found found = Lookup.find(world, path.path(), path.follow() ? Last.FOLLOWED : Last.ITSELF);
        verdict.resolves(found);
        if (!(found instanceof Place place)) {
            return verdict.failures();
        }
        return place.exists()
                ? change.apply(verdict, place.object())
                : verdict.fails(true, Errno.ENOENT, call + ": the name does not exist")
                        .failures();
    }
}
