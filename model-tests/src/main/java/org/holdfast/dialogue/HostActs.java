package org.holdfast.dialogue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.holdfast.os.Errno;
import org.holdfast.os.LinuxSys;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.Sys;
import org.holdfast.spec.posix.Attributes;
import org.holdfast.spec.posix.Call;
import org.holdfast.spec.posix.Caller;
import org.holdfast.spec.posix.Data;
import org.holdfast.spec.posix.Linking;
import org.holdfast.spec.posix.Making;
import org.holdfast.spec.posix.OpenFlag;
import org.holdfast.spec.posix.Opening;
import org.holdfast.spec.posix.Outcome;
import org.holdfast.spec.posix.Removing;
import org.holdfast.spec.posix.RenameFlag;
import org.holdfast.spec.posix.Renaming;
import org.holdfast.spec.posix.Result;
import org.holdfast.spec.posix.Sizing;
import org.holdfast.spec.posix.World;

/** What another program does to the export: as system calls, and as calls of the model. */
final class HostActs {
    private static final Sys SYS = new LinuxSys();
    private static final int OCTAL = 8;
    private static final int AT_REMOVEDIR = 0x200;

    /** Also O_NONBLOCK: nobody may ever come to read a FIFO. */
    private static final int O_WRONLY_CREAT_TRUNC_NONBLOCK = 01 | 0100 | 01000 | 04000;

    private static final int FILE_MODE = 0644;
    private static final String HANDLE = "the host's";
    private static final Map<String, Integer> KINDS = Map.of("fifo", 0010000, "sock", 0140000, "file", 0100000);
    private static final Map<String, Integer> FLAGS = Map.of("noreplace", 1, "exchange", 2, "whiteout", 4);

    private final Path export;

    /** What native addresses point at must be reachable. */
    private final List<NativeBuffer> texts = new ArrayList<>();

    HostActs(Path export) {
        this.export = export;
    }

    /** Makes the system calls of a line; 0 or an errno. */
    int act(Step s) {
        texts.clear();
        int error =
                switch (s.verb()) {
                    case "write" -> write(s.argument(0), Words.bytes(s.argument(1, "")));
                    case "mkdir" -> SYS.mkdirat(Sys.AT_FDCWD, at(s, 0), mode(s, 1, "755"));
                    case "mknod" ->
                        SYS.mknodat(Sys.AT_FDCWD, at(s, 0), KINDS.get(s.argument(1)) | mode(s, 2, "644"), 0);
                    case "symlink" -> SYS.symlinkat(text(s.argument(0)), Sys.AT_FDCWD, at(s, 1));
                    case "link" -> SYS.linkat(Sys.AT_FDCWD, at(s, 0), Sys.AT_FDCWD, at(s, 1), 0);
                    case "unlink" -> SYS.unlinkat(Sys.AT_FDCWD, at(s, 0), 0);
                    case "rmdir" -> SYS.unlinkat(Sys.AT_FDCWD, at(s, 0), AT_REMOVEDIR);
                    case "rename" -> SYS.renameat2(Sys.AT_FDCWD, at(s, 0), Sys.AT_FDCWD, at(s, 1), flags(s));
                    case "chmod" -> SYS.fchmodat(Sys.AT_FDCWD, at(s, 1), mode(s, 0, ""));
                    case "truncate" -> SYS.truncate(at(s, 0), Long.parseLong(s.argument(1)));
                    default -> throw new BadDialogue(s.line(), "the host does no " + s.verb());
                };
        return -error;
    }

    private long at(Step s, int index) {
        return path(s.argument(index));
    }

    private long path(String path) {
        return text(export + "/" + path);
    }

    private long text(String text) {
        NativeBuffer buffer = NativeBuffer.string(Words.bytes(text));
        texts.add(buffer);
        return buffer.address();
    }

    private static int mode(Step s, int index, String otherwise) {
        return Integer.parseInt(s.argument(index, otherwise), OCTAL);
    }

    private static int flags(Step s) {
        return s.arguments().stream().skip(2).mapToInt(FLAGS::get).sum();
    }

    private int write(String path, byte[] data) {
        int fd = SYS.openat(Sys.AT_FDCWD, path(path), O_WRONLY_CREAT_TRUNC_NONBLOCK, FILE_MODE);
        if (fd < 0) {
            return fd;
        }
        NativeBuffer bytes = NativeBuffer.string(data);
        long written = data.length == 0 ? 0 : SYS.write(fd, bytes.address(), data.length);
        SYS.close(fd);
        return written == data.length ? 0 : written < 0 ? (int) written : -Errno.ENOSPC;
    }

    /** What the model says of them: each outcome of the last one, after the others have succeeded. */
    static Set<Outcome> model(Step s, World world) {
        List<Call> calls = calls(s);
        World now = world.as(new Caller(0, 0, Set.of(), umask()));
        for (Call call : calls.subList(0, calls.size() - 1)) {
            Set<Outcome> outcomes = call.in(now);
            Outcome first = outcomes.iterator().next();
            if (first.result() instanceof Result.Failed) {
                return outcomes;
            }
            now = first.next();
        }
        return calls.get(calls.size() - 1).in(now);
    }

    private static List<Call> calls(Step s) {
        return switch (s.verb()) {
            case "write" -> writing(s.argument(0), s.argument(1, ""));
            case "mkdir" -> List.of(new Making.Mkdir(s.argument(0), mode(s, 1, "755")));
            case "mknod" ->
                List.of(new Making.Mknod(s.argument(0), NameRules.KINDS.get(s.argument(1)), mode(s, 2, "644"), 0, 0));
            case "symlink" -> List.of(new Making.Symlink(s.argument(0), s.argument(1)));
            case "link" -> List.of(new Linking.Link(s.argument(0), s.argument(1), false));
            case "unlink" -> List.of(new Removing.Unlink(s.argument(0)));
            case "rmdir" -> List.of(new Removing.Rmdir(s.argument(0)));
            case "rename" -> List.of(new Renaming.Rename(s.argument(0), s.argument(1), renameFlags(s)));
            case "chmod" -> List.of(new Attributes.Chmod(new Attributes.Path(s.argument(1), true), mode(s, 0, "")));
            case "truncate" -> List.of(new Sizing.Truncate(s.argument(0), Integer.parseInt(s.argument(1))));
            default -> throw new BadDialogue(s.line(), "the host does no " + s.verb());
        };
    }

    private static List<Call> writing(String path, String data) {
        Set<OpenFlag> flags = Set.of(OpenFlag.WRITE, OpenFlag.CREATE, OpenFlag.TRUNCATE);
        return List.of(
                new Opening.Open(HANDLE, path, flags, FILE_MODE),
                new Data.Write(HANDLE, data, 0),
                new Opening.Close(HANDLE));
    }

    private static Set<RenameFlag> renameFlags(Step s) {
        return s.arguments().stream()
                .skip(2)
                .map(word -> RenameFlag.valueOf(word.toUpperCase(Locale.ROOT)))
                .collect(Collectors.toSet());
    }

    /** The paths of objects that a line changes, as they are called afterwards; those that are gone are not among them. */
    static List<String> changed(Step s) {
        return switch (s.verb()) {
            case "link", "rename" -> s.arguments().subList(0, 2);
            case "symlink", "chmod" -> s.arguments().subList(1, 2);
            default -> s.arguments().subList(0, 1);
        };
    }

    /** This process's, as it is just now. */
    private static int umask() {
        int mask = SYS.umask(0);
        SYS.umask(mask);
        return mask;
    }
}
