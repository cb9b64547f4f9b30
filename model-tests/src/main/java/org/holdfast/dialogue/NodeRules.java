package org.holdfast.dialogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.holdfast.dialogue.Known.Node;
import org.holdfast.kernel.Answer;
import org.holdfast.spec.posix.Attributes;
import org.holdfast.spec.posix.Call;
import org.holdfast.spec.posix.Kind;
import org.holdfast.spec.posix.Looking;
import org.holdfast.spec.posix.Outcome;
import org.holdfast.spec.posix.Result;
import org.holdfast.spec.posix.Sizing;
import org.holdfast.spec.posix.World;

/** What is allowed of requests on a node: GETATTR, SETATTR, READLINK. */
final class NodeRules {
    private static final String KEPT = "P6";
    private static final int OCTAL = 8;

    private final Step step;
    private final Known known;
    private final Node node;

    private NodeRules(Step step, Known known, Node node) {
        this.step = step;
        this.known = known;
        this.node = node;
    }

    static Verdict verdict(Step step, Names names, Known known) {
        Node node = known.node(names.node(step.argument(0))).orElse(null);
        if (node == null) {
            return Oracle.unknown();
        }
        Verdict verdict = new NodeRules(step, known, node).verdict();
        return known.mayBeStale(node) ? Oracle.orStale(verdict) : verdict;
    }

    private Verdict verdict() {
        return switch (step.verb()) {
            case "getattr" -> new Verdict(KEPT, List.of(Allowed.success("stat(2)", shows(known.world))));
            case "setattr" -> setattr();
            default -> readlink();
        };
    }

    /** The attributes of the node's object in that world, which becomes the present one. */
    private Allowed.Check shows(World world) {
        return (answer, k) -> {
            if (answer.body().length < Shown.ATTR_OUT_BYTES) {
                return Entries.complain(
                        "P13", "a reply of " + answer.body().length + " bytes, which are no attributes");
            }
            Result.Status expected = Known.status(world, Known.path(node));
            Optional<Complaint> wrong = Entries.attributes(Shown.ofAttrOut(answer), expected, world, k);
            if (wrong.isEmpty()) {
                k.world = world;
            }
            return wrong;
        };
    }

    private Verdict setattr() {
        List<Allowed> allowed = new ArrayList<>(Allowed.of(call().in(known.world), outcome -> shows(outcome.next())));
        if (!step.value("size").isEmpty() && !known.object(node).is(Kind.FILE)) {
            allowed.add(Allowed.error("EINVAL", "truncate(2): only a file has a size to set"));
            allowed.add(Allowed.error("EPERM", "the kernel asks that of files alone"));
        }
        return new Verdict(KEPT, allowed);
    }

    private Call call() {
        Attributes.Subject subject = new Attributes.Path(Known.path(node), false);
        if (!step.value("mode").isEmpty()) {
            return new Attributes.Chmod(subject, Integer.parseInt(step.value("mode"), OCTAL));
        }
        if (!step.value("uid").isEmpty()) {
            return new Attributes.Chown(subject, Integer.parseInt(step.value("uid")), Attributes.Chown.SAME);
        }
        if (!step.value("mtime").isEmpty()) {
            return new Attributes.Utimens(
                    subject, new Attributes.Omit(), new Attributes.Exactly(Long.parseLong(step.value("mtime")), 0));
        }
        int size = Integer.parseInt(step.value("size"));
        return step.value("fh").isEmpty()
                ? new Sizing.Truncate(Known.path(node), size)
                : new Sizing.Ftruncate(Known.file(step.value("fh")), size);
    }

    private Verdict readlink() {
        Set<Outcome> outcomes = new Looking.Readlink(Known.path(node)).in(known.world);
        return new Verdict(KEPT, Allowed.of(outcomes, outcome -> (answer, k) -> target(answer, k, outcome)));
    }

    private static Optional<Complaint> target(Answer answer, Known k, Outcome outcome) {
        String expected = ((Result.Bytes) outcome.result()).bytes();
        String got = Words.ofBytes(answer.body());
        if (!got.equals(expected)) {
            return Entries.complain(KEPT, "target \"" + got + "\" where it is \"" + expected + "\"");
        }
        k.world = outcome.next();
        return Optional.empty();
    }
}
