package org.holdfast.spec;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The bounds and rules of one model; TLA+: the CONSTANTS of Holdfast.
 *
 * @param names the names that an entry of a directory can have
 * @param kinds subset of "file" and "dir"
 * @param inos inode numbers; an object's number is free again once it is dead
 * @param maxObjects how many objects the host creates in all
 * @param mounts 1, or 1 and 2 with a mount below the export
 * @param bind whether mount 2 shows the file system of mount 1
 * @param maxNodeid the table is full when this nodeid is given; the root is 1
 * @param requests slots for requests in flight
 * @param maxLookups how many lookups the client holds or asks for at once
 * @param ops what is asked beside LOOKUP and GETATTR: subset of "link", "warm", "unlink", "rename",
 *     "shut" and "place"
 * @param policy "link", "fd", "adaptive" or "handle"
 * @param budget policy "adaptive": how many nodes may have an fd although they could have a link
 * @param causes errno names with which linkat may fail although the object has a name; with any, unlinkat may fail too
 * @param crashes whether the daemon may die, and the client may send INIT in a running session
 * @param without the rules that this model is without; none for the daemon
 */
public record Model(
        List<String> names,
        List<String> kinds,
        List<Integer> inos,
        int maxObjects,
        List<Integer> mounts,
        boolean bind,
        int maxNodeid,
        List<Integer> requests,
        int maxLookups,
        List<String> ops,
        String policy,
        int budget,
        List<String> causes,
        boolean crashes,
        Set<Rule> without) {

    /** The nodeid of the root, which no model creates or forgets. */
    public static final int ROOT = 1;

    /** No object, no node, no link; TLA+: None. */
    public static final int NONE = 0;

    /** The name of the entry of the work directory that the daemon did not make; TLA+: Foreign. */
    public static final int FOREIGN = 0;

    /** Makes the collections immutable. */
    public Model {
        names = List.copyOf(names);
        kinds = List.copyOf(kinds);
        inos = List.copyOf(inos);
        mounts = List.copyOf(mounts);
        requests = List.copyOf(requests);
        ops = List.copyOf(ops);
        causes = List.copyOf(causes);
        without = Set.copyOf(without);
    }

    /** Whether files are given work links under a policy; TLA+: in Linkable(o). */
    public static boolean links(String policy) {
        return policy.equals("link") || policy.equals("adaptive");
    }

    /** Whether this model obeys the rule. */
    public boolean has(Rule rule) {
        return !without.contains(rule);
    }

    /** The file system that a mount shows; TLA+: FsOf(m). */
    public int fsOf(int mount) {
        return bind ? 1 : mount;
    }

    /** Every directory in which a name can stand; TLA+: Dirs. */
    public Set<Integer> dirs() {
        Set<Integer> all = new TreeSet<>();
        mounts.forEach(m -> all.add(Place.top(fsOf(m))));
        if (kinds.contains("dir")) {
            IntStream.rangeClosed(1, maxObjects).forEach(all::add);
        }
        return all;
    }

    /** TLA+: Places. */
    public Set<Place> places() {
        Set<Place> all = new TreeSet<>();
        dirs().forEach(d -> names.forEach(x -> all.add(new Place(d, x))));
        return all;
    }

    /** An object as it is seen through a mount; TLA+: View(m, o). */
    public int view(int mount, int o) {
        return o == NONE ? NONE : (mount - 1) * maxObjects + o;
    }

    /** TLA+: MountIn(v). */
    int mountIn(int view) {
        return view == NONE ? 0 : (view - 1) / maxObjects + 1;
    }

    /** TLA+: ObjectIn(v). */
    int objectIn(int view) {
        return view == NONE ? NONE : (view - 1) % maxObjects + 1;
    }

    /** The nodeids that can be given, in ascending order; TLA+: Nodeids. */
    public List<Integer> nodeids() {
        return IntStream.rangeClosed(ROOT + 1, maxNodeid).boxed().toList();
    }

    /** The names that an entry of the work directory can have; TLA+: LinkNames. */
    public Set<Integer> linkNames() {
        Set<Integer> all = new TreeSet<>(nodeids());
        all.addAll(inos);
        all.add(FOREIGN);
        return all;
    }

    /** What a count of 64 bits becomes when too much is taken from it; TLA+: Wrapped. */
    int wrapped() {
        return maxLookups + 100;
    }

    /** The object of the foreign entry; TLA+: Stranger. */
    public int stranger() {
        return maxObjects + 1;
    }
}
