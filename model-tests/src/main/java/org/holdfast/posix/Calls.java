package org.holdfast.posix;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.holdfast.spec.posix.Attributes;
import org.holdfast.spec.posix.Call;
import org.holdfast.spec.posix.Data;
import org.holdfast.spec.posix.Kind;
import org.holdfast.spec.posix.Linking;
import org.holdfast.spec.posix.Looking;
import org.holdfast.spec.posix.Making;
import org.holdfast.spec.posix.OpenFlag;
import org.holdfast.spec.posix.Opening;
import org.holdfast.spec.posix.Removing;
import org.holdfast.spec.posix.RenameFlag;
import org.holdfast.spec.posix.Renaming;
import org.holdfast.spec.posix.Sizing;
import org.holdfast.spec.posix.Xattrs;

/** The lines of fsop that are one system call. */
final class Calls {
    private static final int FSOP_ROOM = 65536;
    private static final String FOLLOW = "-follow";
    private static final Map<String, Set<OpenFlag>> OPEN_FLAGS = Map.ofEntries(
            Map.entry("r", Set.of(OpenFlag.READ)),
            Map.entry("w", Set.of(OpenFlag.WRITE)),
            Map.entry("rw", Set.of(OpenFlag.READ, OpenFlag.WRITE)),
            Map.entry("creat", Set.of(OpenFlag.CREATE)),
            Map.entry("excl", Set.of(OpenFlag.EXCLUSIVE)),
            Map.entry("trunc", Set.of(OpenFlag.TRUNCATE)),
            Map.entry("append", Set.of(OpenFlag.APPEND)),
            Map.entry("nofollow", Set.of(OpenFlag.NOFOLLOW)),
            Map.entry("dir", Set.of(OpenFlag.DIRECTORY)),
            Map.entry("path", Set.of(OpenFlag.PATH)),
            Map.entry("nonblock", Set.of()),
            Map.entry("tmpfile", Set.of(OpenFlag.TMPFILE)),
            Map.entry("noatime", Set.of(OpenFlag.NOATIME)));
    private static final Map<String, Kind> KINDS = Map.of(
            "fifo", Kind.FIFO, "sock", Kind.SOCKET, "char", Kind.CHARACTER, "block", Kind.BLOCK, "file", Kind.FILE);
    private static final Map<String, Sizing.AllocateFlag> ALLOCATE_FLAGS =
            Map.of("keep", Sizing.AllocateFlag.KEEP_SIZE, "punch", Sizing.AllocateFlag.PUNCH_HOLE);
    private static final Map<String, Data.Whence> WHENCES =
            Map.of("set", Data.Whence.START, "cur", Data.Whence.HERE, "end", Data.Whence.END);

    private Calls() {}

    /** The call of a line's words; nothing for a line that is more, or less, than one call. */
    static Optional<Call> of(List<String> a) {
        Call call =
                switch (a.get(0)) {
                    case "open" -> new Opening.Open(a.get(1), a.get(2), openFlags(a.get(3)), octal(a, 4, 0644));
                    case "close" -> new Opening.Close(a.get(1));
                    case "read" -> new Data.Read(a.get(1), number(a, 2, 0), number(a, 3, Data.AT_HANDLE));
                    case "write" -> new Data.Write(a.get(1), a.get(2), number(a, 3, Data.AT_HANDLE));
                    case "seek" -> new Data.Seek(a.get(1), number(a, 2, 0), WHENCES.get(a.get(3)));
                    case "truncate" -> new Sizing.Truncate(a.get(1), number(a, 2, 0));
                    case "ftruncate" -> new Sizing.Ftruncate(a.get(1), number(a, 2, 0));
                    case "fallocate" ->
                        new Sizing.Allocate(a.get(1), allocateFlags(a.get(2)), number(a, 3, 0), number(a, 4, 0));
                    case "stat" -> new Looking.Stat(a.get(1), false);
                    case "stat-follow" -> new Looking.Stat(a.get(1), true);
                    case "fstat" -> new Looking.Fstat(a.get(1));
                    case "access" -> new Looking.Accessible(a.get(1), bits(a.get(2)));
                    case "readlink" -> new Looking.Readlink(a.get(1));
                    default -> name(a).or(() -> attribute(a)).orElse(null);
                };
        return Optional.ofNullable(call);
    }

    private static Optional<Call> name(List<String> a) {
        Call call =
                switch (a.get(0)) {
                    case "mkdir" -> new Making.Mkdir(a.get(1), octal(a, 2, 0755));
                    case "mknod" ->
                        new Making.Mknod(
                                a.get(1), KINDS.get(a.get(2)), octal(a, 3, 0), number(a, 4, 0), number(a, 5, 0));
                    case "symlink" -> new Making.Symlink(a.get(1), a.get(2));
                    case "link" -> new Linking.Link(a.get(1), a.get(2), false);
                    case "link-follow" -> new Linking.Link(a.get(1), a.get(2), true);
                    case "link-handle" -> new Linking.LinkHandle(a.get(1), a.get(2));
                    case "unlink" -> new Removing.Unlink(a.get(1));
                    case "rmdir" -> new Removing.Rmdir(a.get(1));
                    case "rename" ->
                        new Renaming.Rename(a.get(1), a.get(2), renameFlags(a.size() > 3 ? a.get(3) : "0"));
                    default -> null;
                };
        return Optional.ofNullable(call);
    }

    /** By name, through a symlink ("-follow"), or by handle ("f" before it). */
    private static Optional<Call> attribute(List<String> a) {
        String operation = a.get(0);
        boolean follow = operation.endsWith(FOLLOW) || operation.equals("chmod");
        boolean opened = operation.startsWith("f");
        Attributes.Subject subject = opened ? new Attributes.Opened(a.get(1)) : new Attributes.Path(a.get(1), follow);
        String name = operation.replace(FOLLOW, "").substring(opened ? 1 : 0);
        Call call =
                switch (name) {
                    case "chmod" -> new Attributes.Chmod(subject, octal(a, 2, 0));
                    case "chown" -> new Attributes.Chown(subject, number(a, 2, 0), number(a, 3, 0));
                    case "utimens" -> new Attributes.Utimens(subject, time(a.get(2)), time(a.get(3)));
                    case "setxattr" ->
                        new Xattrs.Put(subject, a.get(2), a.get(3), xattrFlags(a.size() > 4 ? a.get(4) : "0"));
                    case "getxattr" -> new Xattrs.Get(subject, a.get(2), number(a, 3, FSOP_ROOM));
                    case "listxattr" -> new Xattrs.ListNames(subject);
                    case "removexattr" -> new Xattrs.Remove(subject, a.get(2));
                    default -> null;
                };
        return Optional.ofNullable(call);
    }

    private static int number(List<String> a, int index, int otherwise) {
        return index < a.size() ? Integer.decode(a.get(index)) : otherwise;
    }

    private static int octal(List<String> a, int index, int otherwise) {
        return index < a.size() ? Integer.parseInt(a.get(index), 8) : otherwise;
    }

    static Set<OpenFlag> openFlags(String words) {
        Set<OpenFlag> flags = new HashSet<>();
        for (String word : words.split("\\|")) {
            flags.addAll(OPEN_FLAGS.get(word));
        }
        boolean access = flags.contains(OpenFlag.READ) || flags.contains(OpenFlag.WRITE);
        if (!access && !flags.contains(OpenFlag.PATH)) {
            flags.add(OpenFlag.READ); // O_RDONLY is 0
        }
        return Set.copyOf(flags);
    }

    private static Set<Sizing.AllocateFlag> allocateFlags(String words) {
        return words.equals("0")
                ? Set.of()
                : Set.of(words.split("\\|")).stream().map(ALLOCATE_FLAGS::get).collect(Collectors.toSet());
    }

    private static Set<RenameFlag> renameFlags(String words) {
        Set<RenameFlag> flags = EnumSet.noneOf(RenameFlag.class);
        if (!words.equals("0")) {
            for (String word : words.split("\\|")) {
                flags.add(RenameFlag.valueOf(word.toUpperCase()));
            }
        }
        return flags;
    }

    private static Set<Xattrs.XattrFlag> xattrFlags(String words) {
        Set<Xattrs.XattrFlag> flags = EnumSet.noneOf(Xattrs.XattrFlag.class);
        if (!words.equals("0")) {
            for (String word : words.split("\\|")) {
                flags.add(Xattrs.XattrFlag.valueOf(word.toUpperCase()));
            }
        }
        return flags;
    }

    private static int bits(String letters) {
        return (letters.contains("r") ? 4 : 0) | (letters.contains("w") ? 2 : 0) | (letters.contains("x") ? 1 : 0);
    }

    private static Attributes.NewTime time(String word) {
        return switch (word) {
            case "now" -> new Attributes.Now();
            case "omit" -> new Attributes.Omit();
            default -> {
                String[] parts = word.split("\\.");
                yield new Attributes.Exactly(Long.parseLong(parts[0]), Integer.parseInt(parts[1]));
            }
        };
    }
}
