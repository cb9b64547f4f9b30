package org.holdfast.verify;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.holdfast.spec.Model;
import org.holdfast.trace.Event;

/** The names of the host in a run of {@code tla/Trace.tla}, and the steps by which it gives, moves and removes them. */
final class TlcNames {
    static final int TOP = -1;

    /** An inode of the host: its name, which is its number too, stands in one directory at a time, if at all. */
    static final class Thing {
        final int object;
        final boolean directory;
        private int dir;
        private boolean named = true;

        Thing(int object, boolean directory, int dir) {
            this.object = object;
            this.directory = directory;
            this.dir = dir;
        }
    }

    /** What tells inodes apart. */
    private record Key(int device, long ino, boolean directory) {
        static Key of(Event.Resolve e) {
            return new Key(e.device(), e.ino(), e.directory());
        }
    }

    private final List<TlcStep> steps;
    private final Map<Long, Thing> things = new HashMap<>();
    private final Map<Key, Thing> byKey = new HashMap<>();
    private int objects;

    /** Adds what it does to the steps. */
    TlcNames(List<TlcStep> steps) {
        this.steps = steps;
    }

    /** How many inodes there were. */
    int objects() {
        return objects;
    }

    /** What a nodeid means, null for nothing. */
    Thing of(long nodeid) {
        return things.get(nodeid);
    }

    /** The object of a directory. */
    int dir(long nodeid) {
        return nodeid == Model.ROOT || !things.containsKey(nodeid) ? TOP : things.get(nodeid).object;
    }

    /** A new node is about what was looked up. */
    void means(Event.Resolve e) {
        things.put(e.nodeid(), byKey.get(Key.of(e)));
    }

    void drop(long nodeid) {
        things.remove(nodeid);
    }

    /** What was looked up before under that identity, null for nothing. */
    Thing seen(Event.Resolve e) {
        return byKey.get(Key.of(e));
    }

    /** It is there no more, and what has its identity next is another one. */
    void forget(Event.Resolve e, long line) {
        loseName(byKey.remove(Key.of(e)), line);
    }

    /** The host gives what is looked up its name there. */
    Thing lookedUp(Event.Resolve e, int dir, long line) {
        Thing thing = seen(e);
        if (thing == null || !thing.named && !things.containsValue(thing)) { // or another one with the same number
            thing = new Thing(++objects, e.directory(), dir);
            byKey.put(Key.of(e), thing);
            steps.add(TlcStep.host(line, "HostCreate", dir, thing.object, 0, thing.directory ? "dir" : "file"));
        } else {
            mustHaveName(thing, line);
        }
        move(thing, dir, line);
        return thing;
    }

    /** An IllegalArgumentException if what has lost its name shows one again. */
    void mustHaveName(Thing thing, long line) {
        if (thing != null && !thing.named) {
            throw new IllegalArgumentException(
                    "line " + line + ": what had no name has one, and Trace.tla cannot give it one (O_TMPFILE)");
        }
    }

    /** The host moves what is not there already. */
    void move(Thing thing, int dir, long line) {
        if (thing != null && thing.dir != dir) {
            steps.add(TlcStep.host(line, "HostRename", thing.dir, thing.object, dir, ""));
            thing.dir = dir;
        }
    }

    /** The host removes it; what was in it last it must have moved before. */
    void loseName(Thing thing, long line) {
        if (thing != null && thing.named) {
            Stream.concat(byKey.values().stream(), things.values().stream())
                    .filter(other -> other != null && other.named && other.dir == thing.object)
                    .distinct()
                    .forEach(other -> move(other, TOP, line));
            steps.add(TlcStep.host(line, "HostRemove", thing.dir, thing.object, 0, ""));
            thing.named = false;
        }
    }
}
