package org.holdfast.dialogue;

import java.util.List;
import org.holdfast.fuse.Opcode;
import org.holdfast.kernel.Body;

/** Requests that dialogues have no words for, made so that they change nothing that the oracle knows. */
final class OtherRequests {
    private static final int KEEP_SIZE = 1;
    private static final int SEEK_DATA = 3;
    private static final int O_APPEND = 02000;
    private static final int KILL_SUIDGID = 1 << 2;
    private static final int DATASYNC = 1;
    private static final int GETFLAGS = 0x80086601;
    private static final int SETFLAGS = 0x40086602;
    private static final int ROOM = 4096;
    private static final int LENGTH = 4;

    private OtherRequests() {}

    /** The request that a line says; {@code names} and {@code known} as for those of a dialogue. */
    static Request of(Step s, Names names, Known known) {
        Body empty = Body.empty();
        return switch (s.verb()) {
            case "statfs" -> onNode(Opcode.STATFS, s, names, empty);
            case "access" -> onNode(Opcode.ACCESS, s, names, empty.u32(LENGTH, 0));
            case "syncfs" -> onNode(Opcode.SYNCFS, s, names, empty.u64(0));
            case "setxattr" ->
                onNode(
                        Opcode.SETXATTR,
                        s,
                        names,
                        empty.u32(1, 0, 0, 0).string("user.x").data(new byte[1]));
            case "getxattr" ->
                onNode(Opcode.GETXATTR, s, names, empty.u32(ROOM, 0).string("user.x"));
            case "listxattr" -> onNode(Opcode.LISTXATTR, s, names, empty.u32(ROOM, 0));
            case "removexattr" -> onNode(Opcode.REMOVEXATTR, s, names, empty.string("user.x"));
            default -> onHandle(s, known);
        };
    }

    private static Request onNode(int opcode, Step s, Names names, Body body) {
        return new Request(opcode, names.node(s.argument(0)), body);
    }

    private static Request onHandle(Step s, Known known) {
        Known.Opened open = known.handles.get(s.argument(0));
        Body fh = Body.empty().u64(open.fh());
        return switch (s.verb()) {
            case "fallocate" ->
                request(Opcode.FALLOCATE, open, fh.u64(0, LENGTH).u32(KEEP_SIZE, 0));
            case "lseek" -> request(Opcode.LSEEK, open, fh.u64(0).u32(SEEK_DATA, 0));
            case "datasync" -> request(Opcode.FSYNC, open, fh.u32(DATASYNC, 0));
            case "fsyncdir" -> request(Opcode.FSYNCDIR, open, fh.u32(0, 0));
            case "datasyncdir" -> request(Opcode.FSYNCDIR, open, fh.u32(DATASYNC, 0));
            case "append" ->
                request(Opcode.WRITE, open, fh.u64(0).u32(0, 0).u64(0).u32(O_APPEND, 0));
            case "write-as-another" ->
                request(
                        Opcode.WRITE,
                        open,
                        fh.u64(0).u32(0, KILL_SUIDGID).u64(0).u32(0, 0));
            case "copy" -> {
                Known.Opened to = known.handles.get(s.argument(1));
                yield request(Opcode.COPY_FILE_RANGE, open, fh.u64(0, to.nodeid(), to.fh(), 0, LENGTH, 0));
            }
            case "getflags" -> request(Opcode.IOCTL, open, ioctl(fh, GETFLAGS, 0, Long.BYTES));
            case "setflags" ->
                request(Opcode.IOCTL, open, ioctl(fh, SETFLAGS, Long.BYTES, 0).u64(0));
            default -> throw new BadDialogue(s.line(), "there is no request " + s.verb());
        };
    }

    private static Body ioctl(Body fh, int command, int in, int out) {
        return fh.u32(0, command).u64(0).u32(in, out);
    }

    private static Request request(int opcode, Known.Opened open, Body body) {
        return new Request(opcode, open.nodeid(), body);
    }

    /** The verbs. */
    static final List<String> VERBS = List.of(
            "statfs",
            "access",
            "syncfs",
            "setxattr",
            "getxattr",
            "listxattr",
            "removexattr",
            "fallocate",
            "lseek",
            "datasync",
            "fsyncdir",
            "datasyncdir",
            "append",
            "write-as-another",
            "copy",
            "getflags",
            "setflags");
}
