package org.holdfast.dialogue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.holdfast.dialogue.Known.Node;
import org.holdfast.dialogue.Known.Opened;
import org.holdfast.kernel.Answer;
import org.holdfast.spec.posix.Kind;
import org.holdfast.spec.posix.Obj;
import org.holdfast.spec.posix.OpenFlag;
import org.holdfast.spec.posix.Opening;
import org.holdfast.spec.posix.World;

/** What is allowed of requests that list a directory. */
final class DirectoryRules {
    private static final String COMPLETE = "P10";
    private static final int OPEN_OUT_BYTES = 16;

    private final Step step;
    private final Names names;
    private final Known known;

    DirectoryRules(Step step, Names names, Known known) {
        this.step = step;
        this.names = names;
        this.known = known;
    }

    Verdict verdict() {
        return switch (step.verb()) {
            case "opendir" -> opendir();
            case "readdir" -> list(0);
            default -> list(Shown.ENTRY_BYTES);
        };
    }

    private Verdict opendir() {
        long nodeid = names.node(step.argument(0));
        Node node = known.node(nodeid).orElse(null);
        if (node == null) {
            return Oracle.unknown();
        }
        String handle = Oracle.handle(step, known);
        Set<OpenFlag> flags = Set.of(OpenFlag.READ, OpenFlag.DIRECTORY, OpenFlag.NOFOLLOW);
        List<Allowed> allowed = new ArrayList<>(Allowed.of(
                new Opening.Open(Known.file(handle), Known.path(node), flags, 0).in(known.world),
                outcome -> (answer, k) -> {
                    if (answer.body().length < OPEN_OUT_BYTES) {
                        return Entries.complain("P13", "a reply of " + answer.body().length + " bytes");
                    }
                    k.world = outcome.next();
                    k.handles.put(handle, new Opened(answer.u64(0), nodeid, node.object(), true, Listing.START));
                    return Optional.empty();
                }));
        if (known.isRemoved(node)) {
            allowed.addAll(Allowed.errors("the directory was removed", "ENOENT", "ESTALE"));
        }
        Verdict verdict = new Verdict("P6", allowed);
        return known.mayBeStale(node) ? Oracle.orStale(verdict) : verdict;
    }

    private Verdict list(int head) {
        String handle = step.argument(0);
        if (!known.handles.containsKey(handle)) {
            return new Verdict("P6", Allowed.errors("the directory is not open", "EBADF", "EINVAL"));
        }
        int size = Integer.parseInt(step.argument(1, "4096"));
        List<Allowed> allowed = new ArrayList<>();
        allowed.add(
                Allowed.success("readdir(3): each name once", (answer, k) -> listed(answer, size, head, handle, k)));
        Opened open = known.handles.get(handle);
        int longest = Listing.names(known.world.at(open.object())).keySet().stream()
                .mapToInt(String::length)
                .max()
                .orElse(0);
        if (size < head + (Dirent.BYTES + Math.max(2, longest) + 7 & ~7)) {
            allowed.add(Allowed.error("EINVAL", "getdents(2): the buffer is too small"));
        }
        if (known.world.at(open.object()).nlink() == 0) {
            // A position that a directory had may be beyond what ext4 takes of a removed one: lseek(2).
            allowed.addAll(
                    Allowed.errors("getdents(2), lseek(2): the directory was removed", "ENOENT", "ESTALE", "EINVAL"));
        }
        Verdict verdict = new Verdict(COMPLETE, allowed);
        return known.mayBeStale(open.object()) ? Oracle.orStale(verdict) : verdict;
    }

    private static Optional<Complaint> listed(Answer answer, int size, int head, String handle, Known k) {
        if (answer.body().length > size) {
            return Entries.complain("P13", answer.body().length + " bytes where " + size + " were asked for");
        }
        Opened open = k.handles.get(handle);
        Obj directory = k.world.at(open.object());
        Listing listing = open.listing().looking(directory);
        List<String> more = new ArrayList<>();
        long offset = listing.offset();
        for (Dirent entry : Dirent.all(answer, head)) {
            Optional<Complaint> wrong = entry.isDots()
                    ? Optional.empty()
                    : named(answer, entry, head, handle, listing, k).or(() -> twice(entry, listing, more, directory));
            if (wrong.isPresent()) {
                return wrong;
            }
            more.add(entry.name());
            offset = entry.offset();
        }
        Listing next = listing.shown(offset, more);
        k.handles.put(handle, open.with(next));
        return more.isEmpty() ? missing(next, size, head, directory) : Optional.empty();
    }

    private static Optional<Complaint> named(
            Answer answer, Dirent entry, int head, String handle, Listing listing, Known k) {
        Opened open = k.handles.get(handle);
        Integer object = Listing.names(k.world.at(open.object())).get(entry.name());
        if (object == null) {
            return listing.possible().contains(entry.name())
                    ? Optional.empty()
                    : Entries.complain(COMPLETE, "the name " + entry.name() + ", which is not there");
        }
        Kind kind = k.world.at(object).kind();
        if (entry.type() != 0 && entry.type() != Entries.type(kind) && listing.isSteady(k.world.at(open.object()))) {
            return Entries.complain("P4", entry.name() + " of type " + entry.type() + " where it is a " + kind);
        }
        if (head == 0) {
            return Optional.empty();
        }
        if (answer.u64(entry.at()) == 0) {
            return Entries.complain(COMPLETE, entry.name() + " without an entry, although nothing fails");
        }
        String path = World.from(Known.file(handle), entry.name());
        return Entries.entry(answer, entry.at(), path, k.world, k);
    }

    private static Optional<Complaint> twice(Dirent entry, Listing listing, List<String> more, Obj directory) {
        boolean again = listing.seen().contains(entry.name()) || more.contains(entry.name());
        return again && listing.isSteady(directory)
                ? Entries.complain(COMPLETE, "the name " + entry.name() + " twice")
                : Optional.empty();
    }

    /** At the end every name must have been shown. */
    private static Optional<Complaint> missing(Listing listing, int size, int head, Obj directory) {
        Set<String> left = new HashSet<>(listing.names().keySet());
        listing.seen().forEach(left::remove);
        boolean room = left.stream().allMatch(name -> size >= head + (Dirent.BYTES + name.length() + 7 & ~7));
        return left.isEmpty() || !room || !listing.isSteady(directory)
                ? Optional.empty()
                : Entries.complain(COMPLETE, "the end of the directory without " + left);
    }
}
