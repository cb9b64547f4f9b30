package org.holdfast.spec.posix;

import java.util.HashSet;
import java.util.Set;

/** Calls that read and write through a handle. */
public final class Data {
    /** An offset that stands for the handle's own. */
    public static final int AT_HANDLE = -1;

    private Data() {}

    /**
     * read(2), pread(2).
     *
     * @param offset in bytes from the start, or {@link #AT_HANDLE}
     */
    public record Read(String handle, int count, int offset) implements Call {
        @Override
        public Set<Outcome> in(World world) {
            Handle open = world.handles().get(handle);
            if (open == null) {
                return Verdict.in(world)
                        .fails(true, Errno.EBADF, "read(2): not an open handle")
                        .failures();
            }
            Obj object = world.at(open.object());
            Verdict verdict = Verdict.in(world)
                    .fails(!open.has(OpenFlag.READ), Errno.EBADF, "read(2): not open for reading")
                    .fails(object.isDirectory() && !open.isPathOnly(), Errno.EISDIR, "read(2): a directory")
                    .fails(
                            object.isDirectory() && !open.isPathOnly() && offset == AT_HANDLE,
                            Errno.EINVAL,
                            "the kernel's rw_verify_area: positions in a directory are the file system's affair, and may"
                                    + " be too far for a read");
            if (object.body() instanceof Body.Pipe pipe) {
                return readPipe(world, verdict, open, pipe);
            }
            return verdict.otherwise(now -> readFile(now, open));
        }

        private Set<Outcome> readFile(World now, Handle open) {
            String all = now.at(open.object()).bytes();
            int from = offset == AT_HANDLE ? open.offset() : offset;
            int start = Math.min(from, all.length());
            String bytes = all.substring(start, Math.min(all.length(), start + count));
            World read = count == 0
                    ? now
                    : now.change(open.object(), o -> o.withAtime(o.atime().or(now.now())));
            World next = offset == AT_HANDLE ? read.withHandle(handle, open.at(from + bytes.length())) : read;
            return Outcome.only(new Result.Bytes(bytes), next, "read(2)");
        }

        private Set<Outcome> readPipe(World world, Verdict verdict, Handle open, Body.Pipe pipe) {
            boolean written = world.isOpen(open.object(), OpenFlag.WRITE);
            verdict.fails(offset != AT_HANDLE && !open.isPathOnly(), Errno.ESPIPE, "pread(2): a FIFO has no positions")
                    .fails(
                            pipe.waiting().isEmpty() && written && count > 0,
                            Errno.EAGAIN,
                            "read(2): O_NONBLOCK, an empty FIFO and somebody who may write");
            return verdict.otherwise(now -> {
                int taken = Math.min(count, pipe.waiting().length());
                World next = now.change(open.object(), o -> o.withBody(
                                new Body.Pipe(pipe.waiting().substring(taken)))
                        .withAtime(o.atime().or(now.now())));
                return Outcome.only(new Result.Bytes(pipe.waiting().substring(0, taken)), next, "read(2)");
            });
        }
    }

    /**
     * write(2), pwrite(2).
     *
     * @param offset in bytes from the start, or {@link #AT_HANDLE}; with O_APPEND it is not looked at: pwrite(2), BUGS
     */
    public record Write(String handle, String bytes, int offset) implements Call {
        @Override
        public Set<Outcome> in(World world) {
            Handle open = world.handles().get(handle);
            if (open == null) {
                return Verdict.in(world)
                        .fails(true, Errno.EBADF, "write(2): not an open handle")
                        .failures();
            }
            Verdict verdict =
                    Verdict.in(world).fails(!open.has(OpenFlag.WRITE), Errno.EBADF, "write(2): not open for writing");
            if (world.at(open.object()).body() instanceof Body.Pipe pipe) {
                return writePipe(world, verdict, open, pipe);
            }
            return verdict.otherwise(now -> writeFile(now, open));
        }

        private Set<Outcome> writeFile(World now, Handle open) {
            Obj object = now.at(open.object());
            int wanted = offset == AT_HANDLE ? open.offset() : offset;
            int from = open.has(OpenFlag.APPEND) ? object.bytes().length() : wanted;
            if (bytes.isEmpty()) {
                return Outcome.only(new Result.Number(0), now, "write(2): nothing is written");
            }
            Set<Outcome> outcomes = new HashSet<>();
            for (int mode : Mode.afterWrite(now.caller(), object, now.settings().writesAlike())) {
                World written =
                        now.change(open.object(), o -> o.withBody(new Body.Bytes(overwritten(o.bytes(), from, bytes)))
                                .withMode(mode)
                                .modified(now.now()));
                World next = offset == AT_HANDLE ? written.withHandle(handle, open.at(from + bytes.length())) : written;
                outcomes.addAll(Outcome.only(new Result.Number(bytes.length()), next, "write(2)"));
            }
            return outcomes;
        }

        private Set<Outcome> writePipe(World world, Verdict verdict, Handle open, Body.Pipe pipe) {
            return verdict.fails(
                            offset != AT_HANDLE && !open.isPathOnly(),
                            Errno.ESPIPE,
                            "pwrite(2): a FIFO has no positions")
                    .fails(
                            !bytes.isEmpty() && !world.isOpen(open.object(), OpenFlag.READ),
                            Errno.EPIPE,
                            "write(2): nobody reads the FIFO")
                    .otherwise(now -> Outcome.only(
                            new Result.Number(bytes.length()),
                            now.change(open.object(), o -> o.withBody(new Body.Pipe(pipe.waiting() + bytes))
                                    .withMtime(o.mtime().or(now.now()))
                                    .withCtime(o.ctime().or(now.now()))),
                            "write(2)"));
        }

        private static String overwritten(String old, int from, String bytes) {
            int end = Math.min(from + bytes.length(), old.length());
            return Sizing.bytes(old, from) + bytes + old.substring(end);
        }
    }

    /** Where lseek(2) counts from. */
    public enum Whence {
        START,
        HERE,
        END
    }

    /** lseek(2). */
    public record Seek(String handle, int offset, Whence whence) implements Call {
        @Override
        public Set<Outcome> in(World world) {
            Handle open = world.handles().get(handle);
            if (open == null || open.isPathOnly()) {
                return Verdict.in(world)
                        .fails(true, Errno.EBADF, "lseek(2): not an open handle, or O_PATH")
                        .failures();
            }
            Obj object = world.at(open.object());
            if (object.isDirectory()) {
                return Outcome.only(
                        new Result.Unspecified(),
                        world,
                        "lseek(2): positions in a directory are the file system's affair");
            }
            int start =
                    switch (whence) {
                        case START -> 0;
                        case HERE -> open.offset();
                        case END -> object.size();
                    };
            return Verdict.in(world)
                    .fails(object.is(Kind.FIFO), Errno.ESPIPE, "lseek(2): a FIFO has no positions")
                    .fails(start + offset < 0 && !object.is(Kind.FIFO), Errno.EINVAL, "lseek(2): before the start")
                    .otherwise(now -> Outcome.only(
                            new Result.Number(start + offset),
                            now.withHandle(handle, open.at(start + offset)),
                            "lseek(2)"));
        }
    }
}
