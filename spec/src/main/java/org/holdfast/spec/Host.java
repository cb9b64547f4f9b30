package org.holdfast.spec;

import static org.holdfast.spec.Model.NONE;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The steps of the host, which does as it likes. */
public sealed interface Host extends Action {

    /** A new object, perhaps with the inode number of a dead one. */
    record HostCreate(int d, String x, String kind, int ino) implements Host {
        @Override
        public boolean enabled(State s) {
            return s.liveDir(d)
                    && s.names().get(new Place(d, x)) == NONE
                    && s.object().size() < s.model().maxObjects()
                    && IntStream.rangeClosed(1, s.object().size()).noneMatch(o -> isThis(s, o) && s.alive(o));
        }

        private boolean isThis(State s, int o) {
            return s.object(o).fs() == s.dirFs(d) && s.object(o).ino() == ino;
        }

        @Override
        public State apply(State s) {
            List<Obj> object = new ArrayList<>(s.object());
            object.add(new Obj(kind, ino, s.dirFs(d), Ctime.LAST));
            return s.object(List.copyOf(object)).names(s.names().except(new Place(d, x), object.size()));
        }
    }

    /** link(2), within a file system. */
    record HostLink(int d, String from, int e, String to) implements Host {
        @Override
        public boolean enabled(State s) {
            int o = s.names().get(new Place(d, from));
            return o != NONE
                    && s.liveDir(e)
                    && s.names().get(new Place(e, to)) == NONE
                    && !s.object(o).isDir()
                    && s.dirFs(d) == s.dirFs(e);
        }

        @Override
        public State apply(State s) {
            int o = s.names().get(new Place(d, from));
            return s.changed(o).names(s.names().except(new Place(e, to), o));
        }
    }

    /** rename(2), within a file system; it replaces what bears the name {@code to}. */
    record HostRename(int d, String from, int e, String to) implements Host {
        @Override
        public boolean enabled(State s) {
            int o = s.names().get(new Place(d, from));
            return o != NONE
                    && s.liveDir(e)
                    && o != s.names().get(new Place(e, to))
                    && s.dirFs(d) == s.dirFs(e)
                    && !below(s, e, o)
                    && s.replaceable(new Place(e, to), o);
        }

        @Override
        public State apply(State s) {
            return rename(s, new Place(d, from), new Place(e, to));
        }
    }

    /** unlink(2), rmdir(2). */
    record HostRemove(int d, String x) implements Host {
        @Override
        public boolean enabled(State s) {
            return s.removable(new Place(d, x));
        }

        @Override
        public State apply(State s) {
            return remove(s, new Place(d, x));
        }
    }

    /** chmod, write, setxattr and all else that changes an object and leaves its names alone. */
    record HostChange(int o) implements Host {
        @Override
        public boolean enabled(State s) {
            return o <= s.object().size()
                    && s.namesOf(o) > 0
                    && !s.changed(o).object().equals(s.object());
        }

        @Override
        public State apply(State s) {
            return s.changed(o);
        }
    }

    /** Whether a directory is o or below it; TLA+: Below(d, o). */
    static boolean below(State s, int dir, int o) {
        return dir == o
                || (dir > 0
                        && s.names().keys().stream().anyMatch(p -> s.names().get(p) == dir && below(s, p.dir(), o)));
    }

    /** What bears p bears q; both objects, if there are two, have changed. */
    static State rename(State s, Place p, Place q) {
        int o = s.names().get(p);
        int replaced = s.names().get(q);
        State changed = replaced == NONE ? s.changed(o) : s.changed(o).changed(replaced);
        return changed.names(s.names().except(p, NONE).except(q, o));
    }

    /** Nothing bears p any more, and what did has changed. */
    static State remove(State s, Place p) {
        return s.changed(s.names().get(p)).names(s.names().except(p, NONE));
    }
}
