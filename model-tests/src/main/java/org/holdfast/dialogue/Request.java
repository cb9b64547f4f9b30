package org.holdfast.dialogue;

import java.util.List;
import java.util.Map;
import org.holdfast.dialogue.Known.Opened;
import org.holdfast.fuse.Opcode;
import org.holdfast.kernel.Body;

/** A line of the client as a request of the protocol: linux/fuse.h. */
record Request(int opcode, long nodeid, Body body) {
    private static final int OCTAL = 8;
    private static final int S_IFREG = 0100000;
    private static final Map<String, Integer> KINDS = Map.of("fifo", 0010000, "sock", 0140000, "file", S_IFREG);
    private static final Map<String, Integer> FLAGS =
            Map.of("r", 0, "w", 1, "rw", 2, "trunc", 01000, "excl", 0200, "creat", 0100);
    private static final Map<String, Integer> RENAME_FLAGS = Map.of("noreplace", 1, "exchange", 2, "whiteout", 4);
    private static final int FATTR_MODE = 1;
    private static final int FATTR_UID = 1 << 1;
    private static final int FATTR_SIZE = 1 << 3;
    private static final int FATTR_MTIME = 1 << 5;
    private static final int FATTR_FH = 1 << 6;

    static Request of(Step s, Names names, Known known) {
        return switch (s.verb()) {
            case "lookup" -> onName(Opcode.LOOKUP, s, names, Body.empty());
            case "mkdir" -> onName(Opcode.MKDIR, s, names, Body.empty().u32(mode(s, 2, "755"), 0));
            case "mknod" ->
                onName(Opcode.MKNOD, s, names, Body.empty().u32(KINDS.get(s.argument(2)) | mode(s, 3, "644"), 0, 0, 0));
            case "symlink" -> {
                Request named = onName(Opcode.SYMLINK, s, names, Body.empty());
                yield new Request(named.opcode, named.nodeid, named.body.string(s.argument(2)));
            }
            case "unlink" -> onName(Opcode.UNLINK, s, names, Body.empty());
            case "rmdir" -> onName(Opcode.RMDIR, s, names, Body.empty());
            case "link" ->
                new Request(
                        Opcode.LINK,
                        names.node(s.argument(1)),
                        Body.empty().u64(names.node(s.argument(0))).string(s.argument(2)));
            case "rename" -> rename(s, names);
            case "getattr" ->
                new Request(
                        Opcode.GETATTR, names.node(s.argument(0)), Body.empty().u64(0, 0));
            case "setattr" -> new Request(Opcode.SETATTR, names.node(s.argument(0)), attributes(s, known));
            case "readlink" -> new Request(Opcode.READLINK, names.node(s.argument(0)), Body.empty());
            case "open" ->
                new Request(Opcode.OPEN, names.node(s.argument(0)), Body.empty().u32(flags(s.argument(1, "r")), 0));
            case "create" ->
                onName(Opcode.CREATE, s, names, creation(flags(s.argument(3, "rw")) | FLAGS.get("creat"), s, 2));
            case "tmpfile" ->
                new Request(
                        Opcode.TMPFILE,
                        names.node(s.argument(0)),
                        creation(flags(s.argument(2, "rw")), s, 1).string("#1"));
            case "opendir" ->
                new Request(
                        Opcode.OPENDIR, names.node(s.argument(0)), Body.empty().u32(0, 0));
            default -> onHandle(s, known);
        };
    }

    private static Request onName(int opcode, Step s, Names names, Body body) {
        return new Request(opcode, names.node(s.argument(0)), body.string(s.argument(1)));
    }

    private static int mode(Step s, int index, String otherwise) {
        return Integer.parseInt(s.argument(index, otherwise), OCTAL);
    }

    private static int flags(String words) {
        return List.of(words.split("\\|")).stream().mapToInt(FLAGS::get).sum();
    }

    private static Body creation(int flags, Step s, int modeAt) {
        return Body.empty().u32(flags, S_IFREG | mode(s, modeAt, "644"), 0, 0);
    }

    private static Request rename(Step s, Names names) {
        int flags = s.arguments().stream().skip(4).mapToInt(RENAME_FLAGS::get).sum();
        Body body = Body.empty().u64(names.node(s.argument(2)));
        body = flags == 0 ? body : body.u32(flags, 0);
        return new Request(
                flags == 0 ? Opcode.RENAME : Opcode.RENAME2,
                names.node(s.argument(0)),
                body.string(s.argument(1)).string(s.argument(3)));
    }

    /** {@code struct fuse_setattr_in} with one thing to set. */
    private static Body attributes(Step s, Known known) {
        int valid = (s.value("mode").isEmpty() ? 0 : FATTR_MODE)
                | (s.value("uid").isEmpty() ? 0 : FATTR_UID)
                | (s.value("size").isEmpty() ? 0 : FATTR_SIZE)
                | (s.value("mtime").isEmpty() ? 0 : FATTR_MTIME)
                | (s.value("fh").isEmpty() ? 0 : FATTR_FH);
        return Body.empty()
                .u32(valid, 0)
                .u64(s.value("fh").isEmpty() ? 0 : fh(known, s.value("fh")), number(s, "size"), 0)
                .u64(0, number(s, "mtime"), 0)
                .u32(0, 0, 0)
                .u32(s.value("mode").isEmpty() ? 0 : Integer.parseInt(s.value("mode"), OCTAL), 0)
                .u32((int) number(s, "uid"), 0, 0);
    }

    private static long number(Step s, String key) {
        return s.value(key).isEmpty() ? 0 : Long.parseLong(s.value(key));
    }

    private static long fh(Known known, String handle) {
        Opened open = known.handles.get(handle);
        if (open == null) {
            throw new BadDialogue("nothing is open as " + handle);
        }
        return open.fh();
    }

    private static Request onHandle(Step s, Known known) {
        long fh = fh(known, s.argument(0));
        Opened open = known.handles.get(s.argument(0));
        return switch (s.verb()) {
            case "read" -> request(Opcode.READ, open, readIn(fh, number(s, 1, "0"), number(s, 2, "4096")));
            case "readdir" ->
                request(Opcode.READDIR, open, readIn(fh, open.listing().offset(), number(s, 1, "4096")));
            case "readdirplus" ->
                request(Opcode.READDIRPLUS, open, readIn(fh, open.listing().offset(), number(s, 1, "4096")));
            case "write" -> {
                byte[] data = Words.bytes(s.argument(2));
                yield request(
                        Opcode.WRITE,
                        open,
                        readIn(fh, number(s, 1, "0"), data.length).data(data));
            }
            case "flush" -> request(Opcode.FLUSH, open, Body.empty().u64(fh, 0, 0));
            case "fsync" -> request(Opcode.FSYNC, open, Body.empty().u64(fh, 0));
            case "release" -> request(Opcode.RELEASE, open, Body.empty().u64(fh, 0, 0));
            case "releasedir" -> request(Opcode.RELEASEDIR, open, Body.empty().u64(fh, 0, 0));
            default -> throw new BadDialogue(s.line(), "there is no request " + s.verb());
        };
    }

    private static Request request(int opcode, Opened open, Body body) {
        return new Request(opcode, open.nodeid(), body);
    }

    private static long number(Step s, int index, String otherwise) {
        return Long.parseLong(s.argument(index, otherwise));
    }

    /** {@code struct fuse_read_in} and {@code struct fuse_write_in}. */
    private static Body readIn(long fh, long offset, long size) {
        return Body.empty().u64(fh, offset).u32((int) size, 0).u64(0).u32(0, 0);
    }
}
