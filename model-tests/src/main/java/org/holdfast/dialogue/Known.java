package org.holdfast.dialogue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.holdfast.kernel.KernelClient;
import org.holdfast.spec.posix.Kind;
import org.holdfast.spec.posix.Obj;
import org.holdfast.spec.posix.OpenFlag;
import org.holdfast.spec.posix.Opening;
import org.holdfast.spec.posix.Result;
import org.holdfast.spec.posix.Settings;
import org.holdfast.spec.posix.Time;
import org.holdfast.spec.posix.World;

/** What is known of the export and of the client's session: the state in which a request is judged. */
final class Known {
    /** What the client knows an object by. */
    record Node(int object, long generation, long lookups) {}

    /** A nodeid with its generation, which must never mean another object. */
    record Given(long nodeid, long generation) {}

    /** A time of an object that was seen. */
    record TimeOf(int object, char which, Time time) {}

    /** The last of these. */
    record Moment(int call, long nanos) {}

    /** A file or directory that the client has open. */
    record Opened(long fh, long nodeid, int object, boolean directory, Listing listing) {
        Opened with(Listing changed) {
            return new Opened(fh, nodeid, object, directory, changed);
        }
    }

    private static final Set<OpenFlag> O_PATH = Set.of(OpenFlag.PATH, OpenFlag.NOFOLLOW);

    World world;
    final Map<Long, Node> nodes;
    final Map<String, Opened> handles;
    final Map<Integer, Long> inos;
    final Map<TimeOf, Long> times;
    final Map<Integer, Moment> changes;
    final Set<Given> given;
    final Set<Integer> gone;

    /** Directories that were above those: they are kept while the client knows what the host has taken out of them. */
    final Set<Integer> left;

    final Set<Integer> unnamed;
    final Surroundings around;
    boolean overForgot;

    private Known(Known k) {
        world = k.world;
        nodes = new HashMap<>(k.nodes);
        handles = new HashMap<>(k.handles);
        inos = new HashMap<>(k.inos);
        times = new HashMap<>(k.times);
        changes = new HashMap<>(k.changes);
        given = new HashSet<>(k.given);
        gone = new HashSet<>(k.gone);
        left = new HashSet<>(k.left);
        unnamed = new HashSet<>(k.unnamed);
        around = k.around;
        overForgot = k.overForgot;
    }

    /** An empty export, of which the client knows the root. */
    Known(Settings settings, Surroundings around) {
        this.around = around;
        nodes = new HashMap<>();
        handles = new HashMap<>();
        inos = new HashMap<>();
        times = new HashMap<>();
        changes = new HashMap<>();
        given = new HashSet<>();
        gone = new HashSet<>();
        left = new HashSet<>();
        unnamed = new HashSet<>();
        world = World.empty(settings);
        knowRoot();
    }

    Known copy() {
        return new Known(this);
    }

    private void knowRoot() {
        nodes.put(KernelClient.ROOT, new Node(World.ROOT, 0, 1));
        hold(World.ROOT, "/");
    }

    /** The name of the model's handle that keeps a known object. */
    static String holder(int object) {
        return "object " + object;
    }

    /** The name of the model's handle that is what the client has open under a name. */
    static String file(String handle) {
        return "file " + handle;
    }

    /** The path of the object of a node itself. */
    static String path(Node node) {
        return World.from(holder(node.object()), "");
    }

    /** The path of a name in the directory of a node. */
    static String path(Node node, String name) {
        return World.from(holder(node.object()), name);
    }

    /** The node; empty for a nodeid that is not known or was forgotten. */
    Optional<Node> node(long nodeid) {
        return Optional.ofNullable(nodes.get(nodeid));
    }

    Obj object(Node node) {
        return world.at(node.object());
    }

    /** The nodeid by which the client knows an object. */
    Optional<Long> nodeid(int object) {
        return nodes.entrySet().stream()
                .filter(e -> e.getValue().object() == object)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private void hold(int object, String path) {
        world = new Opening.Open(holder(object), path, O_PATH, 0)
                .in(world)
                .iterator()
                .next()
                .next();
    }

    /** The client has been shown an entry of the object at that path. */
    void shown(long nodeid, long generation, int object, String path) {
        Node before = nodes.get(nodeid);
        nodes.put(nodeid, new Node(object, generation, before == null ? 1 : before.lookups() + 1));
        given.add(new Given(nodeid, generation));
        if (!world.handles().containsKey(holder(object))) {
            hold(object, path);
        }
    }

    /** FORGET; of more than there is, it is of all. The root stays. */
    void forget(long nodeid, long lookups) {
        Node node = nodes.get(nodeid);
        overForgot |= node == null || Long.compareUnsigned(lookups, node.lookups()) > 0;
        if (node == null || nodeid == KernelClient.ROOT) {
            return;
        }
        if (Long.compareUnsigned(lookups, node.lookups()) < 0) {
            nodes.put(nodeid, new Node(node.object(), node.generation(), node.lookups() - lookups));
            return;
        }
        nodes.remove(nodeid);
        world = closed(holder(node.object()));
    }

    World closed(String handle) {
        return new Opening.Close(handle).in(world).iterator().next().next();
    }

    /** The session begins anew: nothing is known but the root, and nothing is open. */
    void begin() {
        handles.keySet().forEach(handle -> world = closed(file(handle)));
        handles.clear();
        nodes.values().forEach(node -> world = closed(holder(node.object())));
        nodes.clear();
        given.clear();
        knowRoot();
    }

    /** The daemon has ended: what it hid of the change times is hidden no more. */
    void forgetTimes() {
        times.clear();
        changes.clear();
    }

    /** Whether the nodeid has had that generation before, in the daemon's life. */
    boolean wasGiven(Given one) {
        return given.contains(one) || around.givenBefore().contains(one);
    }

    /** Takes the world after something that the host did, and sees what has lost its last name, or was moved. */
    void hostDid(World next) {
        nodes.values().stream()
                .map(Node::object)
                .filter(object -> world.at(object).nlink() > 0
                        && next.at(object) != null
                        && (next.at(object).nlink() == 0
                                || !around.findsWhatTheHostMoves() && Paths.isMoved(object, world, next)))
                .forEach(object -> {
                    gone.add(object);
                    left.addAll(Paths.above(object, world));
                });
        world = next;
    }

    /** Whether a daemon that reaches objects by their names, or by file handles, may have lost it. */
    boolean mayBeStale(Node node) {
        return mayBeStale(node.object());
    }

    boolean mayBeStale(int object) {
        return gone.contains(object)
                && !(world.at(object).is(Kind.DIRECTORY)
                        ? around.keepsDirectories()
                        : around.keepsWhatTheHostRemoves());
    }

    boolean isRemoved(Node node) {
        return object(node).nlink() == 0;
    }

    /** What stat says of the object at a path that exists in that world. */
    static Result.Status status(World world, String path) {
        return (Result.Status) new org.holdfast.spec.posix.Looking.Stat(path, false)
                .in(world)
                .iterator()
                .next()
                .result();
    }
}
