package org.holdfast.spec.posix;

import java.util.Set;
import org.holdfast.spec.posix.Lookup.Last;
import org.holdfast.spec.posix.Lookup.Place;

/** Calls that give a handle and take it back. */
public final class Opening {
    private Opening() {}

    /**
     * open(2).
     *
     * @param handle the name of the new handle, which no open handle may have
     * @param mode of a file that it makes
     */
    public record Open(String handle, String path, Set<OpenFlag> flags, int mode) implements Call {
        @Override
        public Set<Outcome> in(World world) {
            if (world.handles().containsKey(handle)) {
                throw new IllegalArgumentException(handle + " is open already");
            }
            Lookup.Found found = Lookup.find(world, path, last());
            Verdict verdict = possible(Verdict.in(world)).resolves(found);
            if (!(found instanceof Place place)) {
                return verdict.failures();
            }
            if (has(OpenFlag.PATH)) {
                return openPath(world, verdict, place);
            }
            if (has(OpenFlag.TMPFILE)) {
                return makeUnnamed(world, verdict, place);
            }
            verdict.fails(
                    creates() && (place.slash() || !place.isName()),
                    Errno.EISDIR,
                    "open(2): O_CREAT of a name with a slash after it, or of \".\" or \"..\"");
            return place.exists() ? openExisting(world, verdict, place) : create(world, verdict, place);
        }

        /** Flags that do not go together are an error whatever the path leads to. */
        private Verdict possible(Verdict verdict) {
            boolean makesUnnamed = has(OpenFlag.TMPFILE) && !has(OpenFlag.PATH);
            return verdict.fails(
                            creates() && has(OpenFlag.DIRECTORY),
                            Errno.EINVAL,
                            "open(2): O_CREAT with O_DIRECTORY, since Linux 6.4")
                    .fails(
                            makesUnnamed && !has(OpenFlag.WRITE),
                            Errno.EINVAL,
                            "open(2): O_TMPFILE wants O_WRONLY or O_RDWR")
                    .fails(creates() && has(OpenFlag.TMPFILE), Errno.EINVAL, "open(2): O_TMPFILE with O_CREAT");
        }

        private boolean has(OpenFlag flag) {
            return flags.contains(flag);
        }

        private boolean creates() {
            return has(OpenFlag.CREATE) && !has(OpenFlag.PATH);
        }

        private Last last() {
            if (creates()) {
                return has(OpenFlag.EXCLUSIVE) || has(OpenFlag.NOFOLLOW) ? Last.NAME : Last.TO_CREATE;
            }
            return has(OpenFlag.NOFOLLOW) ? Last.ITSELF : Last.FOLLOWED;
        }

        private Set<Outcome> opened(World now, int object) {
            return Outcome.done(now.withHandle(handle, new Handle(object, flags, 0)), "open(2)");
        }

        private Set<Outcome> openPath(World world, Verdict verdict, Place place) {
            return verdict.fails(!place.exists(), Errno.ENOENT, "open(2): the name does not exist")
                    .fails(
                            place.exists()
                                    && has(OpenFlag.DIRECTORY)
                                    && !world.at(place.object()).isDirectory(),
                            Errno.ENOTDIR,
                            "open(2): O_DIRECTORY")
                    .otherwise(now -> Outcome.done(
                            now.withHandle(handle, new Handle(place.object(), Set.of(OpenFlag.PATH), 0)),
                            "open(2): O_PATH looks at no permission of the object"));
        }

        private Set<Outcome> openExisting(World world, Verdict verdict, Place place) {
            Obj object = world.at(place.object());
            verdict.fails(creates() && has(OpenFlag.EXCLUSIVE), Errno.EEXIST, "POSIX open(): O_CREAT and O_EXCL")
                    .fails(
                            object.is(Kind.SYMLINK)
                                    && has(OpenFlag.NOFOLLOW)
                                    && !(creates() && has(OpenFlag.EXCLUSIVE)),
                            Errno.ELOOP,
                            "open(2): O_NOFOLLOW of a symlink")
                    .fails(
                            has(OpenFlag.DIRECTORY) && !object.isDirectory(),
                            Errno.ENOTDIR,
                            "open(2): O_DIRECTORY of something else")
                    .fails(
                            creates() && Access.isCreationGuarded(world, world.at(place.directory()), object),
                            Errno.EACCES,
                            "proc_sys_fs(5): protected_regular, protected_fifos; may_create_in_sticky");
            if (object.is(Kind.SYMLINK)) {
                return verdict.failures();
            }
            int needed = OpenFlag.needed(flags);
            return verdict.fails(
                            object.isDirectory() && (creates() || Mode.has(needed, Mode.W)),
                            Errno.EISDIR,
                            "open(2): a directory is neither written nor created by open")
                    .fails(!Access.may(world.caller(), object, needed), Errno.EACCES, "open(2): no permission")
                    .fails(
                            has(OpenFlag.NOATIME) && !world.caller().owns(object),
                            Errno.EPERM,
                            "open(2): O_NOATIME is for the owner")
                    .fails(
                            object.is(Kind.SOCKET) || object.body() instanceof Body.Device,
                            Errno.ENXIO,
                            "open(2): a socket, or a device without a driver")
                    .fails(
                            object.body() instanceof Body.Device
                                    && world.settings().noDevices(),
                            Errno.EACCES,
                            "mount(8): nodev")
                    .fails(
                            object.is(Kind.FIFO) && isForWritingOnly() && !world.isOpen(place.object(), OpenFlag.READ),
                            Errno.ENXIO,
                            "open(2): O_NONBLOCK | O_WRONLY of a FIFO that nobody reads")
                    .otherwise(now -> opened(truncated(now, place.object()), place.object()));
        }

        private boolean isForWritingOnly() {
            return has(OpenFlag.WRITE) && !has(OpenFlag.READ);
        }

        private World truncated(World now, int object) {
            return has(OpenFlag.TRUNCATE) && now.at(object).is(Kind.FILE)
                    ? now.change(object, o -> Sizing.resized(now, o, 0))
                    : now;
        }

        private Set<Outcome> create(World world, Verdict verdict, Place place) {
            verdict.fails(!creates(), Errno.ENOENT, "open(2): the name does not exist");
            if (creates()) {
                verdict.mayChange(place.directory());
            }
            return verdict.otherwise(now -> {
                World made = now.make(
                        place.directory(),
                        new Body.Bytes(""),
                        Mode.created(now.caller(), now.at(place.directory()), Kind.FILE, mode));
                int object = made.objectsMade();
                return opened(made.enter(place.directory(), place.name(), object), object);
            });
        }

        private Set<Outcome> makeUnnamed(World world, Verdict verdict, Place place) {
            verdict.fails(!place.exists(), Errno.ENOENT, "open(2): O_TMPFILE: no such directory");
            if (place.exists()) {
                boolean isDirectory = world.at(place.object()).isDirectory();
                verdict.fails(!isDirectory, Errno.ENOTDIR, "open(2): O_TMPFILE names a directory");
                if (isDirectory) {
                    verdict.mayChange(place.object());
                }
            }
            return verdict.otherwise(now -> {
                int mine = Mode.created(now.caller(), now.at(place.object()), Kind.FILE, mode);
                World made = now.make(place.object(), new Body.Bytes(""), mine);
                int object = made.objectsMade();
                return opened(made.change(object, o -> o.withLinkable(!has(OpenFlag.EXCLUSIVE))), object);
            });
        }
    }

    /** close(2): the object goes if this was its last handle and it has no name. */
    public record Close(String handle) implements Call {
        @Override
        public Set<Outcome> in(World world) {
            return Verdict.in(world)
                    .fails(!world.handles().containsKey(handle), Errno.EBADF, "close(2): not an open handle")
                    .otherwise(now -> Outcome.done(now.withoutHandle(handle), "close(2)"));
        }
    }
}
