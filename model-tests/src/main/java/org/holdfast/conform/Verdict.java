package org.holdfast.conform;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.holdfast.kernel.Ability;
import org.holdfast.kernel.DaemonKind;
import org.holdfast.replay.Difference;
import org.holdfast.replay.Outcome;
import org.holdfast.spec.Forgetting;
import org.holdfast.spec.Work;
import org.holdfast.spec.sequence.Actor;
import org.holdfast.spec.sequence.Line;
import org.holdfast.spec.sequence.Sequence;

/** Which properties a sequence looks at, and which one a difference breaks. */
final class Verdict {
    private static final String ANSWER = " -> ";

    private Verdict() {}

    /** What a sequence would show to be broken. */
    static Set<Property> looksAt(Sequence q, DaemonKind kind) {
        Set<Property> all = EnumSet.of(Property.P13);
        boolean forgot = false;
        for (Line line : q.lines()) {
            if (line instanceof Line.AtRest) {
                all.addAll(kind.can(Ability.PROMPT_RELEASE) ? EnumSet.of(Property.P2, Property.P7) : Set.of());
            } else if (line instanceof Line.Step step) {
                all.addAll(looksAt(step.answer()));
                if (step.action() instanceof Work.Pin) {
                    all.add(Property.P6);
                    if (forgot) {
                        all.add(Property.P1);
                    }
                }
                forgot |= step.action() instanceof Forgetting.Forget;
            }
        }
        if (q.needs().contains("init-again") || q.needs().contains("kill")) {
            all.add(Property.P15);
        }
        if (kind.policy().equals(Optional.of(q.model().policy()))) {
            all.add(Property.P11);
        }
        return all;
    }

    private static Set<Property> looksAt(String answer) {
        return switch (answer.split(" ")[0]) {
            case "entry" -> EnumSet.of(Property.P4, Property.P5, Property.P8, Property.P10);
            case "attributes" -> EnumSet.of(Property.P6, Property.P8, Property.P10);
            case "done", "error" -> EnumSet.of(Property.P10);
            case "stale" -> EnumSet.of(Property.P3);
            default -> EnumSet.noneOf(Property.class);
        };
    }

    /** What a difference breaks. */
    static Property of(Sequence q, Difference difference, Optional<Outcome.End> end) {
        String expected = difference.expected();
        String got = difference.got();
        if (end.isPresent() || difference.isSilence()) {
            return Property.P13;
        }
        if (got.contains("INIT got")) {
            return Property.P15;
        }
        if (expected.startsWith("rest") || expected.startsWith("end")) {
            return got.contains("over-FORGET") ? Property.P2 : Property.P7;
        }
        if (!expected.contains(ANSWER) || !got.contains(ANSWER)) {
            return Property.P10;
        }
        return ofAnswers(words(expected), words(got), isOnNode(q, difference.line()));
    }

    private static Property ofAnswers(List<String> expected, List<String> got, boolean onNode) {
        if (!got.get(0).equals(expected.get(0))) {
            return expected.get(0).equals("stale") ? Property.P3 : onNode ? Property.P6 : Property.P10;
        }
        String text = String.join(" ", got);
        if (text.contains("given before") || text.contains("another generation")) {
            return Property.P5;
        }
        if (text.contains("(which is") || text.contains("(new)")) {
            return Property.P4;
        }
        boolean sameObject = value(expected, "object").equals(value(got, "object")) && !isRevived(expected, got);
        if (!sameObject && onNode) {
            return Property.P6;
        }
        return sameObject ? Property.P8 : Property.P4;
    }

    /** An object without names does not get one again: the inode number is the same, the object another. */
    private static boolean isRevived(List<String> expected, List<String> got) {
        return value(expected, "nlink").equals("0")
                && !value(got, "nlink").startsWith("0")
                && !value(got, "nlink").startsWith("-");
    }

    /** Whether the answer at this line is of a request that names a node of the client's. */
    private static boolean isOnNode(Sequence q, int number) {
        boolean onNode = false;
        for (Line line : q.lines()) {
            if (line.number() < number && line instanceof Line.Step step && step.actor() == Actor.CLIENT) {
                onNode = step.action() instanceof Work.Pin;
            }
        }
        return onNode;
    }

    private static List<String> words(String line) {
        return List.of(line.substring(line.indexOf(ANSWER) + ANSWER.length()).split(" "));
    }

    private static String value(List<String> words, String key) {
        int at = words.indexOf(key);
        return at < 0 || at + 1 >= words.size() ? "" : words.get(at + 1);
    }
}
