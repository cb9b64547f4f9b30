package org.holdfast.spec.posix;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What an object holds beside its attributes; bytes are chars from 0 to 255. */
public sealed interface Body {
    Kind kind();

    /** A regular file. */
    record Bytes(String bytes) implements Body {
        @Override
        public Kind kind() {
            return Kind.FILE;
        }
    }

    /**
     * A directory.
     *
     * @param names names to objects, without "." and ".."
     * @param parent what ".." is; the root is its own parent
     */
    record Names(SortedMap<String, Integer> names, int parent) implements Body {
        static Names none(int parent) {
            return new Names(new TreeMap<>(), parent);
        }

        Names with(String name, int object) {
            TreeMap<String, Integer> more = new TreeMap<>(names);
            more.put(name, object);
            return new Names(more, parent);
        }

        Names without(String name) {
            TreeMap<String, Integer> fewer = new TreeMap<>(names);
            fewer.remove(name);
            return new Names(fewer, parent);
        }

        @Override
        public Kind kind() {
            return Kind.DIRECTORY;
        }
    }

    /** A symbolic link. */
    record Target(String path) implements Body {
        @Override
        public Kind kind() {
            return Kind.SYMLINK;
        }
    }

    /** A FIFO and the bytes that wait in it while it is open. */
    record Pipe(String waiting) implements Body {
        @Override
        public Kind kind() {
            return Kind.FIFO;
        }
    }

    /** A socket's name. */
    record Socket() implements Body {
        @Override
        public Kind kind() {
            return Kind.SOCKET;
        }
    }

    /** A character or block device; here always one without a driver. */
    record Device(Kind kind, int major, int minor) implements Body {
        /** What RENAME_WHITEOUT leaves: rename(2). */
        static final Device WHITEOUT = new Device(Kind.CHARACTER, 0, 0);
    }

    /** The body of what mknod(2) makes. */
    static Body special(Kind kind, int major, int minor) {
        Map<Kind, Body> bodies = Map.of(Kind.FILE, new Bytes(""), Kind.FIFO, new Pipe(""), Kind.SOCKET, new Socket());
        return bodies.getOrDefault(kind, new Device(kind, major, minor));
    }
}
