package org.holdfast.dialogue;

import java.util.Map;
import java.util.Optional;
import org.holdfast.kernel.Answer;
import org.holdfast.kernel.KernelClient;
import org.holdfast.spec.posix.Kind;
import org.holdfast.spec.posix.Obj;
import org.holdfast.spec.posix.Result;
import org.holdfast.spec.posix.Time;
import org.holdfast.spec.posix.World;

/** Compares what a reply shows of an object with the model: which node it is (P4, P5), and its attributes (P8, P16). */
final class Entries {
    private static final int PERMISSIONS = 07777;
    private static final Map<Kind, Integer> TYPES = Map.of(
            Kind.FIFO,
            1,
            Kind.CHARACTER,
            2,
            Kind.DIRECTORY,
            4,
            Kind.BLOCK,
            6,
            Kind.FILE,
            8,
            Kind.SYMLINK,
            10,
            Kind.SOCKET,
            12);
    private static final int TYPE_SHIFT = 12;

    private Entries() {}

    /** DT_* of readdir(3), which is S_IFMT of a mode shifted. */
    static int type(Kind kind) {
        return TYPES.get(kind);
    }

    /**
     * Looks at the {@code struct fuse_entry_out} at {@code at}, which must be of the object at {@code path} in the world
     * {@code next}; if it is, it counts.
     */
    static Optional<Complaint> entry(Answer a, int at, String path, World next, Known k) {
        if (a.body().length < at + Shown.ENTRY_BYTES) {
            return complain("P13", "a reply of " + a.body().length + " bytes, which is no entry");
        }
        Result.Status expected = Known.status(next, path);
        long nodeid = a.u64(at);
        long generation = a.u64(at + 8);
        Optional<Complaint> wrong = identity(nodeid, generation, expected.number(), k)
                .or(() -> attributes(Shown.ofEntry(a, at), expected, next, k));
        if (wrong.isEmpty()) {
            k.world = next;
            k.shown(nodeid, generation, expected.number(), path);
        }
        return wrong;
    }

    private static Optional<Complaint> identity(long nodeid, long generation, int object, Known k) {
        if (nodeid == 0 || nodeid == KernelClient.ROOT) {
            return complain("P10", "nodeid " + nodeid + " for an object that is there and is not the root");
        }
        Known.Node node = k.nodes.get(nodeid);
        if (node != null && node.object() != object) {
            return complain("P4", "nodeid " + Long.toHexString(nodeid) + ", by which the client knows another object");
        }
        if (node != null && node.generation() != generation) {
            return complain("P5", "generation " + generation + " of a node that has had " + node.generation());
        }
        Optional<Long> other = k.nodeid(object);
        if (node == null && other.isPresent()) {
            return complain(
                    "P4",
                    "nodeid " + Long.toHexString(nodeid) + " for an object that the client knows as "
                            + Long.toHexString(other.get()));
        }
        if (node == null && k.around.generations() && k.wasGiven(new Known.Given(nodeid, generation))) {
            return complain("P5", "nodeid " + Long.toHexString(nodeid) + " of a generation that it has had before");
        }
        return Optional.empty();
    }

    /** Looks at attributes, which must be those of an object in the world {@code next}. */
    static Optional<Complaint> attributes(Shown got, Result.Status expected, World next, Known k) {
        Obj object = expected.object();
        int type = got.mode() >> TYPE_SHIFT;
        if (type != type(object.kind())) {
            return complain("P4", "an object of type " + type + " where it is a " + object.kind());
        }
        Optional<Complaint> wrong = same("P8", "nlink", got.nlink(), expected.nlink())
                .or(() -> sameMode(got.mode() & PERMISSIONS, object.mode()))
                .or(() -> same("P16", "uid", got.uid(), object.uid() == 0 ? k.around.uid() : object.uid()))
                .or(() -> same("P16", "gid", got.gid(), object.gid() == 0 ? k.around.gid() : object.gid()))
                .or(() -> object.is(Kind.DIRECTORY) ? Optional.empty() : same("P6", "size", got.size(), object.size()))
                .or(() -> ino(got.ino(), expected.number(), next, k))
                .or(() -> time(got.mtime(), 'm', object.mtime(), expected.number(), k))
                .or(() -> time(got.ctime(), 'c', object.ctime(), expected.number(), k));
        if (wrong.isEmpty()) {
            k.inos.put(expected.number(), got.ino());
            seen(expected.number(), 'm', object.mtime(), got.mtime(), k);
            seen(expected.number(), 'c', object.ctime(), got.ctime(), k);
        }
        return wrong;
    }

    private static Optional<Complaint> same(String property, String what, long got, long expected) {
        return got == expected ? Optional.empty() : complain(property, what + " " + got + " where it is " + expected);
    }

    private static Optional<Complaint> sameMode(int got, int expected) {
        return got == expected
                ? Optional.empty()
                : complain("P16", String.format("mode %04o where it is %04o", got, expected));
    }

    private static Optional<Complaint> ino(long got, int number, World next, Known k) {
        Long before = k.inos.get(number);
        if (before != null && before != got) {
            return complain("P4", "inode number " + got + " of an object that has had " + before);
        }
        boolean taken = k.inos.entrySet().stream()
                .anyMatch(e -> e.getValue() == got
                        && e.getKey() != number
                        && next.objects().containsKey(e.getKey())
                        && !k.mayBeStale(e.getKey()));
        return taken ? complain("P4", "inode number " + got + ", which another object has") : Optional.empty();
    }

    /** What a time must be: the one that was given, or the same as before where nothing has changed, or a later one. */
    private static Optional<Complaint> time(long got, char which, Time time, int number, Known k) {
        if (time.possible().size() != 1) {
            return Optional.empty();
        }
        Time.Instant instant = time.possible().iterator().next();
        if (instant instanceof Time.Given given) {
            long expected = given.seconds() * Shown.SECOND + given.nanoseconds();
            return same("P16", which + "time", got, expected);
        }
        Long before = k.times.get(new Known.TimeOf(number, which, time));
        if (before != null) {
            return same("P8", which + "time", got, before);
        }
        Known.Moment last = k.changes.get(number);
        boolean late = which == 'c' && last != null && last.call() < ((Time.Tick) instant).call();
        boolean advanced = !late || got > last.nanos() || got == last.nanos() && !k.around.fineTimes();
        return advanced
                ? Optional.empty()
                : complain("P8", "ctime " + got + " after a change, where it was " + last.nanos() + " before");
    }

    /** Takes down when an object was changed, as somebody has seen it. */
    static void seen(int number, char which, Time time, long nanos, Known k) {
        if (time.possible().size() == 1 && time.possible().iterator().next() instanceof Time.Tick tick) {
            k.times.put(new Known.TimeOf(number, which, time), nanos);
            if (which == 'c') {
                k.changes.put(number, new Known.Moment(tick.call(), nanos));
            }
        }
    }

    static Optional<Complaint> complain(String property, String text) {
        return Optional.of(new Complaint(property, text));
    }
}
