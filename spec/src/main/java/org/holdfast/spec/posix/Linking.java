package org.holdfast.spec.posix;

import java.util.Set;
import org.holdfast.spec.posix.Lookup.Last;
import org.holdfast.spec.posix.Lookup.Place;

/** Calls that give an object a further name. */
public final class Linking {
    private Linking() {}

    /**
     * link(2), or linkat(2) with AT_SYMLINK_FOLLOW.
     *
     * @param follow whether a symlink as the old name stands for what it leads to
     */
    public record Link(String from, String to, boolean follow) implements Call {
        @Override
        public Set<Outcome> in(World world) {
            Lookup.Found source = Lookup.find(world, from, follow ? Last.FOLLOWED : Last.ITSELF);
            Verdict verdict = Verdict.in(world).resolves(source);
            if (!(source instanceof Place place)) {
                return link(verdict, world, Place.NOTHING, to);
            }
            verdict.fails(!place.exists(), Errno.ENOENT, "link(2): the old name does not exist");
            return link(verdict, world, place.object(), to);
        }
    }

    /** linkat(2) of /proc/self/fd/N with AT_SYMLINK_FOLLOW: gives an open object a name, also one made by O_TMPFILE. */
    public record LinkHandle(String handle, String to) implements Call {
        @Override
        public Set<Outcome> in(World world) {
            Handle open = world.handles().get(handle);
            Verdict verdict =
                    Verdict.in(world).fails(open == null, Errno.ENOENT, "proc_pid_fd(5): no such open handle");
            if (open != null) {
                Obj object = world.at(open.object());
                verdict.fails(
                        object.nlink() == 0 && !object.linkable(),
                        Errno.ENOENT,
                        "linkat(2): the last name is gone, or O_TMPFILE was used with O_EXCL");
            }
            return link(verdict, world, open == null ? Place.NOTHING : open.object(), to);
        }
    }

    private static Set<Outcome> link(Verdict verdict, World world, int object, String to) {
        Lookup.Found target = Lookup.find(world, to, Last.NAME);
        verdict.resolves(target);
        if (object != Place.NOTHING) {
            verdict.fails(world.at(object).isDirectory(), Errno.EPERM, "link(2): a directory has one name")
                    .fails(
                            Access.isHardlinkGuarded(world, world.at(object)),
                            Errno.EPERM,
                            "proc_sys_fs(5): protected_hardlinks");
        }
        if (!(target instanceof Place place)) {
            return verdict.failures();
        }
        return Making.fresh(verdict, place, false, "link(2)")
                .otherwise(now -> Outcome.done(now.enter(place.directory(), place.name(), object), "link(2)"));
    }
}
