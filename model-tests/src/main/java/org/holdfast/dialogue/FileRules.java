package org.holdfast.dialogue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.holdfast.dialogue.Known.Node;
import org.holdfast.dialogue.Known.Opened;
import org.holdfast.kernel.Answer;
import org.holdfast.os.Errno;
import org.holdfast.spec.posix.Data;
import org.holdfast.spec.posix.Kind;
import org.holdfast.spec.posix.OpenFlag;
import org.holdfast.spec.posix.Opening;
import org.holdfast.spec.posix.Outcome;
import org.holdfast.spec.posix.Result;
import org.holdfast.spec.posix.World;

/** What is allowed of requests that open files and use them. */
final class FileRules {
    private static final String KEPT = "P6";
    private static final int OCTAL = 8;
    private static final int OPEN_OUT_BYTES = 16;
    private static final String[] REFUSALS = {
        "ENXIO", "EACCES", "EPERM", "EINVAL", "ELOOP", "EISDIR", "EOPNOTSUPP", "ENODEV", "EBADF", "ENOTDIR"
    };
    private static final Map<String, Set<OpenFlag>> FLAGS = Map.of(
            "r", Set.of(OpenFlag.READ),
            "w", Set.of(OpenFlag.WRITE),
            "rw", Set.of(OpenFlag.READ, OpenFlag.WRITE),
            "trunc", Set.of(OpenFlag.TRUNCATE),
            "excl", Set.of(OpenFlag.EXCLUSIVE));

    private final Step step;
    private final Names names;
    private final Known known;

    FileRules(Step step, Names names, Known known) {
        this.step = step;
        this.names = names;
        this.known = known;
    }

    Verdict verdict() {
        return switch (step.verb()) {
            case "open" -> open();
            case "create" -> inParent(create());
            case "tmpfile" -> inParent(tmpfile());
            case "read" -> read();
            case "write" -> write();
            default -> flush();
        };
    }

    private Set<OpenFlag> flags(int index, OpenFlag... more) {
        Set<OpenFlag> flags = EnumSet.of(OpenFlag.NOFOLLOW, more);
        for (String word : step.argument(index, "r").split("\\|")) {
            flags.addAll(FLAGS.get(word));
        }
        return flags;
    }

    /** Special files are never opened (Z56); directories and symlinks are not opened by OPEN. */
    private Verdict open() {
        Node node = known.node(names.node(step.argument(0))).orElse(null);
        if (node == null) {
            return Oracle.unknown();
        }
        if (!known.object(node).is(Kind.FILE)) {
            return new Verdict("P9", Allowed.errors("OPEN is for files: special files are never opened", REFUSALS));
        }
        String handle = Oracle.handle(step, known);
        Set<Outcome> outcomes = new Opening.Open(Known.file(handle), Known.path(node), flags(1), 0).in(known.world);
        long nodeid = names.node(step.argument(0));
        Verdict verdict = new Verdict(KEPT, Allowed.of(outcomes, outcome -> (answer, k) -> {
            k.world = outcome.next();
            return opened(answer, 0, nodeid, handle, k);
        }));
        return known.mayBeStale(node) ? Oracle.orStale(verdict) : verdict;
    }

    /** The handle in the {@code struct fuse_open_out} at {@code at}. */
    private static Optional<Complaint> opened(Answer answer, int at, long nodeid, String handle, Known k) {
        if (answer.body().length < at + OPEN_OUT_BYTES) {
            return Entries.complain("P13", "a reply of " + answer.body().length + " bytes, which opens nothing");
        }
        int object = k.nodes.get(nodeid).object();
        k.handles.put(handle, new Opened(answer.u64(at), nodeid, object, false, Listing.START));
        return Optional.empty();
    }

    private int mode(int index) {
        return Integer.parseInt(step.argument(index, "644"), OCTAL);
    }

    private Verdict inParent(Verdict verdict) {
        return known.node(names.node(step.argument(0)))
                .filter(known::mayBeStale)
                .map(parent -> Oracle.orStale(verdict))
                .orElse(verdict);
    }

    private Verdict create() {
        Node parent = known.node(names.node(step.argument(0))).orElse(null);
        if (parent == null) {
            return Oracle.unknown();
        }
        if (NameRules.isHostile(step.argument(1))) {
            return NameRules.hostile();
        }
        if (!known.object(parent).is(Kind.DIRECTORY)) {
            return new Verdict("P10", Allowed.errors("CREATE in what is no directory", "ENOTDIR", "ESTALE"));
        }
        if (known.isRemoved(parent)) {
            return new Verdict("P10", Allowed.errors("a removed directory holds nothing", "ENOENT", "ESTALE"));
        }
        String path = Known.path(parent, step.argument(1));
        Integer there = Listing.names(known.object(parent)).get(step.argument(1));
        if (there != null && !known.world.at(there).is(Kind.FILE)) {
            String rule = "CREATE of what is there and is no file";
            return new Verdict("P9", Oracle.and(Allowed.errors(rule, REFUSALS), Allowed.errors(rule, "EEXIST")));
        }
        return made(flags(3, OpenFlag.CREATE), path, mode(2));
    }

    private Verdict tmpfile() {
        Node parent = known.node(names.node(step.argument(0))).orElse(null);
        if (parent == null) {
            return Oracle.unknown();
        }
        Verdict verdict = made(flags(2, OpenFlag.TMPFILE), Known.path(parent), mode(1));
        String rule = "O_TMPFILE in a removed directory: no page says, ext4 has EPERM";
        return known.isRemoved(parent)
                ? new Verdict("P10", Oracle.and(verdict.allowed(), Allowed.errors(rule, "EPERM", "ENOENT", "ESTALE")))
                : verdict;
    }

    private Verdict made(Set<OpenFlag> flags, String path, int mode) {
        String handle = Oracle.handle(step, known);
        Set<Outcome> outcomes = new Opening.Open(Known.file(handle), path, flags, mode).in(known.world);
        String open = World.from(Known.file(handle), "");
        boolean unnamed = flags.contains(OpenFlag.TMPFILE);
        return new Verdict("P10", Allowed.of(outcomes, outcome -> (answer, k) -> {
            Optional<Complaint> wrong = Entries.entry(answer, 0, open, outcome.next(), k);
            if (wrong.isPresent()) {
                return wrong;
            }
            if (unnamed) {
                k.unnamed.add(k.nodes.get(answer.u64(0)).object());
            }
            return opened(answer, Shown.ENTRY_BYTES, answer.u64(0), handle, k);
        }));
    }

    private Verdict ofHandle(String rule, Allowed.Check check) {
        return known.handles.containsKey(step.argument(0))
                ? new Verdict(KEPT, List.of(Allowed.success(rule, check)))
                : new Verdict(KEPT, Allowed.errors("the handle is not open", "EBADF", "EINVAL"));
    }

    /** FLUSH and FSYNC change nothing; after ENOSYS the kernel says success itself, and does not ask again. */
    private Verdict flush() {
        Verdict kept = ofHandle("flush and fsync change nothing", (answer, k) -> Optional.empty());
        List<Allowed> allowed = new ArrayList<>(kept.allowed());
        allowed.add(new Allowed(Errno.ENOSYS, "the kernel takes it for success", (answer, k) -> Optional.empty()));
        return new Verdict(KEPT, allowed);
    }

    private Verdict read() {
        int offset = Integer.parseInt(step.argument(1, "0"));
        int size = Integer.parseInt(step.argument(2, "4096"));
        String handle = step.argument(0);
        return new Verdict(
                KEPT,
                Allowed.of(
                        new Data.Read(Known.file(handle), size, offset).in(known.world),
                        outcome -> (answer, k) -> bytes(answer, outcome, k)));
    }

    private static Optional<Complaint> bytes(Answer answer, Outcome outcome, Known k) {
        byte[] expected = Words.bytes(((Result.Bytes) outcome.result()).bytes());
        if (!Arrays.equals(answer.body(), expected)) {
            return Entries.complain(
                    KEPT,
                    "read \"" + Words.ofBytes(answer.body()) + "\" where it is \"" + Words.ofBytes(expected) + "\"");
        }
        k.world = outcome.next();
        return Optional.empty();
    }

    private Verdict write() {
        int offset = Integer.parseInt(step.argument(1));
        Set<Outcome> outcomes = new Data.Write(Known.file(step.argument(0)), step.argument(2), offset).in(known.world);
        return new Verdict(KEPT, Allowed.of(outcomes, outcome -> (answer, k) -> {
            long expected = ((Result.Number) outcome.result()).value();
            if (answer.body().length < Integer.BYTES || answer.u32(0) != expected) {
                return Entries.complain(KEPT, "not " + expected + " bytes written");
            }
            k.world = outcome.next();
            return Optional.empty();
        }));
    }
}
