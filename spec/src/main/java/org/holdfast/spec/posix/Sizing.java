package org.holdfast.spec.posix;

import java.util.LinkedHashSet;
import java.util.Set;
import org.holdfast.spec.posix.Lookup.Last;
import org.holdfast.spec.posix.Lookup.Place;

/** Calls that change how much a file holds. */
public final class Sizing {
    private Sizing() {}

    /** truncate(2). */
    public record Truncate(String path, int length) implements Call {
        @Override
        public Set<Outcome> in(World world) {
            Lookup.Found found = Lookup.find(world, path, Last.FOLLOWED);
            Verdict verdict = Verdict.in(world)
                    .fails(length < 0, Errno.EINVAL, "truncate(2): a negative length")
                    .resolves(found);
            if (!(found instanceof Place place)) {
                return verdict.failures();
            }
            if (!place.exists()) {
                return verdict.fails(true, Errno.ENOENT, "truncate(2): the name does not exist")
                        .failures();
            }
            Obj object = world.at(place.object());
            return verdict.fails(object.isDirectory(), Errno.EISDIR, "truncate(2): a directory")
                    .fails(
                            !object.isDirectory() && !object.is(Kind.FILE),
                            Errno.EINVAL,
                            "truncate(2): neither a file nor a directory")
                    .fails(
                            !Access.may(world.caller(), object, Mode.W),
                            Errno.EACCES,
                            "truncate(2): the file is not writable")
                    .otherwise(now -> Outcome.done(
                            now.change(place.object(), o -> unlessSame(o, resized(now, o, length))), "truncate(2)"));
        }

        /** Linux may leave the times alone when the size stays. */
        private static Obj unlessSame(Obj before, Obj after) {
            return before.size() == after.size()
                    ? after.withMtime(before.mtime().or(after.mtime()))
                            .withCtime(before.ctime().or(after.ctime()))
                    : after;
        }
    }

    /** ftruncate(2). */
    public record Ftruncate(String handle, int length) implements Call {
        @Override
        public Set<Outcome> in(World world) {
            Handle open = world.handles().get(handle);
            Verdict verdict = Verdict.in(world).fails(length < 0, Errno.EINVAL, "ftruncate(2): a negative length");
            if (open == null || open.isPathOnly()) {
                return verdict.fails(true, Errno.EBADF, "ftruncate(2): not an open handle, or O_PATH")
                        .failures();
            }
            return verdict.fails(
                            !world.at(open.object()).is(Kind.FILE) || !open.has(OpenFlag.WRITE),
                            Errno.EINVAL,
                            "ftruncate(2): not a file, or not open for writing")
                    .otherwise(now ->
                            Outcome.done(now.change(open.object(), o -> resized(now, o, length)), "ftruncate(2)"));
        }
    }

    /** Modes of fallocate(2). */
    public enum AllocateFlag {
        KEEP_SIZE,
        PUNCH_HOLE
    }

    /** fallocate(2). */
    public record Allocate(String handle, Set<AllocateFlag> flags, int offset, int length) implements Call {
        @Override
        public Set<Outcome> in(World world) {
            Handle open = world.handles().get(handle);
            boolean keeps = flags.contains(AllocateFlag.KEEP_SIZE);
            boolean punches = flags.contains(AllocateFlag.PUNCH_HOLE);
            Verdict verdict = Verdict.in(world)
                    .fails(offset < 0 || length <= 0, Errno.EINVAL, "fallocate(2): a bad range")
                    .fails(
                            punches && !keeps,
                            Errno.EOPNOTSUPP,
                            "fallocate(2): FALLOC_FL_PUNCH_HOLE goes with FALLOC_FL_KEEP_SIZE");
            if (open == null || open.isPathOnly()) {
                return verdict.fails(true, Errno.EBADF, "fallocate(2): not an open handle, or O_PATH")
                        .failures();
            }
            return verdict.fails(!open.has(OpenFlag.WRITE), Errno.EBADF, "fallocate(2): not open for writing")
                    .fails(world.at(open.object()).is(Kind.FIFO), Errno.ESPIPE, "fallocate(2): a FIFO")
                    .otherwise(now -> allocated(now, open.object(), keeps, punches));
        }

        /** Whether it takes setuid and setgid away, and whether it shows in the times, no page says: both are allowed. */
        private Set<Outcome> allocated(World now, int object, boolean keeps, boolean punches) {
            Obj before = now.at(object);
            String old = before.bytes();
            String grown = keeps ? old : bytes(old, Math.max(old.length(), offset + length));
            String bytes = punches ? punched(old) : grown;
            Time mtime = bytes.length() == old.length() ? before.mtime().or(now.now()) : now.now();
            Time ctime = bytes.length() == old.length() ? before.ctime().or(now.now()) : now.now();
            Obj after = before.withBody(new Body.Bytes(bytes)).withMtime(mtime).withCtime(ctime);
            Set<Outcome> both = new LinkedHashSet<>();
            both.addAll(Outcome.done(now.change(object, o -> after), "fallocate(2)"));
            both.addAll(Outcome.done(
                    now.change(object, o -> after.withMode(Mode.afterWrite(now.caller(), o))), "fallocate(2)"));
            return both;
        }

        private String punched(String old) {
            int start = Math.min(offset, old.length());
            int end = Math.min(offset + length, old.length());
            return old.substring(0, start) + "\0".repeat(end - start) + old.substring(end);
        }
    }

    /** A file cut or filled up with zeros to a length. */
    static Obj resized(World now, Obj file, int length) {
        return file.withBody(new Body.Bytes(bytes(file.bytes(), length)))
                .withMode(Mode.afterWrite(now.caller(), file))
                .modified(now.now());
    }

    /** Exactly that many bytes: cut, or zeros added. */
    static String bytes(String old, int length) {
        int kept = Math.min(length, old.length());
        return old.substring(0, kept) + "\0".repeat(length - kept);
    }
}
