package org.holdfast.posix;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.holdfast.spec.posix.Body;
import org.holdfast.spec.posix.Looking;
import org.holdfast.spec.posix.Obj;
import org.holdfast.spec.posix.Result;
import org.holdfast.spec.posix.World;

/** What fsop says of a whole tree, as in fsop_tree.c: every object once, under its first path. For a caller who may see all. */
final class WholeTree {
    private final World world;
    private final Map<Integer, String> firstPaths = new HashMap<>();

    /** A time may be one of several, so there may be several texts. */
    private List<String> texts = List.of("");

    private WholeTree(World world) {
        this.world = world;
    }

    /** Every allowed text. */
    static List<String> below(World world, int object, String path) {
        WholeTree tree = new WholeTree(world);
        tree.object(object, path);
        return tree.texts;
    }

    private void object(int number, String path) {
        say(Words.shown(path) + " ");
        String first = firstPaths.putIfAbsent(number, path);
        if (first != null) {
            say("= " + Words.shown(first) + "; ");
            return;
        }
        Obj object = world.at(number);
        Result looked =
                new Looking.Stat(path, false).in(world).iterator().next().result();
        if (!(looked instanceof Result.Status status)) {
            throw new IllegalArgumentException("the caller may not see " + path);
        }
        say(Answers.text(status) + " mtime=");
        sayOneOf(List.copyOf(Changes.shown(object.mtime())));
        if (object.body() instanceof Body.Bytes file) {
            say(" holds=" + Words.shown(file.bytes()));
        } else if (object.body() instanceof Body.Target link) {
            say(" holds=" + Words.shown(link.path()));
        }
        object.xattrs().forEach((name, value) -> say(" " + Words.shown(name) + "=" + Words.shown(value)));
        say("; ");
        if (object.body() instanceof Body.Names directory) {
            directory.names().forEach((name, below) -> object(below, path + "/" + name));
        }
    }

    private void say(String text) {
        sayOneOf(List.of(text));
    }

    private void sayOneOf(List<String> either) {
        List<String> longer = new ArrayList<>();
        texts.forEach(text -> either.forEach(end -> longer.add(text + end)));
        texts = longer;
    }
}
