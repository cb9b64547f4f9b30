package org.holdfast.spec;

import static org.holdfast.spec.Model.NONE;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The steps of the host. The client's own changes of names are steps of the host too: the daemon makes the same system
 * call in the same directory.
 */
public sealed interface Host extends Action {

    /** A new object, perhaps with the inode number of a dead one. */
    record HostCreate(String name, String kind, int ino) implements Host {
        @Override
        public boolean enabled(State s) {
            return s.names().get(name) == NONE
                    && s.object().size() < s.model().maxObjects()
                    && IntStream.rangeClosed(1, s.object().size()).noneMatch(o -> s.ino(o) == ino && s.alive(o));
        }

        @Override
        public State apply(State s) {
            List<Obj> object = new ArrayList<>(s.object());
            object.add(new Obj(kind, ino));
            return s.object(List.copyOf(object)).names(Fn.except(s.names(), name, object.size()));
        }
    }

    /** link(2) in the export. */
    record HostLink(String from, String to) implements Host {
        @Override
        public boolean enabled(State s) {
            int o = s.names().get(from);
            return o != NONE
                    && s.names().get(to) == NONE
                    && !s.object().get(o - 1).kind().equals("dir");
        }

        @Override
        public State apply(State s) {
            return s.names(Fn.except(s.names(), to, s.names().get(from)));
        }
    }

    /** rename(2) in the export; it replaces what bears the name {@code to}. */
    record HostRename(String from, String to) implements Host {
        @Override
        public boolean enabled(State s) {
            int o = s.names().get(from);
            return o != NONE && o != s.names().get(to);
        }

        @Override
        public State apply(State s) {
            return s.names(
                    Fn.except(Fn.except(s.names(), from, NONE), to, s.names().get(from)));
        }
    }

    /** unlink(2) or rmdir(2) in the export. */
    record HostRemove(String name) implements Host {
        @Override
        public boolean enabled(State s) {
            return s.names().get(name) != NONE;
        }

        @Override
        public State apply(State s) {
            return s.names(Fn.except(s.names(), name, NONE));
        }
    }
}
