package org.holdfast.dialogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.holdfast.kernel.Answer;

/** Tells what may be answered to a request: the name space as POSIX has it, and what a client may rely on. */
final class Oracle {
    private static final String GONE = "the host has removed or moved the object";

    private Oracle() {}

    /** Every allowed answer to the client's request, as far as it depends on what is known now. */
    static Verdict verdict(Step step, Names names, Known known) {
        return switch (step.verb()) {
            case "lookup", "mkdir", "mknod", "symlink", "link", "unlink", "rmdir", "rename" ->
                new NameRules(step, names, known).verdict();
            case "getattr", "setattr", "readlink" -> NodeRules.verdict(step, names, known);
            case "open", "create", "tmpfile", "read", "write", "flush", "fsync" ->
                new FileRules(step, names, known).verdict();
            case "opendir", "readdir", "readdirplus" -> new DirectoryRules(step, names, known).verdict();
            case "release", "releasedir" -> released(step, known);
            default -> throw new BadDialogue(step.line(), "there is no request " + step.verb());
        };
    }

    private static Verdict released(Step step, Known known) {
        String handle = step.argument(0);
        if (!known.handles.containsKey(handle)) {
            return new Verdict("P6", Allowed.errors("the handle is not open", "EBADF", "EINVAL"));
        }
        return new Verdict("P6", List.of(Allowed.success("close(2)", (answer, k) -> {
            k.world = k.closed(Known.file(handle));
            k.handles.remove(handle);
            return Optional.empty();
        })));
    }

    /** A request on a nodeid that the client does not hold. */
    static Verdict unknown() {
        return new Verdict(
                "P3", Allowed.errors("a nodeid that was not given, or is forgotten", "ESTALE", "ENOENT", "EBADF"));
    }

    /** The host has taken the last name, or moved it: a daemon that reaches objects by name may say so. */
    static Verdict orStale(Verdict verdict) {
        return new Verdict(verdict.property(), and(verdict.allowed(), Allowed.errors(GONE, "ESTALE", "ENOENT")));
    }

    /** Whether an answer is allowed for that reason alone. */
    static boolean isGone(Verdict verdict, Answer answer) {
        List<Allowed> reasons = verdict.allowed().stream()
                .filter(one -> one.errno() == answer.errno())
                .toList();
        return !reasons.isEmpty() && reasons.stream().allMatch(one -> one.rule().equals(GONE));
    }

    static List<Allowed> and(List<Allowed> some, List<Allowed> more) {
        List<Allowed> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    /** The name that the answer gives to what is opened; one of its own if it gives none. */
    static String handle(Step step, Known known) {
        return step.answer().stream().filter(Names::isHandle).findFirst().orElse("opened at " + known.world.clock());
    }
}
