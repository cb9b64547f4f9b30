package org.holdfast.spec.posix;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A file system, a process that uses it, and the handles that the process has open. The process works in the root.
 *
 * @param objects every object that has a name or is open, by a number that is never given twice (programs see it only by
 *     comparing)
 * @param handles open handles by names that the program chooses
 * @param clock calls that have changed something; the time of the next change is one more
 * @param objectsMade the highest number that an object has had
 */
public record World(
        Settings settings,
        Caller caller,
        Map<Integer, Obj> objects,
        Map<String, Handle> handles,
        int clock,
        int objectsMade) {

    /** The number of the root directory. */
    public static final int ROOT = 1;

    /** What a path starts with that starts at a handle; no name has it. */
    static final char AT_HANDLE = '\0';

    /** An empty root directory of mode 0755 that belongs to the user 0, who is the caller. */
    public static World empty(Settings settings) {
        Obj root = Obj.created(Body.Names.none(ROOT), 0755, 0, 0, Time.at(0));
        return new World(settings, Caller.ROOT, Map.of(ROOT, root), Map.of(), 0, ROOT);
    }

    /**
     * A path that starts where a handle is open, as with openat(2); with an empty path what it is open on itself:
     * AT_EMPTY_PATH.
     */
    public static String from(String handle, String path) {
        return AT_HANDLE + handle + "/" + path;
    }

    public Obj at(int object) {
        return objects.get(object);
    }

    /** The time of what the present call changes. */
    Time now() {
        return Time.at(clock);
    }

    World ticked() {
        return new World(settings, caller, objects, handles, clock + 1, objectsMade);
    }

    /** The same world for another process; it inherits the handles. */
    public World as(Caller other) {
        return new World(settings, other, objects, handles, clock, objectsMade);
    }

    World change(int object, UnaryOperator<Obj> change) {
        Map<Integer, Obj> changed = new HashMap<>(objects);
        changed.compute(object, (number, obj) -> change.apply(obj));
        return new World(settings, caller, Map.copyOf(changed), handles, clock, Math.max(objectsMade, object));
    }

    World withHandle(String name, Handle handle) {
        Map<String, Handle> changed = new TreeMap<>(handles);
        changed.put(name, handle);
        return new World(settings, caller, objects, Map.copyOf(changed), clock, objectsMade);
    }

    World withoutHandle(String name) {
        Map<String, Handle> changed = new HashMap<>(handles);
        changed.remove(name);
        return new World(settings, caller, objects, Map.copyOf(changed), clock, objectsMade);
    }

    /** Whether a handle has the object open with that flag. */
    boolean isOpen(int object, OpenFlag flag) {
        return handles.values().stream().anyMatch(handle -> handle.object() == object && handle.has(flag));
    }

    /** A new object without a name, the last one made; its owner and group are as inode(7) says. */
    World make(int directory, Body body, int mode) {
        Obj parent = at(directory);
        int group = Mode.has(parent.mode(), Mode.SETGID) ? parent.gid() : caller.gid();
        Obj made = Obj.created(body, mode, caller.uid(), group, now());
        return change(objectsMade + 1, none -> made);
    }

    /** Gives an object a name in a directory; both show it in their times. */
    World enter(int directory, String name, int object) {
        Obj entered = at(object);
        World named = change(directory, d -> d.withBody(((Body.Names) d.body()).with(name, object))
                .modified(now()));
        if (!entered.isDirectory()) {
            return named.change(
                    object, o -> o.withNlink(o.nlink() + 1).withLinkable(false).withCtime(now()));
        }
        return named.change(directory, d -> d.withNlink(d.nlink() + 1))
                .change(object, o -> o.withBody(new Body.Names(((Body.Names) o.body()).names(), directory))
                        .withCtime(now()));
    }

    /** Takes a name from its object; a directory that is to go must be {@link #buried} as well. */
    World leave(int directory, String name) {
        int object = at(directory).names().get(name);
        World unnamed = change(directory, d -> d.withBody(((Body.Names) d.body()).without(name))
                .modified(now()));
        return at(object).isDirectory()
                ? unnamed.change(directory, d -> d.withNlink(d.nlink() - 1)).change(object, o -> o.withCtime(now()))
                : unnamed.change(object, o -> o.withNlink(o.nlink() - 1).withCtime(now()));
    }

    /** Marks a directory whose name is gone as removed. */
    World buried(int object) {
        return at(object).isDirectory() ? change(object, o -> o.withNlink(0)) : this;
    }

    /** Without the objects that have neither a name nor a handle, and without what waits in FIFOs that nobody has open. */
    World settled() {
        Map<Integer, Obj> alive = new HashMap<>();
        Set<Integer> open = handles.values().stream().map(Handle::object).collect(Collectors.toSet());
        objects.forEach((number, object) -> {
            if (object.nlink() > 0 || open.contains(number)) {
                boolean flushed =
                        object.is(Kind.FIFO) && !isOpen(number, OpenFlag.READ) && !isOpen(number, OpenFlag.WRITE);
                alive.put(number, flushed ? object.withBody(new Body.Pipe("")) : object);
            }
        });
        return new World(settings, caller, Map.copyOf(alive), handles, clock, objectsMade);
    }
}
