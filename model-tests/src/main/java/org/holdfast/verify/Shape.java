package org.holdfast.verify;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.holdfast.spec.Fn;
import org.holdfast.spec.Host;
import org.holdfast.spec.Model;
import org.holdfast.spec.Node;
import org.holdfast.spec.Place;
import org.holdfast.spec.Req;
import org.holdfast.spec.State;

/**
 * How large the model of one inode is: one object, with one name or none, seen through some mounts.
 *
 * @param directory what the object is
 * @param policy "link", "fd", "adaptive" or "handle"
 * @param mounts through how many mounts it is known
 * @param nodes how many nodes it can have at once: a known one a mount, and forgotten ones
 * @param requests how many requests can be at work on it at once
 */
record Shape(boolean directory, String policy, int mounts, int nodes, int requests) {
    /** The only object. */
    static final int OBJECT = 1;

    /** Where its name is, if it has one. */
    static final Place NAME = new Place(Place.top(1), "a");

    /** Stands for every errno but ENOENT, and for a mount without work directory. */
    static final String OTHER_CAUSE = "errno";

    private static final Map<Shape, Model> MODELS = new ConcurrentHashMap<>();
    private static final int MANY_LOOKUPS = Integer.MAX_VALUE / 2;

    String kind() {
        return directory ? "dir" : "file";
    }

    Model model() {
        return MODELS.computeIfAbsent(this, Shape::make);
    }

    private Model make() {
        return new Model(
                List.of(NAME.name()),
                List.of(kind()),
                List.of(1),
                1,
                upTo(mounts),
                true,
                Model.ROOT + nodes,
                upTo(requests),
                MANY_LOOKUPS,
                List.of("link", "warm", "unlink", "rename", "shut"),
                policy,
                0,
                List.of(OTHER_CAUSE),
                true,
                Set.of());
    }

    /** The object is there, and nobody knows of it. */
    State first() {
        State nothing = State.init(model());
        return new Host.HostCreate(NAME.dir(), NAME.name(), kind(), 1).step(nothing);
    }

    /** The same state with this shape, which is larger. */
    State of(State s) {
        Model m = model();
        return new State(
                m,
                s.names(),
                s.object(),
                Fn.of(m.linkNames(), l -> s.workdir().has(l) ? s.workdir().get(l) : Model.NONE),
                Fn.of(m.nodeids(), n -> s.node().has(n) ? s.node().get(n) : Node.NONE),
                s.last(),
                Fn.of(m.requests(), r -> s.req().has(r) ? s.req().get(r) : Req.IDLE),
                s.up(),
                Fn.of(m.nodeids(), n -> s.held().has(n) ? s.held().get(n) : 0),
                Fn.of(m.nodeids(), n -> s.means().has(n) ? s.means().get(n) : Model.NONE));
    }

    private static List<Integer> upTo(int n) {
        return IntStream.rangeClosed(1, n).boxed().toList();
    }
}
