package org.holdfast.spec.sequence;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.holdfast.spec.Action;
import org.holdfast.spec.Properties;
import org.holdfast.spec.Property;
import org.holdfast.spec.State;

/**
 * Takes a sequence on the model, step by step. Every step must be possible, every request, answer and rest as the model
 * has it, every property of the model true all the way; and what the header says must be so.
 */
public final class Replay {
    private final Sequence sequence;
    private final Telling telling;
    private final Moves moves;
    private int at;

    private Replay(Sequence sequence) {
        this.sequence = sequence;
        this.telling = new Telling(sequence.model());
        this.moves = Moves.of(sequence.model());
    }

    /** The goals that the sequence covers; a {@link BadSequence} says where it is not as the model has it. */
    public static Set<String> of(Sequence sequence) {
        return new Replay(sequence).run();
    }

    private Set<String> run() {
        List<Line> lines = sequence.lines();
        List<Action> actions = sequence.actions();
        int taken = 0;
        check(telling.state());
        while (at < lines.size()) {
            if (!(lines.get(at) instanceof Line.Step step) || !step.action().enabled(telling.state())) {
                throw bad(lines.get(at).toString(), allowed());
            }
            State before = telling.state();
            for (Line told : telling.take(step.action(), actions.subList(++taken, actions.size()))) {
                String got = at < lines.size() ? lines.get(at).toString() : "the end";
                if (!got.equals(told.toString())) {
                    throw bad(got, told.toString());
                }
                at++;
            }
            check(before, step, telling.state());
        }
        header();
        return telling.goals();
    }

    private void header() {
        same(Sequence.kind(sequence.serial()), Sequence.kind(telling.serial()));
        same(SequenceText.NEEDS + " " + sequence.needs(), SequenceText.NEEDS + " " + telling.needs());
        same(end(sequence.quiescent()), end(telling.quiescent()));
        for (String goal : sequence.covers()) {
            if (!telling.goals().contains(goal)) {
                throw bad(goal, telling.goals().stream().collect(Collectors.joining("\n")));
            }
        }
    }

    private static String end(boolean quiescent) {
        return SequenceText.END + " " + (quiescent ? SequenceText.QUIESCENT : SequenceText.OPEN);
    }

    private void same(String got, String is) {
        if (!got.equals(is)) {
            throw bad(got, is);
        }
    }

    private void check(State s) {
        for (Property p : Properties.all()) {
            if (!p.state().test(s)) {
                throw new BadSequence(number(), p.name() + " does not hold in " + s);
            }
        }
    }

    private void check(State s, Line.Step step, State t) {
        for (Property p : Properties.all()) {
            if (!p.step().test(s, t)) {
                throw new BadSequence(step.number(), p.name() + " does not hold from " + s + " to " + t);
            }
        }
        check(t);
    }

    private String allowed() {
        State s = telling.state();
        return moves.enabled(s).stream()
                .map(a -> new Line.Step(0, Actor.of(s, a), a, "", "").toString())
                .collect(Collectors.joining("\n  "));
    }

    private BadSequence bad(String got, String allowed) {
        return new BadSequence(number(), "got\n  " + got + "\nallowed are only:\n  " + allowed);
    }

    /** The number of the line that is looked at, of the last one after the end. */
    private int number() {
        List<Line> lines = sequence.lines();
        return lines.isEmpty() ? 0 : lines.get(Math.min(at, lines.size() - 1)).number();
    }
}
