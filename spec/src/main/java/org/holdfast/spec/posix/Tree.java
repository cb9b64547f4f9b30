package org.holdfast.spec.posix;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What holds of every world that calls have made. */
public final class Tree {
    private Tree() {}

    /** What is wrong with a world, in words; empty if nothing is. */
    public static List<String> violations(World world) {
        List<String> wrong = new ArrayList<>();
        Map<Integer, Integer> names = new HashMap<>();
        world.objects().forEach((number, object) -> {
            if (object.isDirectory()) {
                object.names().forEach((name, child) -> {
                    names.merge(child, 1, Integer::sum);
                    check(wrong, isChild(world, number, child), name + " of " + number + " is no child of it");
                });
            }
        });
        world.objects().forEach((number, object) -> {
            int named = names.getOrDefault(number, 0);
            boolean open = world.handles().values().stream().anyMatch(handle -> handle.object() == number);
            check(wrong, object.nlink() == expectedLinks(world, number, named), number + ": nlink is not its names");
            check(wrong, number == World.ROOT || named > 0 || open, number + " has neither a name nor a handle");
            check(wrong, !object.isDirectory() || named <= 1, number + ": a directory with two names");
            check(wrong, named == 0 || hangsOnRoot(world, number, object), number + " cannot be reached");
            check(wrong, !object.linkable() || object.nlink() == 0, number + " has a name and waits for its first");
            check(wrong, !object.is(Kind.SYMLINK) || object.mode() == 0777, number + ": a symlink's mode is 0777");
        });
        world.handles()
                .forEach((name, handle) ->
                        check(wrong, world.objects().containsKey(handle.object()), name + " is open on nothing"));
        return wrong;
    }

    private static void check(List<String> wrong, boolean holds, String otherwise) {
        if (!holds) {
            wrong.add(otherwise);
        }
    }

    private static boolean isChild(World world, int directory, int child) {
        Obj object = world.at(child);
        return object != null && (!object.isDirectory() || object.parent() == directory);
    }

    private static int expectedLinks(World world, int number, int named) {
        Obj object = world.at(number);
        if (!object.isDirectory()) {
            return named;
        }
        boolean removed = number != World.ROOT && named == 0;
        long below = object.names().values().stream()
                .filter(child ->
                        world.objects().containsKey(child) && world.at(child).isDirectory())
                .count();
        return removed ? 0 : 2 + (int) below;
    }

    /** Going up from a directory ends at the root, without coming by a directory twice. */
    private static boolean hangsOnRoot(World world, int number, Obj object) {
        if (!object.isDirectory()) {
            return true;
        }
        Set<Integer> passed = new HashSet<>();
        int at = number;
        while (at != World.ROOT && passed.add(at)) {
            at = world.at(at).parent();
        }
        return at == World.ROOT;
    }
}
