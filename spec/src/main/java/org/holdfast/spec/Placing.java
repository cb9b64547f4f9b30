package org.holdfast.spec;

import static org.holdfast.spec.Model.NONE;
import static org.holdfast.spec.Model.ROOT;

/**
 * The steps by which a directory's parent is kept for it, when directories are found by their places: a daemon without
 * CAP_DAC_READ_SEARCH opens no file handle, and compares it instead.
 */
public sealed interface Placing extends Action {

    /** Under the lock: the known directory p is to stay known, for n has its place there. */
    record Attach(int n, int p) implements Placing {
        @Override
        public boolean enabled(State s) {
            Node nd = s.node(n);
            return s.model().ops().contains("shut")
                    && isOn(s)
                    && s.up()
                    && nd.holds()
                    && nd.why().equals("dir")
                    && nd.kin() == NONE
                    && s.namesOf(nd.obj()) > 0
                    && isParent(s, nd);
        }

        private boolean isParent(State s, Node nd) {
            int dir = of(s, nd.obj()).dir();
            if (p == ROOT) {
                return dir == Place.top(s.model().fsOf(nd.mnt()));
            }
            Node parent = s.node(p);
            return parent.known() && parent.mnt() == nd.mnt() && parent.obj() == dir;
        }

        @Override
        public State apply(State s) {
            State attached = s.node(n, s.node(n).kin(p));
            return p == ROOT ? attached : kept(attached, p, 1);
        }
    }

    /** Under the lock: n has an fd, or goes; its parent is not needed any more. */
    record Detach(int n) implements Placing {
        @Override
        public boolean fair() {
            return true;
        }

        @Override
        public boolean enabled(State s) {
            Node nd = s.node(n);
            return nd.kin() != NONE && (nd.known() ? nd.hold() != Hold.PLACE : nd.pins() == 0);
        }

        @Override
        public State apply(State s) {
            int p = s.node(n).kin();
            State detached = s.node(n, s.node(n).kin(NONE));
            return p == ROOT ? detached : kept(detached, p, -1);
        }
    }

    /** The state in which a directory is kept for so many more, or for so many less where that is negative. */
    static State kept(State s, int n, int more) {
        Node nd = s.node(n);
        return s.node(
                n, more > 0 ? nd.kids(nd.kids() + more) : Forgetting.lowered(s, nd, nd.count(), nd.kids() + more));
    }

    /** Whether directories are found by their places. */
    static boolean isOn(State s) {
        return s.model().ops().contains("place");
    }

    /** Where a directory stands; TLA+: PlaceOf(o). */
    static Place of(State s, int o) {
        for (Place p : s.names().keys()) {
            if (s.names().get(p) == o) {
                return p;
            }
        }
        throw new IllegalStateException(o + " has no name in " + s);
    }

    /** The directory in which the children of n are looked for, 0 for none; TLA+: Led(n, m). */
    private static int led(State s, int n, int mount) {
        if (n == ROOT) {
            return Place.top(s.model().fsOf(mount));
        }
        Node nd = s.node(n);
        if (nd.hold() == Hold.PLACE) {
            int d = led(s, nd.kin(), mount);
            return d != NONE && s.names().get(new Place(d, nd.at())) == nd.obj() ? nd.obj() : NONE;
        }
        return nd.holds() ? nd.obj() : NONE;
    }

    /** Whether n has a name in the directory of its parent, and that is found; TLA+: IsPlaced(n). */
    static boolean isPlaced(State s, int n) {
        Node nd = s.node(n);
        int d = nd.kin() == NONE ? NONE : led(s, nd.kin(), nd.mnt());
        return d != NONE && s.model().names().stream().anyMatch(x -> s.names().get(new Place(d, x)) == nd.obj());
    }

    /** Whether a directory without an fd can be opened; TLA+: Findable(n). */
    static boolean findable(State s, int n) {
        Node nd = s.node(n);
        return nd.hold() == Hold.PLACE ? led(s, n, nd.mnt()) != NONE : s.alive(nd.obj());
    }
}
