package org.holdfast.dialogue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.holdfast.spec.posix.Kind;
import org.holdfast.spec.posix.World;
import org.holdfast.testkit.DaemonProcess;
import org.holdfast.testkit.HostFile;

/** Compares what a daemon keeps with what the client holds (P7, P11): descriptors in /proc, names in the workdir. */
final class Remains {
    /** What a Java runtime opens when it pleases. */
    private static final List<String> RUNTIME =
            List.of(System.getProperty("java.home"), "/usr/lib/jvm", "/proc", "/sys");

    private static final int HEX = 16;
    private static final String LINK = "link";
    private static final String HANDLE = "handle";

    private final Stage stage;
    private final Known known;
    private final Map<Long, Integer> objects = new HashMap<>();
    private final Map<Integer, Long> nodeids = new HashMap<>();
    private final Map<Integer, Integer> open = new HashMap<>();
    private final Map<Integer, Long> linked = new TreeMap<>();

    private Remains(Stage stage, Known known) {
        this.stage = stage;
        this.known = known;
        known.nodes.forEach((nodeid, node) -> keeps(nodeid, node.object()));
        known.handles.values().forEach(handle -> {
            open.merge(handle.object(), 1, Integer::sum);
            keeps(handle.nodeid(), handle.object());
        });
        if (!stage.kind().findsWhatTheHostMoves()) {
            Map.copyOf(nodeids).forEach((object, nodeid) -> Paths.above(object, known.world).stream()
                    .filter(above -> !nodeids.containsKey(above))
                    .forEach(above -> keeps(nodeid, above)));
            known.left.forEach(this::mayKeep);
        }
    }

    private void keeps(long nodeid, int object) {
        nodeids.put(object, nodeid);
        Long ino = known.inos.get(object);
        if (ino != null) {
            objects.merge(ino, object, Math::max); // of two with one number the older one is dead
        }
    }

    /** It may be dead, and its number another one's. */
    private void mayKeep(int object) {
        nodeids.putIfAbsent(object, 0L);
        Long ino = known.inos.get(object);
        if (ino != null) {
            objects.putIfAbsent(ino, object);
        }
    }

    /** What is wrong just now; the daemon may be about to release something. */
    static Optional<Complaint> wrong(Stage stage, Known known) {
        Remains remains = new Remains(stage, known);
        return remains.links().or(remains::descriptors);
    }

    private Optional<Complaint> links() {
        if (!stage.hasWorkdir()) {
            return Optional.empty();
        }
        for (Path link : DaemonProcess.links(stage.daemon().workdir().orElseThrow())) {
            long nodeid = Long.parseUnsignedLong(link.getFileName().toString(), HEX);
            Optional<Long> ino = HostFile.at(link).map(HostFile::ino);
            Known.Node node = known.nodes.get(nodeid);
            if (node == null) {
                return leak("a work link of nodeid " + Long.toHexString(nodeid) + ", which the client does not hold");
            }
            if (ino.isPresent() && !ino.get().equals(known.inos.get(node.object()))) {
                return leak("a work link of nodeid " + Long.toHexString(nodeid) + " to another object");
            }
            linked.put(node.object(), nodeid);
        }
        if (stage.kind().budget() > 0) {
            return withinBudget();
        }
        if (!stage.kind().policy().equals(Optional.of(LINK))) {
            return Optional.empty();
        }
        return known.nodes.entrySet().stream()
                .filter(e -> !linked.containsKey(e.getValue().object()) && isLinkable(e.getValue()))
                .findFirst()
                .flatMap(e ->
                        leak("no work link of nodeid " + Long.toHexString(e.getKey()) + ", which the client holds"));
    }

    /** What has lost its last name since it was looked up cannot be linked any more. */
    private Optional<Complaint> withinBudget() {
        long held = known.nodes.values().stream()
                .filter(node ->
                        isLinkable(node) && known.object(node).nlink() > 0 && !linked.containsKey(node.object()))
                .count();
        return held <= stage.kind().budget()
                ? Optional.empty()
                : Optional.of(new Complaint(
                        "P11",
                        held + " nodes without a work link that could have one, where "
                                + stage.kind().budget() + " may"));
    }

    private boolean isLinkable(Known.Node node) {
        return !known.object(node).is(Kind.DIRECTORY) && !known.unnamed.contains(node.object());
    }

    private Optional<Complaint> descriptors() {
        Map<Integer, Integer> more = new TreeMap<>();
        for (Map.Entry<Integer, String> fd : stage.daemon().descriptors().entrySet()) {
            String target = fd.getValue();
            if (target.equals(stage.own().get(fd.getKey())) || RUNTIME.stream().anyMatch(target::startsWith)) {
                continue;
            }
            Optional<HostFile> file = HostFile.behind(stage.daemon().reach(fd.getKey()));
            Integer object = file.map(f -> objects.get(f.ino())).orElse(null);
            if (file.isPresent() && object == null) {
                return leak("a descriptor of " + target + ", which the client does not hold");
            }
            if (object != null) {
                more.merge(object, 1, Integer::sum);
            }
        }
        return needless(more).or(() -> tooMany(more));
    }

    /** With policy handle what has a name can do without a descriptor, and does when nobody uses it. */
    private Optional<Complaint> needless(Map<Integer, Integer> descriptors) {
        if (!stage.kind().policy().equals(Optional.of(HANDLE))) {
            return Optional.empty();
        }
        return descriptors.keySet().stream()
                .filter(object -> descriptors.get(object) > open.getOrDefault(object, 0)
                        && object != World.ROOT
                        && known.world.at(object) != null
                        && known.world.at(object).nlink() > 0)
                .findFirst()
                .map(object -> new Complaint(
                        "P11",
                        "a descriptor of nodeid " + Long.toHexString(nodeids.get(object))
                                + ", which could have nothing but its file handle"));
    }

    private Optional<Complaint> tooMany(Map<Integer, Integer> descriptors) {
        return descriptors.entrySet().stream()
                .filter(e -> e.getValue() > mayHave(e.getKey()))
                .findFirst()
                .map(e -> new Complaint(
                        "P11",
                        e.getValue() + " descriptors of nodeid " + Long.toHexString(nodeids.get(e.getKey()))
                                + " where it takes " + mayHave(e.getKey())));
    }

    /** One for each handle, and one for the node unless it has a work link. */
    private int mayHave(int object) {
        boolean isLinked = linked.containsKey(object)
                || stage.kind().policy().equals(Optional.of(LINK)) && isLinkable(new Known.Node(object, 0, 0));
        return open.getOrDefault(object, 0) + (isLinked ? 0 : 1);
    }

    private static Optional<Complaint> leak(String text) {
        return Entries.complain("P7", text);
    }
}
