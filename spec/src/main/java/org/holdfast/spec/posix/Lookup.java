package org.holdfast.spec.posix;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** From a path to an object, or to the place where one could be: path_resolution(7). */
final class Lookup {
    private static final int NAME_MAX = 255;
    private static final int PATH_MAX = 4096;
    private static final int MAX_LINKS = 40;

    /** What a symlink in the last place means. */
    enum Last {
        /** It is followed: stat(2). */
        FOLLOWED,
        /** It is meant itself, unless a slash comes after it: lstat(2). */
        ITSELF,
        /** The name is meant, also with a slash after it: mkdir(2), unlink(2), rename(2). */
        NAME,
        /** It is followed, unless a slash comes after it: open(2) with O_CREAT. */
        TO_CREATE
    }

    /** Where a path leads. */
    sealed interface Found {}

    /** It leads nowhere. */
    record Nowhere(Errno errno, String rule) implements Found {}

    /**
     * It leads to a name in a directory.
     *
     * @param name the last name, which may be "." or "..", or "/" for the root
     * @param object what has the name, or {@link #NOTHING}
     * @param slash a slash comes after the name
     */
    record Place(int directory, String name, int object, boolean slash) implements Found {
        static final int NOTHING = 0;

        boolean exists() {
            return object != NOTHING;
        }

        /** Not "." or ".." or the root. */
        boolean isName() {
            return !name.equals(".") && !name.equals("..") && !name.equals("/");
        }
    }

    private final World world;
    private final Last last;
    private final Deque<String> rest = new ArrayDeque<>();
    private int directory = World.ROOT;
    private boolean slash;
    private int links;

    private Lookup(World world, Last last) {
        this.world = world;
        this.last = last;
    }

    static Found find(World world, String path, Last last) {
        if (path.isEmpty()) {
            return new Nowhere(Errno.ENOENT, "path_resolution(7): an empty path leads nowhere");
        }
        if (path.length() >= PATH_MAX) {
            return new Nowhere(Errno.ENAMETOOLONG, "path_resolution(7): a path has fewer than 4096 bytes");
        }
        Lookup lookup = new Lookup(world, last);
        if (path.charAt(0) == World.AT_HANDLE) {
            return lookup.from(path.substring(1, path.indexOf('/')), path.substring(path.indexOf('/') + 1));
        }
        lookup.append(path);
        return lookup.walk();
    }

    private Found from(String handle, String path) {
        Handle start = world.handles().get(handle);
        if (start == null) {
            return new Nowhere(Errno.EBADF, "openat(2): not an open handle");
        }
        if (path.isEmpty()) {
            return new Place(start.object(), ".", start.object(), false);
        }
        directory = start.object();
        append(path);
        return walk();
    }

    /** Puts a path before what is left to walk. */
    private void append(String path) {
        if (path.startsWith("/")) {
            directory = World.ROOT;
        }
        if (rest.isEmpty()) {
            slash |= path.endsWith("/");
        }
        List<String> names =
                Arrays.stream(path.split("/")).filter(name -> !name.isEmpty()).toList();
        for (int i = names.size() - 1; i >= 0; i--) {
            rest.push(names.get(i));
        }
    }

    private Found walk() {
        while (!rest.isEmpty()) {
            Obj here = world.at(directory);
            String name = rest.pop();
            if (!here.isDirectory()) {
                return new Nowhere(Errno.ENOTDIR, "path_resolution(7): only a directory has names");
            }
            if (!Access.may(world.caller(), here, Mode.X)) {
                return new Nowhere(Errno.EACCES, "path_resolution(7): a directory on the way is not searchable");
            }
            if (name.length() > NAME_MAX) {
                return new Nowhere(Errno.ENAMETOOLONG, "path_resolution(7): a name has at most 255 bytes");
            }
            int object = step(here, name);
            boolean isLast = rest.isEmpty();
            if (object != Place.NOTHING && world.at(object).is(Kind.SYMLINK) && (!isLast || follows())) {
                if (++links > MAX_LINKS) {
                    return new Nowhere(Errno.ELOOP, "path_resolution(7): more than 40 symlinks");
                }
                if (isLast && Access.isLinkGuarded(world, here, world.at(object))) {
                    return new Nowhere(Errno.EACCES, "proc_sys_fs(5): protected_symlinks");
                }
                append(((Body.Target) world.at(object).body()).path());
                if (rest.isEmpty()) {
                    return root();
                }
            } else if (isLast) {
                return arrive(new Place(directory, name, object, slash));
            } else if (object == Place.NOTHING) {
                return new Nowhere(Errno.ENOENT, "path_resolution(7): a name on the way does not exist");
            } else {
                directory = object;
            }
        }
        return root();
    }

    private int step(Obj here, String name) {
        return switch (name) {
            case "." -> directory;
            case ".." -> here.parent();
            default -> here.names().getOrDefault(name, Place.NOTHING);
        };
    }

    private boolean follows() {
        return switch (last) {
            case FOLLOWED -> true;
            case ITSELF -> slash;
            case NAME -> false;
            case TO_CREATE -> !slash;
        };
    }

    private Found arrive(Place place) {
        boolean wantsDirectory = slash && (last == Last.FOLLOWED || last == Last.ITSELF);
        if (wantsDirectory && place.exists() && !world.at(place.object()).isDirectory()) {
            return new Nowhere(Errno.ENOTDIR, "path_resolution(7): what a slash follows must be a directory");
        }
        return place;
    }

    private Place root() {
        return new Place(World.ROOT, "/", World.ROOT, false);
    }
}
